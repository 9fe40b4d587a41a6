#include "store/definitions.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/hash.h"
#include "model/manifest.h"
#include "sql/sqlite/definitions_sql.h"

namespace northstar::store {
namespace {

namespace fs = std::filesystem;
namespace statement = sql::sqlite;

RecordedDefinition RowOf(const Statement& row) {
  return {row.Text(0),
          {static_cast<int>(row.Integer(1)), row.Text(3), row.Text(2), row.Text(6)},
          row.Text(4),
          row.Integer(5)};
}

Result<std::vector<RecordedDefinition>> Read(Statement asked) {
  std::vector<RecordedDefinition> rows;
  while (true) {
    NS_ASSIGN(const bool row, asked.Step());
    if (!row) return rows;
    rows.push_back(RowOf(asked));
  }
}

Result<Manifest> Latest(Database& database) {
  NS_ASSIGN(Statement asked, database.Prepare(statement::LatestDefinitions()));
  NS_ASSIGN(std::vector<RecordedDefinition> rows, Read(std::move(asked)));
  Manifest latest;
  for (RecordedDefinition& row : rows)
    latest.emplace_back(std::move(row.metric), std::move(row.state));
  return latest;
}

Status Insert(Database& database, const std::string& metric, const DefinitionState& state,
              int64_t first_seen_us) {
  NS_ASSIGN(Statement insert, database.Prepare(statement::InsertDefinition()));
  insert.Bind(1, metric)
      .Bind(2, static_cast<int64_t>(state.version))
      .Bind(3, state.type)
      .Bind(4, state.definition)
      .Bind(5, HashText(state.definition))
      .Bind(6, first_seen_us);
  if (!state.written.empty()) insert.Bind(7, state.written);
  NS_RETURN_IF_ERROR(insert.Run());
  return Status::Ok();
}

// When the manifest was written; a clock that was wrong does not make it later than now.
int64_t ManifestTime(const Project& project, int64_t now_us) {
  std::error_code error;
  const auto written = fs::last_write_time(fs::path(project.root) / kManifestFile, error);
  if (error) return now_us;
  const auto since = std::chrono::file_clock::to_sys(written).time_since_epoch();
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(since).count();
  return std::min<int64_t>(us, now_us);
}

// The metrics whose definition is another than the one that is known.
std::vector<const Metric*> ChangedMetrics(const Project& project, const Manifest& known) {
  std::vector<const Metric*> changed;
  for (const Metric& metric : project.metrics) {
    const auto before = std::find_if(known.begin(), known.end(),
                                     [&](const auto& one) { return one.first == metric.name; });
    if (before == known.end() ||
        CompareDefinitions(before->second, DefinitionOf(metric)) != DefinitionChange::kNone)
      changed.push_back(&metric);
  }
  return changed;
}

// Those that are recorded as they are now, but without their YAML.
std::vector<const Metric*> Unwritten(const Project& project, const Manifest& known) {
  std::vector<const Metric*> unwritten;
  for (const auto& [name, state] : known) {
    const Metric* metric = project.FindMetric(name);
    if (metric == nullptr || !state.written.empty() || metric->written.empty()) continue;
    if (CompareDefinitions(state, DefinitionOf(*metric)) == DefinitionChange::kNone)
      unwritten.push_back(metric);
  }
  return unwritten;
}

Status SetWritten(Database& database, const Metric& metric) {
  NS_ASSIGN(Statement update, database.Prepare(statement::SetWritten()));
  update.Bind(1, metric.name).Bind(2, metric.written);
  NS_RETURN_IF_ERROR(update.Run());
  return Status::Ok();
}

Status RecordIn(Database& database, const Project& project, int64_t now_us) {
  NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
  NS_ASSIGN(Manifest known, Latest(database));
  if (known.empty()) {
    known = ReadManifest(project);
    const int64_t seen_us = ManifestTime(project, now_us);
    for (const auto& [metric, state] : known)
      NS_RETURN_IF_ERROR(Insert(database, metric, state, seen_us));
  }
  for (const Metric* metric : ChangedMetrics(project, known))
    NS_RETURN_IF_ERROR(Insert(database, metric->name, DefinitionOf(*metric), now_us));
  for (const Metric* metric : Unwritten(project, known))
    NS_RETURN_IF_ERROR(SetWritten(database, *metric));
  return transaction.Commit();
}

}  // namespace

Result<Manifest> KnownDefinitions(const Project& project) {
  NS_ASSIGN(std::optional<StateStore> store, StateStore::OpenForReading(project));
  if (!store) return ReadManifest(project);
  NS_ASSIGN(Manifest known, Latest(store->database()));
  if (known.empty()) return ReadManifest(project);
  return known;
}

Result<std::vector<RecordedDefinition>> DefinitionHistory(const Project& project,
                                                          const std::string& metric) {
  NS_ASSIGN(std::optional<StateStore> store, StateStore::OpenForReading(project));
  if (!store) return std::vector<RecordedDefinition>();
  NS_ASSIGN(Statement asked,
            store->database().Prepare(metric.empty() ? statement::AllDefinitions()
                                                     : statement::DefinitionsOf()));
  if (!metric.empty()) asked.Bind(1, metric);
  return Read(std::move(asked));
}

Status RecordDefinitions(const Project& project, int64_t now_us) {
  NS_ASSIGN(std::optional<StateStore> there, StateStore::OpenForReading(project));
  if (there) {
    NS_ASSIGN(const Manifest known, Latest(there->database()));
    const bool all = ChangedMetrics(project, known).empty() && Unwritten(project, known).empty();
    if (!known.empty() && all) return Status::Ok();
  }
  there.reset();
  NS_ASSIGN(StateStore store, StateStore::OpenForWriting(project));
  return RecordIn(store.database(), project, now_us);
}

}  // namespace northstar::store
