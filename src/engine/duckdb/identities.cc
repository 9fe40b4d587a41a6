#include "engine/duckdb/identities.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "engine/duckdb/forget.h"
#include "engine/duckdb/reader.h"
#include "engine/duckdb/source_files.h"
#include "engine/duckdb/staging.h"
#include "engine/duckdb/written_ids.h"
#include "model/project.h"
#include "sql/duckdb/identities_sql.h"
#include "sql/duckdb/session_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

// Disjoint sets of keys.
class Components {
 public:
  void Join(const std::string& from, const std::string& to) {
    const size_t a = Root(Number(from));
    const size_t b = Root(Number(to));
    merged_[Number(from)] = from != to || merged_[Number(from)];
    parent_[a] = b;
  }

  // Every key with the key that stands for its component.
  std::vector<std::pair<std::string, std::string>> Representatives() {
    std::map<size_t, std::string> best;
    for (const bool ends_only : {true, false}) {
      for (size_t i = 0; i < keys_.size(); ++i) {
        const size_t root = Root(i);
        if (ends_only && merged_[i]) continue;
        if (!ends_only && has_end_.contains(root)) continue;
        const auto [found, fresh] = best.emplace(root, keys_[i]);
        if (!fresh) found->second = std::min(found->second, keys_[i]);
        if (ends_only) has_end_[root] = true;
      }
    }
    std::vector<std::pair<std::string, std::string>> out;
    for (size_t i = 0; i < keys_.size(); ++i) out.emplace_back(keys_[i], best.at(Root(i)));
    return out;
  }

 private:
  size_t Number(const std::string& key) {
    const auto [found, fresh] = numbers_.emplace(key, keys_.size());
    if (fresh) {
      keys_.push_back(key);
      parent_.push_back(keys_.size() - 1);
      merged_.push_back(false);
    }
    return found->second;
  }
  size_t Root(size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

  std::map<std::string, size_t> numbers_;
  std::vector<std::string> keys_;
  std::vector<size_t> parent_;
  std::vector<bool> merged_;  // into another key
  std::map<size_t, bool> has_end_;
};

// Fills ns_same, many rows at a time.
Status InsertMerged(Connection& db,
                    const std::vector<std::pair<std::string, std::string>>& representatives) {
  constexpr size_t kRowsAtOnce = 500;
  std::vector<statement::SameKey> keys;
  const auto flush = [&]() -> Status {
    if (keys.empty()) return Status::Ok();
    const Status status = db.Run(statement::InsertSameKeys(keys));
    keys.clear();
    return status;
  };
  for (const auto& [key, same] : representatives) {
    if (key == same) continue;
    keys.push_back({key, same, static_cast<int64_t>(BucketOf(same))});
    if (keys.size() >= kRowsAtOnce) NS_RETURN_IF_ERROR(flush());
  }
  return flush();
}

Status RefreshEntity(Connection& db, const std::string& entity,
                     const std::vector<std::string>& sources) {
  Components components;
  for (const std::string& source : sources) {
    NS_ASSIGN(const Rows pairs, db.Query(statement::PairsOf(source)));
    for (size_t i = 0; i < pairs.rows.size(); ++i)
      components.Join(pairs.Text(i, 0), pairs.Text(i, 1));
  }
  NS_RETURN_IF_ERROR(db.Run(statement::CreateSameKeys()));
  NS_RETURN_IF_ERROR(InsertMerged(db, components.Representatives()));
  NS_RETURN_IF_ERROR(db.Run(statement::CreateDictionary(entity)));
  // Who never did anything under the key that stands for the group still needs an id.
  NS_RETURN_IF_ERROR(db.Run(statement::AddRepresentatives(entity)));
  NS_RETURN_IF_ERROR(db.Run(statement::CreateMerges(entity)));
  return db.Run(statement::DropSameKeys());
}

// Appends what a file says is one and the same; returns the number of its rows.
Result<int64_t> ReadPairs(Connection& db, const Project& project, const Source& source,
                          const SourceFile& file, const OpenedFile& opened) {
  NS_ASSIGN(const FileReader reader, FileReader::Open(db, source, opened, file.path));
  if (reader.empty()) return int64_t{0};
  const auto text = [&](const NamedExpr& expr) {
    return FileExprSql(project, source, reader, expr, ValueType::kText);
  };
  NS_ASSIGN(const std::string from, text(*source.merge_from));
  NS_ASSIGN(const std::string to, text(*source.merge_to));
  std::string kept = "true";
  if (source.where) {
    NS_ASSIGN(kept, FileExprSql(project, source, reader, *source.where, ValueType::kBool));
  }
  ReadOptions strict;
  strict.unsplit = statement::UnsplitRows::kFail;
  const std::string relation = reader.Relation(opened, strict);
  NS_ASSIGN(const Rows count, db.Query(statement::CountRowsIn(relation)));
  NS_RETURN_IF_ERROR(db.Run(statement::InsertPairs(source.name, relation, from, to, kept)));
  return count.Int(0, 0);
}

// Ids that are whole numbers throughout lose the ".0" of data frames, as those of events do.
Status StripPoints(Connection& db, const std::string& source, const std::string& column,
                   LoadSummary& summary) {
  NS_ASSIGN(const Rows found, db.Query(statement::WholePairs(source, column)));
  if (found.Int(0, 0) == 0 || found.Int(0, 1) == 0) return Status::Ok();
  summary.notes.push_back(
      WholeIdsNote(column == statement::kFromKey ? "from" : "to", found.Int(0, 1)));
  return db.Run(statement::StripPairPoints(source, column));
}

}  // namespace

