#include "engine/duckdb/duckdb_warehouse.h"

#include <fmt/format.h>

#include <filesystem>
#include <mutex>
#include <set>

#include "base/text.h"
#include "engine/duckdb/catalog.h"
#include "engine/duckdb/exposures.h"
#include "engine/duckdb/fold.h"
#include "engine/duckdb/forget.h"
#include "engine/duckdb/functions.h"
#include "engine/duckdb/gather.h"
#include "engine/duckdb/gather_function.h"
#include "engine/duckdb/identities.h"
#include "engine/duckdb/load.h"
#include "engine/duckdb/lookups.h"
#include "engine/duckdb/merges.h"
#include "engine/duckdb/misfits.h"
#include "engine/duckdb/moods.h"
#include "engine/duckdb/reader.h"
#include "engine/duckdb/redefine.h"
#include "engine/duckdb/reference.h"
#include "engine/duckdb/replace_file.h"
#include "engine/duckdb/seen_values.h"
#include "engine/duckdb/source_files.h"
#include "engine/duckdb/staging.h"
#include "model/project.h"
#include "sql/duckdb/feedback_sql.h"
#include "sql/duckdb/series_sql.h"
#include "sql/duckdb/session_sql.h"

namespace northstar {
namespace {

// One connection in one transaction: what it sees stays as it is.
class DuckDbEngine final : public Engine {
 public:
  DuckDbEngine(std::shared_ptr<duck::Database> database,
               std::unique_ptr<duck::Connection> connection, int64_t now_us)
      : database_(std::move(database)),
        connection_(std::move(connection)),
        reference_(*connection_),
        seen_values_(*connection_),
        now_us_(now_us) {}
  ~DuckDbEngine() override { (void)connection_->Run(duck::statement::kRollback); }

  Result<DataFacts> Facts() override { return duck::ReadFacts(*connection_, now_us_); }

  Result<Gathered> Gather(const Project& project, const GatherPlan& plan,
                          const DataFacts& facts) override {
    return duck::RunKernel(*connection_, project, plan, facts);
  }

  ReferenceSql& reference() override { return reference_; }

  Result<SeriesData> ReadSeries(const Source& source) override {
    NS_ASSIGN(const duck::Rows rows, connection_->Query(duck::statement::SeriesRows(source)));
    SeriesData data;
    const size_t dimensions = source.dimensions.size();
    for (size_t r = 0; r < rows.rows.size(); ++r) {
      SeriesRow row;
      row.local_us = rows.Int(r, 0);
      for (size_t d = 0; d < dimensions; ++d) {
        row.dimensions.push_back(
            rows.Null(r, 1 + d) ? std::nullopt : std::optional<std::string>(rows.Text(r, 1 + d)));
      }
      for (size_t v = 0; v < source.series_metrics.size(); ++v) {
        const size_t c = 1 + dimensions + v;
        row.values.push_back(rows.Null(r, c) ? std::nullopt
                                             : std::optional<double>(rows.Double(r, c)));
      }
      data.rows.push_back(std::move(row));
    }
    return data;
  }

  Result<MisfitFacts> ReadMisfits(const Project& project) override {
    return duck::ReadMisfits(*connection_, project);
  }

