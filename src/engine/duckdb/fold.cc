#include "engine/duckdb/fold.h"

#include <absl/container/flat_hash_set.h>
#include <duckdb.h>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <optional>

#include "base/crash_point.h"
#include "base/time_zone.h"
#include "engine/duckdb/appended_rows.h"
#include "engine/duckdb/arrival_rows.h"
#include "engine/duckdb/arrival_runs.h"
#include "engine/duckdb/arrival_totals.h"
#include "engine/duckdb/catalog.h"
#include "engine/duckdb/forget.h"
#include "engine/duckdb/load.h"
#include "engine/duckdb/lookups.h"
#include "engine/duckdb/merges.h"
#include "engine/duckdb/reader.h"
#include "engine/duckdb/row_store.h"
#include "engine/duckdb/staging.h"
#include "engine/seen_ids.h"
#include "model/project.h"
#include "sql/duckdb/arrival_sql.h"
#include "sql/duckdb/identities_sql.h"
#include "sql/duckdb/rows_sql.h"
#include "sql/duckdb/stage_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

// Numbers of event names have 16 bits.
constexpr int64_t kMostNames = 65'000;
constexpr int64_t kFile = 1;

// What the source does not say, its clients do.
Source WithWhatClientsSay(const Source& written) {
  Source source = written;
  if (source.time.empty()) source.time = statement::kArrivalTime;
  if (source.event.empty() && source.event_column.empty())
    source.event_column = statement::kArrivalName;
  if (source.id.empty()) source.id = {statement::kArrivalId};
  return source;
}

// One source of events that arrive.
struct LiveSource {
  std::string name;  // in the project
  Source source;     // under the name that its rows are stored by
  std::vector<statement::KeyColumn> keys;
  std::unique_ptr<Lookups> lookups;
  std::vector<std::vector<std::string>> paths;
  sql::Text stage;
  ArrivalRows rows;
  uint64_t next = 1;
  std::optional<ArrivalTotals> totals;  // of what is stored
  ArrivalRuns runs;

  // Waiting.
  std::vector<int32_t> days;  // on which each was received
  std::vector<std::pair<std::string, std::string>> same;
};

class DuckDbFold final : public ArrivalFold {
 public:
  DuckDbFold(std::unique_ptr<Connection> connection, ProjectRef project, FoldUse use,
             std::mutex& storing)
      : db_(std::move(connection)),
        project_(std::move(project)),
        deriving_(use == FoldUse::kDeriving),
        storing_(storing) {}

  Status Open() {
    NS_RETURN_IF_ERROR(db_->RunAll(statement::CreateArrivalRecords()));
    NS_RETURN_IF_ERROR(ReadMessageIds());
    for (const Source& source : project_->sources) {
      if (source.kind != Source::Kind::kHttp) continue;
      NS_ASSIGN(const std::string stored, LoadedDefinition(*db_, source.name));
      const bool changed = !stored.empty() && stored != ArrivalDefinition(*project_, source);
      if (changed != deriving_ || (deriving_ && source.raw_days == 0)) continue;
      NS_RETURN_IF_ERROR(OpenSource(source));
    }
    if (deriving_) return Status::Ok();  // merges are worked out at its end
    const std::scoped_lock lock(storing_);
    NS_ASSIGN(GrowingMerges merges, GrowingMerges::Open(*db_, *project_));
    merges_.emplace(std::move(merges));
    return Status::Ok();
  }

  int FindSource(std::string_view name) const override {
    for (size_t i = 0; i < live_.size(); ++i) {
      if (live_[i]->name == name) return static_cast<int>(i);
    }
    return -1;
  }
  size_t sources() const override { return live_.size(); }
  const std::vector<std::vector<std::string>>& paths(size_t source) const override {
    return live_[source]->paths;
  }
  uint64_t next(size_t source) const override { return live_[source]->next; }
  int64_t remembered() const override { return seen_->size(); }

  Status Replace() override {
    NS_CHECK(deriving_);
    const std::scoped_lock lock(storing_);
    for (const auto& live : live_) {
      NS_RETURN_IF_ERROR(db_->Run(statement::kBegin));
      Status status =
          db_->RunAll(statement::ReplaceArrivals(live->name, !live->source.merge_entity.empty()));
      CrashPoint("derive.replacing");
      if (status.ok()) status = db_->Run(statement::kCommit);
      if (!status.ok()) {
        (void)db_->Run(statement::kRollback);
        return status;
      }
      CrashPoint("derive.replaced");
    }
    return RefreshMerges(*db_, *project_);
  }

  Status Abandon() override {
    NS_CHECK(deriving_);
    Discard();
    const std::scoped_lock lock(storing_);
    for (const auto& live : live_)
      NS_RETURN_IF_ERROR(db_->RunAll(statement::DropArrivals(live->source.name)));
    return Status::Ok();
  }