Result<LoadSummary> LoadIdentities(Connection& db, const Project& project, const Source& source,
                                   const LoadOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  LoadSummary summary;
  summary.source = source.name;
  NS_ASSIGN(const std::vector<KnownFile> known, KnownFiles(db, source.name));
  NS_ASSIGN(const FileSurvey survey,
            SurveyFiles(project, source, options.full_refresh ? std::vector<KnownFile>{} : known));
  if (survey.files.empty()) return ExpandFiles(source).error();
  NS_ASSIGN(const std::string loaded, LoadedDefinition(db, source.name));
  const std::string definition = SourceDefinition(project, source);
  const bool changed = !survey.left.empty() ||
                       std::any_of(survey.files.begin(), survey.files.end(),
                                   [](const SourceFile& file) { return file.NeedsReading(); });
  if (!survey.gone.empty() && changed && !options.prune) {
    return Error::Data(
        fmt::format("source '{}': {} is gone, and identities are always read as a whole",
                    source.name, survey.gone[0].path),
        "put it back, or give up its rows with 'northstar load --prune'");
  }
  if (!changed && loaded == definition) {
    summary.same_files = static_cast<int>(survey.files.size());
    return summary;
  }
  NS_RETURN_IF_ERROR(db.Run(statement::kBegin));
  const auto store = [&]() -> Status {
    NS_RETURN_IF_ERROR(db.RunAll(statement::DeleteFilesAndSource(source.name)));
    NS_RETURN_IF_ERROR(db.Run(statement::CreatePairs(source.name)));
    int64_t id = 0;
    for (const SourceFile& file : survey.files) {
      NS_ASSIGN(const OpenedFile opened, OpenedFile::Open(file.path, file.shown));
      NS_ASSIGN(const FileStamp before, opened.Stamp());
      NS_ASSIGN(const int64_t read, ReadPairs(db, project, source, file, opened));
      NS_ASSIGN(const std::string hash, HashFile(opened.alias(), before.size));
      NS_ASSIGN(const FileStamp after, opened.Stamp());
      if (before != after) {
        return Error::Data(fmt::format("'{}' changed while it was read", file.shown),
                           "load it once the other program has finished writing");
      }
      summary.read += read;
      ++summary.new_files;
      const KnownFile entry{
          0, file.shown, before.size, before.mtime_ns, before.ctime_ns, before.inode, hash, 0};
      NS_RETURN_IF_ERROR(RecordFile(db, source.name, ++id, entry, read, read));
    }
    for (const char* column : {statement::kFromKey, statement::kToKey})
      NS_RETURN_IF_ERROR(StripPoints(db, source.name, column, summary));
    NS_RETURN_IF_ERROR(DropForgottenPairs(db, source));
    NS_ASSIGN(const Rows kept, db.Query(statement::CountPairs(source.name)));
    summary.kept = kept.Int(0, 0);
    // Rows that `where` drops, and rows that name only one of the two.
    summary.filtered = summary.read - summary.kept;
    return db.Run(statement::InsertSource(source.name, definition));
  };
  if (const Status status = store(); !status.ok()) {
    (void)db.Run(statement::kRollback);
    return status.error();
  }
  NS_RETURN_IF_ERROR(db.Run(statement::kCommit));
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return summary;
}

Status RefreshMerges(Connection& db, const Project& project) {
  std::map<std::string, std::vector<std::string>> sources;  // by entity
  for (const Source& source : project.sources) {
    if (source.merge_entity.empty()) continue;
    NS_ASSIGN(const bool exists, TableExists(db, storage::IdentityTable(source.name)));
    if (exists) sources[source.merge_entity].push_back(source.name);
  }
  NS_RETURN_IF_ERROR(db.Run(statement::kBegin));
  for (const auto& [entity, of_entity] : sources) {
    if (const Status status = RefreshEntity(db, entity, of_entity); !status.ok()) {
      (void)db.Run(statement::kRollback);
      return status;
    }
  }
  return db.Run(statement::kCommit);
}

Result<std::map<std::string, std::vector<uint32_t>>> ReadMerges(
    Connection& db, const std::map<std::string, uint32_t>& ordinals) {
  std::map<std::string, std::vector<uint32_t>> merges;
  for (const auto& [entity, used] : ordinals) {
    NS_ASSIGN(const bool exists, TableExists(db, storage::MergeTable(entity)));
    if (!exists) continue;
    NS_ASSIGN(const Rows rows, db.Query(statement::MergesOf(entity)));
    if (rows.rows.empty()) continue;
    std::vector<uint32_t>& same = merges[entity];
    same.resize(static_cast<size_t>(used) * kBuckets);
    for (size_t id = 0; id < same.size(); ++id) same[id] = static_cast<uint32_t>(id);
    for (size_t i = 0; i < rows.rows.size(); ++i)
      same[static_cast<size_t>(rows.Int(i, 0))] = static_cast<uint32_t>(rows.Int(i, 1));
  }
  return merges;
}

}  // namespace northstar::duck