  Result<std::vector<FeedbackItem>> ReadFeedback(const Source& source,
                                                 const std::string& entity) override {
    std::vector<FeedbackItem> items;
    if (!source.text) return items;
    NS_ASSIGN(const DataFacts facts, Facts());
    const auto ordinals = facts.entity_ordinals.find(entity);
    std::map<std::string, uint32_t> used;
    if (ordinals != facts.entity_ordinals.end()) used.insert(*ordinals);
    NS_ASSIGN(auto merges, duck::ReadMerges(*connection_, used));
    const std::vector<uint32_t>& same = merges[entity];
    NS_ASSIGN(const duck::Rows rows,
              connection_->Query(duck::statement::FeedbackItems(source, entity, now_us_)));
    for (size_t r = 0; r < rows.rows.size(); ++r) {
      FeedbackItem item{rows.Int(r, 0), std::nullopt, rows.Text(r, 2), std::nullopt, 0, {}, {}};
      if (!rows.Null(r, 1)) {
        const auto id = static_cast<uint32_t>(rows.Int(r, 1));
        item.entity = id < same.size() ? same[id] : id;
      }
      if (!rows.Null(r, 3)) item.rating = rows.Double(r, 3);
      if (!rows.Null(r, 4)) item.votes = std::max(0.0, rows.Double(r, 4));
      if (!rows.Null(r, 5)) item.mood = rows.Double(r, 5);
      for (size_t d = 0; d < source.dimensions.size(); ++d) {
        item.dimensions.push_back(rows.Null(r, 6 + d) ? std::nullopt
                                                      : std::optional(rows.Text(r, 6 + d)));
      }
      items.push_back(std::move(item));
    }
    return items;
  }

  Result<std::vector<ArmSeen>> ReadArms(const Project& project, const DataFacts& facts,
                                        const ExposurePlan& plan) override {
    return duck::ReadArms(*connection_, project, facts, plan);
  }

  Result<std::vector<ExposedUnit>> ReadExposures(const Project& project, const DataFacts& facts,
                                                 const ExposurePlan& plan) override {
    return duck::ReadExposures(*connection_, project, facts, plan);
  }

  Result<std::vector<UnitCell>> ReadUnitFigures(const Project& project, const DataFacts& facts,
                                                const ExposurePlan& plan,
                                                const UnitFigurePlan& figure) override {
    return duck::ReadUnitFigures(*connection_, project, facts, plan, figure);
  }

  Result<LoadQuality> Quality(const std::string& source) override {
    return duck::ReadQuality(*connection_, source, now_us_);
  }

  Result<RejectedRows> Rejected(const std::string& source, int64_t from_us,
                                int64_t to_us) override {
    return duck::ReadRejected(*connection_, source, from_us, to_us);
  }

  Result<bool> Occurs(const Project& project, const DataFacts& facts, const ColumnRef& column,
                      const std::string& value) override {
    return seen_values_.Occurs(project, facts, column, value);
  }

  Result<std::vector<ValueCount>> CountValues(const Project& project, const DataFacts& facts,
                                              const ColumnRef& column) override {
    return seen_values_.Count(project, facts, column, kMostValues);
  }