  void Add(size_t source, const Arrival& arrival) override {
    LiveSource& live = *live_[source];
    live.days.push_back(static_cast<int32_t>(arrival.received_us / kMicrosPerDay));
    if (!arrival.earlier.empty()) live.same.emplace_back(arrival.earlier, arrival.same);
    live.rows.Add(arrival);
  }

  Result<std::vector<FoldCounts>> Commit(uint64_t next) override {
    std::vector<FoldCounts> counts(live_.size());
    Status status;
    for (size_t i = 0; i < live_.size() && status.ok(); ++i) {
      if (!live_[i]->days.empty()) status = StoreSource(*live_[i], next, counts[i]);
    }
    Discard();
    if (!status.ok()) return status.error();
    // Of sources that nothing arrived for it is written with the next ones that something did.
    for (const auto& live : live_) live->next = std::max(live->next, next);
    NS_RETURN_IF_ERROR(ClusterIfDue());
    return counts;
  }

  void Discard() override {
    for (const auto& live : live_) {
      if (live->days.empty()) continue;
      live->rows.Clear();
      live->days.clear();
      live->same.clear();
    }
  }

 private:
  Status OpenSource(const Source& written) {
    auto live = std::make_unique<LiveSource>();
    live->name = written.name;
    live->source = WithWhatClientsSay(written);
    if (deriving_) {
      live->source.name = statement::DerivingName(written.name);
      const std::scoped_lock lock(storing_);
      NS_RETURN_IF_ERROR(db_->RunAll(statement::DropArrivals(live->source.name)));
    }
    const Source& source = live->source;
    live->keys = KeyColumnsOf(source);
    live->lookups = std::make_unique<Lookups>(*db_, *project_, source, nullptr);
    NS_RETURN_IF_ERROR(live->lookups->Survey());
    NS_RETURN_IF_ERROR(live->lookups->Build());
    const FileReader reader = FileReader::OfArrivals();
    NS_ASSIGN(StageStatement staging, StageFileSql(*project_, source, reader, *live->lookups,
                                                   live->rows.relation(), kFile, CellReading{}));
    live->stage = std::move(staging.insert);
    live->paths = reader.arrival_paths();
    NS_RETURN_IF_ERROR(MakeTables(written, *live));
    live->rows.SetPaths(live->paths.size());
    live_.push_back(std::move(live));
    return Status::Ok();
  }

  Status MakeTables(const Source& written, LiveSource& live) {
    const std::scoped_lock lock(storing_);
    const std::string& name = live.source.name;
    NS_RETURN_IF_ERROR(db_->RunAll(statement::CreateRowTables(live.source, live.keys)));
    NS_RETURN_IF_ERROR(
        db_->Run(statement::InsertSourceIfNew(name, ArrivalDefinition(*project_, written))));
    if (!live.source.merge_entity.empty()) {
      NS_RETURN_IF_ERROR(db_->Run(statement::CreatePairsIfNew(name)));
      NS_ASSIGN(const Rows pairs, db_->Query(statement::PairsOf(name)));
      for (size_t i = 0; i < pairs.rows.size(); ++i)
        pairs_.insert(PairHash(live.source, pairs.Text(i, 0), pairs.Text(i, 1)));
    }
    NS_ASSIGN(const Rows applied, db_->Query(statement::AppliedOf(name)));
    if (!applied.Null(0, 0)) live.next = static_cast<uint64_t>(applied.Int(0, 0));
    NS_ASSIGN(const Rows clustered, db_->Query(statement::ClusteredOf(name)));
    live.runs.clustered = clustered.Int(0, 0);
    NS_ASSIGN(ArrivalTotals totals, ArrivalTotals::Read(*db_, name));
    live.totals.emplace(std::move(totals));
    return Status::Ok();
  }

