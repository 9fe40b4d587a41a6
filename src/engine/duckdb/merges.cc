#include "engine/duckdb/merges.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>

#include "engine/duckdb/appended_rows.h"
#include "engine/duckdb/catalog.h"
#include "engine/duckdb/reader.h"
#include "engine/gathered.h"
#include "sql/duckdb/identities_sql.h"
#include "sql/duckdb/session_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Disjoint sets of keys.
class Components {
 public:
  void Join(const std::string& from, const std::string& to) {
    const size_t a = Number(from), b = Number(to);
    if (a != b) merged_[a] = true;
    parent_[Root(a)] = Root(b);
  }

  bool empty() const { return keys_.empty(); }
  // Every key that counts as another one, with that.
  Pairs Merged() {
    constexpr size_t kNone = static_cast<size_t>(-1);
    std::vector<size_t> best(keys_.size(), kNone);  // by root
    const auto better = [&](size_t key, size_t than) {
      if (than == kNone) return true;
      return merged_[key] != merged_[than] ? !merged_[key] : keys_[key] < keys_[than];
    };
    for (size_t i = 0; i < keys_.size(); ++i) {
      size_t& of_root = best[Root(i)];
      if (better(i, of_root)) of_root = i;
    }
    Pairs merged;
    for (size_t i = 0; i < keys_.size(); ++i) {
      const size_t same = best[Root(i)];
      if (same != i) merged.emplace_back(keys_[i], keys_[same]);
    }
    return merged;
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

  absl::flat_hash_map<std::string, size_t> numbers_;
  std::vector<std::string> keys_;
  std::vector<size_t> parent_;
  std::vector<bool> merged_;  // into another key
};

Status AddPairs(Connection& db, const sql::Text& pairs, Components& components) {
  NS_ASSIGN(const Rows rows, db.Query(pairs));
  for (size_t i = 0; i < rows.rows.size(); ++i) components.Join(rows.Text(i, 0), rows.Text(i, 1));
  return Status::Ok();
}

// Fills ns_same. Who never did anything under the key that stands for the group needs an id, too.
Status StandIn(Connection& db, const std::string& entity, Components& components) {
  NS_RETURN_IF_ERROR(db.Run(statement::CreateSameKeys()));
  NS_RETURN_IF_ERROR(AppendSameKeys(db, components.Merged()));
  return db.Run(statement::AddRepresentatives(entity));
}

Status RefreshEntity(Connection& db, const std::string& entity,
                     const std::vector<std::string>& sources) {
  Components components;
  for (const std::string& source : sources)
    NS_RETURN_IF_ERROR(AddPairs(db, statement::PairsOf(source), components));
  NS_RETURN_IF_ERROR(db.Run(statement::CreateDictionary(entity)));
  NS_RETURN_IF_ERROR(StandIn(db, entity, components));
  NS_RETURN_IF_ERROR(db.Run(statement::CreateMerges(entity)));
  return db.Run(statement::DropSameKeys());
}

// The sources that give pairs, as far as their tables are there, by entity.
Result<std::map<std::string, std::vector<std::string>>> PairSources(Connection& db,
                                                                    const Project& project) {
  std::map<std::string, std::vector<std::string>> sources;
  for (const Source& source : project.sources) {
    if (source.merge_entity.empty()) continue;
    NS_ASSIGN(const bool exists, TableExists(db, storage::IdentityTable(source.name)));
    if (exists) sources[source.merge_entity].push_back(source.name);
  }
  return sources;
}

}  // namespace

Status RefreshMerges(Connection& db, const Project& project) {
  NS_ASSIGN(const auto sources, PairSources(db, project));
  NS_RETURN_IF_ERROR(db.Run(statement::kBegin));
  for (const auto& [entity, of_entity] : sources) {
    if (const Status status = RefreshEntity(db, entity, of_entity); !status.ok()) {
      (void)db.Run(statement::kRollback);
      return status;
    }
  }
  return db.Run(statement::kCommit);
}

Result<GrowingMerges> GrowingMerges::Open(Connection& db, const Project& project) {
  NS_ASSIGN(const auto sources, PairSources(db, project));
  for (const auto& [entity, of_entity] : sources) {
    NS_ASSIGN(const bool stored, TableExists(db, storage::MergeTable(entity)));
    if (stored) continue;
    NS_RETURN_IF_ERROR(RefreshMerges(db, project));
    break;
  }
  return GrowingMerges(db, project);
}

Status GrowingMerges::Begin() {
  paired_.clear();
  NS_ASSIGN(const auto sources, PairSources(*db_, *project_));
  for (const auto& [entity, of_entity] : sources) {
    for (const std::string& source : of_entity) {
      NS_ASSIGN(const Rows some, db_->Query(statement::FindPair(source)));
      if (some.rows.empty()) continue;
      NS_RETURN_IF_ERROR(db_->Run(statement::CreateTouched(entity)));
      paired_[entity] = of_entity;
      break;
    }
  }
  return Status::Ok();
}

Status GrowingMerges::TouchPairs(const std::string& entity,
                                 std::span<const std::pair<std::string, std::string>> fresh) {
  return paired_.contains(entity) ? AppendTouched(*db_, entity, fresh) : Status::Ok();
}

Status GrowingMerges::TouchNewKeys(const statement::KeyColumn& key) {
  if (!key.entity || !paired_.contains(key.name)) return Status::Ok();
  return db_->Run(statement::TouchNewKeys(key));
}

Status GrowingMerges::Finish() {
  for (const auto& [entity, sources] : paired_) NS_RETURN_IF_ERROR(Grow(entity, sources));
  return Status::Ok();
}

Status GrowingMerges::Grow(const std::string& entity, const std::vector<std::string>& sources) {
  // Whoever is in a group with one that was touched is touched.
  for (int64_t before = 0;;) {
    NS_ASSIGN(const Rows touched, db_->Query(statement::CountTouched(entity)));
    if (touched.Int(0, 0) == before) break;
    before = touched.Int(0, 0);
    for (const std::string& source : sources)
      NS_RETURN_IF_ERROR(db_->Run(statement::TouchNeighbors(entity, source)));
  }
  Components components;
  for (const std::string& source : sources)
    NS_RETURN_IF_ERROR(AddPairs(*db_, statement::TouchedPairs(entity, source), components));
  if (components.empty()) return Status::Ok();
  NS_RETURN_IF_ERROR(StandIn(*db_, entity, components));
  NS_RETURN_IF_ERROR(db_->Run(statement::DeleteTouchedMerges(entity)));
  return db_->Run(statement::AddMerges(entity));
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