 private:
  std::shared_ptr<duck::Database> database_;
  std::unique_ptr<duck::Connection> connection_;
  duck::Reference reference_;
  duck::SeenValues seen_values_;
  int64_t now_us_;
};

// The kinds of sources that this version reads.
bool IsReadable(const Source& source) {
  switch (source.kind) {
    case Source::Kind::kSeries:
    case Source::Kind::kIdentities:
    case Source::Kind::kFeedback:
    case Source::Kind::kEvents:
      return true;
    case Source::Kind::kHttp:
    case Source::Kind::kTable:
      break;
  }
  return false;
}

Result<std::vector<const Source*>> SourcesToLoad(const Project& project,
                                                 const std::vector<std::string>& names) {
  std::vector<const Source*> sources;
  std::vector<std::string> known;
  for (const Source& source : project.sources) known.push_back(source.name);
  for (const std::string& name : names) {
    const Source* source = project.FindSource(name);
    if (source == nullptr) {
      return Error::Usage(fmt::format("there is no source '{}'", name), DidYouMean(name, known));
    }
    sources.push_back(source);
  }
  if (names.empty()) {
    for (const Source& source : project.sources) sources.push_back(&source);
  }
  if (sources.empty())
    return Error::Usage("the project has no sources", "add them under 'sources:' in northstar.yml");
  return sources;
}

Result<LoadSummary> LoadOne(duck::Connection& connection, const Project& project,
                            const Source& source, const duck::LoadOptions& options) {
  if (!IsReadable(source)) {
    LoadSummary summary;
    summary.source = source.name;
    summary.notes.push_back(source.kind == Source::Kind::kHttp
                                ? "its events arrive at the server: northstar serve"
                                : "sources of this kind are not available yet; nothing was read");
    return summary;
  }
  switch (source.kind) {
    case Source::Kind::kSeries:
      return duck::LoadSeries(connection, project, source, options);
    case Source::Kind::kIdentities:
      return duck::LoadIdentities(connection, project, source, options);
    case Source::Kind::kFeedback:
    case Source::Kind::kEvents:
    case Source::Kind::kHttp:
    case Source::Kind::kTable:
      break;
  }
  return duck::LoadSource(connection, project, source, options);
}

bool ChangedSomething(const LoadSummary& summary) {
  return summary.new_files + summary.grown_files + summary.changed_files + summary.removed_files +
             summary.moved_files >
         0;
}

// What is true of the whole run when one source failed: which sources were stored before it.
Error WithWhatWasStored(Error error, const std::vector<LoadSummary>& before) {
  std::vector<std::string> stored;
  for (const LoadSummary& summary : before) {
    if (ChangedSomething(summary)) stored.push_back("'" + summary.source + "'");
  }
  // The statement that failed changed nothing; only here is it known whether those before it did.
  constexpr std::string_view kNothing = "nothing was changed";
  if (error.hint.starts_with(kNothing)) {
    if (stored.empty()) return error;
    error.hint.erase(0, error.hint.find_first_not_of("; ", kNothing.size()));
  }
  const std::string what =
      stored.empty()
          ? "the load was undone; the database is unchanged"
          : fmt::format("stored before it: {}; nothing else was changed", Join(stored, ", "));
  error.hint = error.hint.empty() ? what : error.hint + "; " + what;
  return error;
}

Error NothingLoaded() {
  return Error::Data("no data is loaded yet", "run 'northstar load'");
}

// How the files of one source stand beside what is stored of it.
Status InspectSource(duck::Connection& connection, bool present, const Project& project,
                     const Source& source, LoadState& state) {
  std::vector<duck::KnownFile> known;
  std::string definition;
  if (present) {
    NS_ASSIGN(known, duck::KnownFiles(connection, source.name));
    NS_ASSIGN(definition, duck::LoadedDefinition(connection, source.name));
  }
  if (known.empty()) {
    state.never_loaded.push_back(source.name);
  } else if (!definition.ends_with(duck::SourceDefinition(project, source))) {
    state.redefined.push_back(source.name);
  } else if (!duck::LooksUnchanged(project, source, known) ||
             !duck::Lookups(connection, project, source, nullptr).LooksUnchanged()) {
    state.changed.push_back(source.name);
  }
  return Status::Ok();
}

class DuckDbWarehouse final : public Warehouse {
 public:
  DuckDbWarehouse(const Project& project, WarehouseUse use, CancelToken* cancel)
      : settings_(project.warehouse), use_(use), cancel_(cancel) {}

  Capabilities capabilities() const override {
    return {.loads_files = true, .native_kernel = true, .reference_sql = true};
  }