  Status ReadMessageIds() {
    NS_ASSIGN(const std::string hex, SecretOfHashes(*db_));
    SeenIds::Key key{};
    size_t bytes = 0;
    if (sodium_hex2bin(key.data(), key.size(), hex.data(), hex.size(), nullptr, &bytes, nullptr) !=
            0 ||
        bytes != key.size())
      return Error::Data("the key of message ids in the database is damaged");
    seen_.emplace(key);
    if (deriving_) return Status::Ok();  // every event is looked at again
    return db_->QueryChunks(statement::MessageIds(), [&](duckdb_data_chunk chunk) {
      const auto* days =
          static_cast<int32_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, 0)));
      const auto* ids =
          static_cast<uint64_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, 1)));
      for (idx_t i = 0; i < duckdb_data_chunk_get_size(chunk); ++i) seen_->Add(ids[i], days[i]);
    });
  }

  uint64_t PairHash(const Source& source, const std::string& from, const std::string& to) const {
    return seen_->HashOf(fmt::format("{}\x1F{}\x1F{}", source.name, from, to));
  }

  // What waits for one source, in one transaction. Staged before it: rows of a transaction that is
  // not over have no places yet.
  Status StoreSource(LiveSource& live, uint64_t next, FoldCounts& counts) {
    fresh_ids_.clear();
    fresh_pairs_.clear();
    in_batch_.clear();
    NS_RETURN_IF_ERROR(db_->Run(statement::CreateStage(live.source)));
    NS_RETURN_IF_ERROR(db_->Run(live.stage));
    NS_RETURN_IF_ERROR(MarkRepeats(live));
    CrashPoint(deriving_ ? "derive.staged" : "fold.staged");
    const std::scoped_lock lock(storing_);
    NS_RETURN_IF_ERROR(db_->Run(statement::kBegin));
    StageTotals staged;
    const Status status = Store(live, next, staged);
    if (status.ok()) {
      Remember(live, next, staged);
      counts = std::move(staged.counts);
    } else {
      (void)db_->Run(statement::kRollback);
    }
    return status;
  }

  Status Store(LiveSource& live, uint64_t next, StageTotals& staged) {
    const std::string& name = live.source.name;
    NS_RETURN_IF_ERROR(FilterForgotten(*db_, live.keys));
    NS_RETURN_IF_ERROR(CountAndName(staged));
    NS_RETURN_IF_ERROR(StoreKeys(live));
    NS_RETURN_IF_ERROR(
        db_->Run(statement::InsertArrivedRows(live.source, live.keys, live.totals->rows())));
    NS_RETURN_IF_ERROR(live.totals->Store(*db_, staged));
    NS_RETURN_IF_ERROR(AppendIds(*db_, "ns_message_ids", name, fresh_ids_));
    if (forget_before_)
      NS_RETURN_IF_ERROR(db_->Run(statement::DeleteMessageIdsBefore(*forget_before_)));
    NS_RETURN_IF_ERROR(db_->RunAll(statement::SetApplied(name, static_cast<int64_t>(next))));
    for (const auto& other : live_) {
      if (other.get() == &live || !other->days.empty()) continue;
      NS_RETURN_IF_ERROR(
          db_->RunAll(statement::SetApplied(other->source.name, static_cast<int64_t>(next))));
    }
    CrashPoint(deriving_ ? "derive.written" : "fold.written");
    NS_RETURN_IF_ERROR(db_->Run(statement::kCommit));
    CrashPoint(deriving_ ? "derive.committed" : "fold.committed");
    return Status::Ok();
  }

  // Rows whose id was seen, in an earlier fold or in this one.
  Status MarkRepeats(const LiveSource& live) {
    std::vector<int64_t> repeats;
    const std::string& name = live.name;
    std::string bytes = live.name + std::string(16, '\0');
    const auto take = [&](duckdb_data_chunk chunk) {
      const auto column = [&](idx_t i) {
        return duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, i));
      };
      const auto* rows = static_cast<int64_t*>(column(0));
      const auto* ids = static_cast<duckdb_uhugeint*>(column(1));
      for (idx_t i = 0; i < duckdb_data_chunk_get_size(chunk); ++i) {
        std::copy_n(reinterpret_cast<const char*>(&ids[i].upper), 8, bytes.data() + name.size());
        std::copy_n(reinterpret_cast<const char*>(&ids[i].lower), 8,
                    bytes.data() + name.size() + 8);
        const uint64_t hash = seen_->HashOf(bytes);
        if (seen_->Has(hash) || !in_batch_.insert(hash).second) {
          repeats.push_back(rows[i]);
        } else {
          fresh_ids_.emplace_back(live.days[static_cast<size_t>(rows[i])], hash);
        }
      }
    };
    NS_RETURN_IF_ERROR(db_->QueryChunks(statement::StagedIds(), take));
    if (repeats.empty()) return Status::Ok();
    NS_RETURN_IF_ERROR(db_->Run(statement::CreateRepeats()));
    constexpr size_t kAtOnce = 10'000;
    for (size_t from = 0; from < repeats.size(); from += kAtOnce) {
      const size_t to = std::min(from + kAtOnce, repeats.size());
      NS_RETURN_IF_ERROR(
          db_->Run(statement::InsertRepeats({repeats.begin() + static_cast<int64_t>(from),
                                             repeats.begin() + static_cast<int64_t>(to)})));
    }
    return db_->Run(statement::MarkRepeats());
  }

  // What the stage holds; new names of events get numbers, as many as there may be.
  Status CountAndName(StageTotals& staged) {
    NS_ASSIGN(staged, CountStage(*db_));
    if (staged.new_names > 0) {
      NS_ASSIGN(const Rows known, db_->Query(statement::CountNames()));
      const int64_t room = std::max<int64_t>(0, kMostNames - known.Int(0, 0));
      if (staged.new_names > room) {
        NS_RETURN_IF_ERROR(db_->Run(statement::RejectNewNames(
            room, fmt::format("there are {} names of events already; is an id part of the name?",
                              kMostNames))));
        NS_ASSIGN(staged, CountStage(*db_));
      }
      NS_RETURN_IF_ERROR(db_->Run(statement::AddEventNames()));
    }
    if (staged.counts.rejected == 0) return Status::Ok();
    NS_ASSIGN(const Rows reasons, db_->Query(statement::RejectedBecause()));
    for (size_t i = 0; i < reasons.rows.size(); ++i)
      staged.counts.rejected_because.push_back(
          {reasons.Text(i, 0), reasons.Int(i, 1), reasons.Text(i, 2)});
    return Status::Ok();
  }

  // New keys of the dictionaries, who is whom, and what that makes of stored ones.
  Status StoreKeys(LiveSource& live) {
    std::vector<std::pair<std::string, std::string>> fresh;
    NS_RETURN_IF_ERROR(StorePairs(live, fresh));
    if (merges_) {
      NS_RETURN_IF_ERROR(merges_->Begin());
      NS_RETURN_IF_ERROR(merges_->TouchPairs(live.source.merge_entity, fresh));
    }
    for (const statement::KeyColumn& key : live.keys) {
      if (merges_) NS_RETURN_IF_ERROR(merges_->TouchNewKeys(key));
      NS_RETURN_IF_ERROR(db_->Run(statement::AddKeys(key)));
    }
    return merges_ ? merges_->Finish() : Status::Ok();
  }

  Status StorePairs(LiveSource& live, std::vector<std::pair<std::string, std::string>>& fresh) {
    if (live.source.merge_entity.empty()) return Status::Ok();
    for (auto& [from, to] : live.same) {
      const uint64_t hash = PairHash(live.source, from, to);
      if (pairs_.contains(hash) || !fresh_pairs_.insert(hash).second) continue;
      fresh.emplace_back(from, to);
    }
    NS_RETURN_IF_ERROR(AppendPairs(*db_, storage::IdentityTable(live.source.name), fresh));
    return fresh.empty() ? Status::Ok() : DropForgottenPairs(*db_, live.source);
  }

  // What is in memory follows what is stored.
  void Remember(LiveSource& live, uint64_t next, const StageTotals& staged) {
    live.next = std::max(live.next, next);
    live.totals->Add(staged);
    if (forget_before_) seen_->ForgetBefore(*forget_before_);
    forget_before_.reset();
    int32_t today = 0;
    for (const auto& [day, hash] : fresh_ids_) {
      seen_->Add(hash, day);
      today = std::max(today, day);
    }
    if (today > last_day_) {
      last_day_ = today;
      if (seen_->oldest().day < today - kRememberedDays) forget_before_ = today - kRememberedDays;
    }
    if (seen_->size() > kMostRemembered) forget_before_ = seen_->oldest().day + 1;
    pairs_.insert(fresh_pairs_.begin(), fresh_pairs_.end());
  }

  // One run at most, so that nobody waits long for what arrived.
  Status ClusterIfDue() {
    for (const auto& live : live_) {
      live->runs.end = live->totals->rows();
      if (live->runs.IsDue()) return ClusterOne(*db_, live->source.name, storing_, live->runs);
    }
    return Status::Ok();
  }

  std::unique_ptr<Connection> db_;
  ProjectRef project_;
  const bool deriving_;
  std::mutex& storing_;
  std::vector<std::unique_ptr<LiveSource>> live_;
  std::optional<SeenIds> seen_;
  absl::flat_hash_set<uint64_t> pairs_;  // hashes of who is whom
  int32_t last_day_ = 0;
  std::optional<int32_t> forget_before_;
  std::optional<GrowingMerges> merges_;  // where it is no derivation

  // Of the transaction.
  std::vector<std::pair<int32_t, uint64_t>> fresh_ids_;
  absl::flat_hash_set<uint64_t> fresh_pairs_;
  absl::flat_hash_set<uint64_t> in_batch_;
};

}  // namespace

Result<std::unique_ptr<ArrivalFold>> OpenFold(std::unique_ptr<Connection> connection,
                                              const ProjectRef& project, FoldUse use,
                                              std::mutex& storing) {
  if (sodium_init() < 0) return Error::Data("the machine gives no random numbers");
  auto fold = std::make_unique<DuckDbFold>(std::move(connection), project, use, storing);
  NS_RETURN_IF_ERROR(fold->Open());
  return std::unique_ptr<ArrivalFold>(std::move(fold));
}

}  // namespace northstar::duck