  Result<std::vector<LoadSummary>> Load(const Project& project,
                                        const LoadRequest& request) override {
    const std::scoped_lock one_at_a_time(loading_);
    NS_ASSIGN(const std::vector<const Source*> sources, SourcesToLoad(project, request.sources));
    NS_ASSIGN(const auto database, Database());
    CancelToken* const cancel = request.cancel != nullptr ? request.cancel : cancel_;
    NS_ASSIGN(const auto connection, database->Connect(cancel));
    NS_ASSIGN(const bool dropped, duck::PrepareCatalog(*connection));
    NS_RETURN_IF_ERROR(duck::RegisterFunctions(*connection));
    std::vector<LoadSummary> summaries;
    const duck::LoadOptions options{request.full_refresh, request.prune, request.now_us,
                                    request.progress,     cancel,        &storing_};
    for (const Source* source : sources) {
      auto summary = LoadOne(*connection, project, *source, options);
      if (!summary.ok()) return WithWhatWasStored(std::move(summary).error(), summaries);
      summaries.push_back(std::move(*summary));
    }
    if (dropped && !summaries.empty()) {
      summaries[0].notes.insert(summaries[0].notes.begin(),
                                "the database was written by another version of northstar; all "
                                "files of the sources listed here were read again");
    }
    const std::scoped_lock storing(storing_);
    NS_RETURN_IF_ERROR(duck::RefreshMerges(*connection, project));
    NS_RETURN_IF_ERROR(duck::RefreshMoods(*connection, project));
    return summaries;
  }

  Result<std::unique_ptr<ArrivalFold>> OpenFold(const ProjectRef& project, FoldUse use) override {
    NS_ASSIGN(const auto database, Database());
    NS_ASSIGN(auto connection, database->Connect(nullptr));
    NS_ASSIGN([[maybe_unused]] const bool dropped, duck::PrepareCatalog(*connection));
    NS_RETURN_IF_ERROR(duck::RegisterFunctions(*connection));
    NS_RETURN_IF_ERROR(duck::RegisterArrivalFunction(*connection));
    return duck::OpenFold(std::move(connection), project, use, storing_);
  }

  Result<std::vector<std::string>> Redefine(const Project& project) override {
    NS_ASSIGN(const auto database, Database());
    NS_ASSIGN(const auto connection, database->Connect(nullptr));
    NS_ASSIGN([[maybe_unused]] const bool dropped, duck::PrepareCatalog(*connection));
    const std::scoped_lock storing(storing_);
    return duck::RedefineArrivals(*connection, project);
  }

  Status CopyTo(const std::string& path) override {
    NS_ASSIGN(const auto database, Database());
    NS_ASSIGN(const auto connection, database->Connect(nullptr));
    NS_RETURN_IF_ERROR(connection->Run(duck::statement::AttachCopy(path)));
    NS_ASSIGN(const duck::Rows name, connection->Query(duck::statement::CurrentDatabase()));
    const Status copied = connection->RunUnprepared(duck::statement::CopyDatabase(name.Text(0, 0)));
    const Status detached = connection->Run(duck::statement::DetachCopy());
    return copied.ok() ? detached : copied;
  }

  Result<Forgotten> Forget(const Project& project, const ForgetRequest& request) override {
    const std::scoped_lock one_at_a_time(loading_);
    NS_ASSIGN(const auto database, Database());
    NS_ASSIGN(const auto connection, database->Connect(cancel_));
    NS_ASSIGN([[maybe_unused]] const bool dropped, duck::PrepareCatalog(*connection));
    const std::scoped_lock storing(storing_);
    return duck::ForgetEntity(*connection, project, request);
  }

  Result<std::vector<std::vector<std::string>>> PathsOf(const Project& project,
                                                        const Source& source,
                                                        const std::string& entity) override {
    const duck::FileReader reader = duck::FileReader::OfArrivals();
    for (const NamedExpr& one : source.entities) {
      if (one.name == entity)
        NS_RETURN_IF_ERROR(duck::FileExprSql(project, source, reader, one, ValueType::kText));
    }
    return reader.arrival_paths();
  }

  Status Rewrite() override {
    const std::scoped_lock one_at_a_time(loading_);
    const std::scoped_lock storing(storing_);
    if (!IsThere()) return Status::Ok();
    const std::string fresh = settings_.path + ".new";
    std::error_code failed;
    std::filesystem::remove(fresh, failed);
    Status status = CopyTo(fresh);
    if (status.ok()) status = duck::ReplaceFile(*database_, settings_.path, fresh);
    if (!status.ok()) {
      std::filesystem::remove(fresh, failed);
      return status;
    }
    // Whoever looks at the old file goes on doing so; it is gone with the last of them.
    const std::scoped_lock lock(opening_);
    database_.reset();
    return Status::Ok();
  }

  std::string DefinitionOf(const Project& project, const Source& source) const override {
    return source.kind == Source::Kind::kHttp ? duck::ArrivalDefinition(project, source)
                                              : duck::SourceDefinition(project, source);
  }

  Result<LoadState> Inspect(const Project& project) override {
    LoadState state;
    if (!IsThere()) {
      for (const Source& source : project.sources) {
        if (IsReadable(source)) state.never_loaded.push_back(source.name);
      }
      return state;
    }
    NS_ASSIGN(const auto database, Database());
    NS_ASSIGN(const auto connection, database->Connect(cancel_));
    const bool present = duck::CheckFormat(*connection).ok();
    if (present) {
      NS_ASSIGN(const duck::Rows sources, connection->Query(duck::statement::CountSources()));
      state.any_loaded = sources.Int(0, 0) > 0;
    }
    for (const Source& source : project.sources) {
      if (present && source.kind == Source::Kind::kHttp) {
        NS_ASSIGN(const std::string stored, duck::LoadedDefinition(*connection, source.name));
        if (!stored.empty() && !stored.starts_with(duck::SourceDefinition(project, source)))
          state.to_derive.push_back(source.name);
      }
      if (!IsReadable(source)) continue;
      NS_RETURN_IF_ERROR(InspectSource(*connection, present, project, source, state));
    }
    return state;
  }

  Result<std::unique_ptr<Engine>> Open(int64_t now_us, CancelToken* cancel) override {
    if (!IsThere()) return NothingLoaded();
    NS_ASSIGN(auto database, Database());
    NS_ASSIGN(auto connection, database->Connect(cancel));
    NS_RETURN_IF_ERROR(connection->Run(duck::statement::kBegin));
    // The first look at a table is what the transaction sees from then on.
    NS_RETURN_IF_ERROR(duck::CheckFormat(*connection));
    // A server makes the file before anything is loaded into it.
    NS_ASSIGN(const duck::Rows sources, connection->Query(duck::statement::CountSources()));
    if (sources.Int(0, 0) == 0) return NothingLoaded();
    return std::unique_ptr<Engine>(
        std::make_unique<DuckDbEngine>(std::move(database), std::move(connection), now_us));
  }

 private:
  bool IsThere() const {
    std::error_code ignored;
    return std::filesystem::exists(settings_.path, ignored);
  }

  // Opened at the first need, and kept.
  Result<std::shared_ptr<duck::Database>> Database() {
    const std::scoped_lock lock(opening_);
    if (database_) return database_;
    const duck::Access access =
        use_ == WarehouseUse::kLoading ? duck::Access::kReadWrite : duck::Access::kReadOnly;
    NS_ASSIGN(
        std::shared_ptr<duck::Database> database,
        duck::Database::Open(settings_.path, access, settings_.memory_limit, settings_.threads));
    NS_ASSIGN(const auto connection, database->Connect(cancel_));
    NS_RETURN_IF_ERROR(duck::RegisterGatherFunction(*connection));
    database_ = std::move(database);
    return database_;
  }

  const WarehouseSettings settings_;
  const WarehouseUse use_;
  CancelToken* const cancel_;
  std::mutex loading_, opening_;
  std::mutex storing_;  // held by a load or a fold while it stores rows
  std::shared_ptr<duck::Database> database_;
};

}  // namespace

Result<std::shared_ptr<Warehouse>> OpenDuckDbWarehouse(const Project& project, WarehouseUse use,
                                                       CancelToken* cancel) {
  return std::shared_ptr<Warehouse>(std::make_shared<DuckDbWarehouse>(project, use, cancel));
}

}  // namespace northstar
