#include "engine/duckdb/kernel/gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "base/thread_pool.h"
#include "engine/duckdb/identities.h"
#include "engine/duckdb/kernel/gather_function.h"
#include "engine/duckdb/kernel/sets/period_sets.h"
#include "engine/duckdb/kernel/timeline/event_stream.h"
#include "engine/duckdb/kernel/timeline/timelines.h"
#include "plan/timeline_plan.h"
#include "sql/dialect.h"
#include "sql/storage.h"

namespace northstar::kernel {
namespace {

constexpr int64_t kMostGroups = 1 << 22;
constexpr int64_t kLeastForDuckDb = 128 << 20;

// The texts of dictionaries, read once per plan, each when first asked for.
class DictionaryCache {
 public:
  explicit DictionaryCache(duck::Connection& connection) : connection_(connection) {}

  const std::vector<std::string>& Get(const ColumnRef& column) {
    const std::string table = column.kind == ColumnKind::kEvent ? "event_names"
                              : column.kind == ColumnKind::kEntity
                                  ? storage::EntityTable(column.name)
                                  : storage::DimensionTable(column.name);
    const auto [entry, fresh] = cache_.try_emplace(table);
    if (!fresh) return entry->second;
    const auto rows = connection_.Query("select id, key from " + sql::Identifier(table));
    if (!rows.ok()) {
      status_ = rows.error();
      return entry->second;
    }
    for (size_t i = 0; i < rows->rows.size(); ++i) {
      const auto code = static_cast<size_t>(rows->Int(i, 0));
      if (code >= entry->second.size()) entry->second.resize(code + 1);
      entry->second[code] = rows->Text(i, 1);
    }
    return entry->second;
  }
  const Status& status() const { return status_; }

 private:
  duck::Connection& connection_;
  std::map<std::string, std::vector<std::string>> cache_;
  Status status_;
};

Result<std::string> ScanSql(const ScanProgram& program, const Source& source) {
  std::string columns = "ts, event";
  for (const std::string& column : program.columns()) columns += ", " + sql::Identifier(column);
  if (program.columns().size() > 60) {
    return Error::Usage("the question needs more than 60 columns of one source");
  }
  std::string where =
      fmt::format(" where ts >= {} and ts < {}", program.first_us(), program.last_us());
  if (!program.event_codes().empty()) {
    where += fmt::format(" and event in ({})", fmt::join(program.event_codes(), ", "));
  }
  return fmt::format("select ns_gather($1::bigint, {}) from {}{}", columns,
                     sql::Identifier(storage::EventsTable(source.name)), where);
}

class Gatherer {
 public:
  Gatherer(duck::Connection& connection, const Project& project, const GatherPlan& plan,
           const DataFacts& facts)
      : db_(connection),
        project_(project),
        plan_(plan),
        facts_(facts),
        dictionaries_(connection),
        layout_(plan, facts),
        timelines_(plan.accumulators.size()) {}

  Result<Gathered> Run() {
    NS_RETURN_IF_ERROR(CheckSizes());
    NS_ASSIGN(merges_, duck::ReadMerges(db_, EntitiesWithMerges()));
    for (int pass = 0; pass < plan_.passes; ++pass) NS_RETURN_IF_ERROR(RunPass(pass));
    for (size_t i = 0; i < plan_.accumulators.size(); ++i) {
      if (plan_.accumulators[i].kind != Aggregate::kTimeline) continue;
      if (timelines_[i].overflowed) return TooLarge();
      WriteTotals(TimelineOf(i, 0), timelines_[i], gathered_.tables[i]);
      NS_RETURN_IF_ERROR(NameEntities(i));
    }
    return std::move(gathered_);
  }

 private:
  std::vector<uint32_t> GroupSizes(const Accumulator& a) {
    std::vector<uint32_t> sizes;
    for (const std::string& dimension : a.by) {
      sizes.push_back(
          static_cast<uint32_t>(dictionaries_.Get({ColumnKind::kDimension, dimension}).size()) + 1);
    }
    return sizes;
  }

  std::map<std::string, uint32_t> EntitiesWithMerges() const {
    std::map<std::string, uint32_t> entities;
    for (const auto& [entity, ordinals] : facts_.entity_ordinals) {
      if (facts_.merged_entities.contains(entity)) entities.emplace(entity, ordinals);
    }
    return entities;
  }

  Status CheckSizes() {
    for (const Accumulator& a : plan_.accumulators) {
      int64_t groups = 1;
      for (const uint32_t size : GroupSizes(a)) groups *= size;
      const int periods = plan_.grids[static_cast<size_t>(a.grid)].size() * a.columns;
      if (groups > kMostGroups || groups * periods > (int64_t{1} << 28)) {
        return Error::Usage(fmt::format("{} groups are too many", WithThousands(groups)),
                            "choose a dimension with fewer values, or a shorter range");
      }
      group_count_.push_back(static_cast<size_t>(groups));
    }
    return dictionaries_.status();
  }

  Status RunPass(int pass) {
    Dictionaries dictionaries{[this](const ColumnRef& column) -> const std::vector<std::string>& {
      return dictionaries_.Get(column);
    }};
    GatherRun run(nullptr);
    const RunHandle handle(&run);
    for (const std::string& name : plan_.scans) {
      const Source& source = *project_.FindSource(name);
      const ScanProgram program(plan_, layout_, project_, source, facts_, dictionaries, merges_,
                                pass);
      NS_RETURN_IF_ERROR(dictionaries_.status());
      if (program.first_us() >= program.last_us()) continue;
      run.SetProgram(&program);
      NS_ASSIGN(const std::string sql, ScanSql(program, source));
      NS_RETURN_IF_ERROR(db_.Run(sql, {handle.number()}));
    }
    for (const auto& state : run.states()) {
      for (const auto& collector : state->collectors) {
        if (collector->overflowed()) return TooLarge();
      }
    }
    Finish(run, pass);
    return Status::Ok();
  }

  Status NameEntities(size_t index) {
    std::vector<std::string>& names = gathered_.tables[index].entities;
    const ColumnRef entity{ColumnKind::kEntity, plan_.accumulators[index].entity};
    for (const uint32_t id : timelines_[index].entities)
      names.push_back(dictionaries_.Get(entity).at(id));
    std::sort(names.begin(), names.end());
    return dictionaries_.status();
  }

  static Error TooLarge() {
    return Error::Data("a value is too large to be summed exactly with the others",
                       "look for wrong values with a 'max' metric, or filter them out");
  }

  TimelineFinish TimelineOf(size_t index, int pass) {
    const Accumulator& a = plan_.accumulators[index];
    return {a,
            project_,
            plan_.grids[static_cast<size_t>(a.grid)],
            SpaceOf(a, facts_, pass, plan_.passes),
            present_[index],
            facts_.threads};
  }

  // Timelines that share a stream are finished together.
  void FinishStreams(GatherRun& run, int pass) {
    struct Together {
      std::vector<size_t> collectors, accumulators;
    };
    std::vector<Together> sets;
    for (size_t i = 0; i < plan_.accumulators.size(); ++i) {
      const Accumulator& a = plan_.accumulators[i];
      if (a.kind != Aggregate::kTimeline || a.main_sets >= 0) continue;
      Together together{layout_.AllOf(i), {i}};
      for (size_t s = sets.size(); s-- > 0;) {
        const bool shares =
            std::any_of(sets[s].collectors.begin(), sets[s].collectors.end(), [&](size_t c) {
              return std::find(together.collectors.begin(), together.collectors.end(), c) !=
                     together.collectors.end();
            });
        std::vector<size_t> all;
        std::set_union(sets[s].collectors.begin(), sets[s].collectors.end(),
                       together.collectors.begin(), together.collectors.end(),
                       std::back_inserter(all));
        if (!shares || all.size() > TimelineSet::kMostStreams) continue;
        together.collectors = std::move(all);
        together.accumulators.insert(together.accumulators.begin(), sets[s].accumulators.begin(),
                                     sets[s].accumulators.end());
        sets.erase(sets.begin() + static_cast<std::ptrdiff_t>(s));
      }
      sets.push_back(std::move(together));
    }
    for (const Together& together : sets) {
      TimelineSet set;
      for (const size_t c : together.collectors) {
        std::vector<const Collector*>& shares = set.streams.emplace_back();
        for (const auto& state : run.states()) {
          if (!state->collectors.empty()) shares.push_back(state->collectors[c].get());
        }
      }
      for (const size_t i : together.accumulators) {
        TimelineUser user{TimelineOf(i, pass), {}, &timelines_[i], &gathered_.tables[i]};
        for (size_t f = 0; f < plan_.accumulators[i].feeds.size(); ++f) {
          const auto at = std::lower_bound(together.collectors.begin(), together.collectors.end(),
                                           layout_.Of(i, f));
          user.streams.push_back(static_cast<size_t>(at - together.collectors.begin()));
        }
        set.users.push_back(std::move(user));
      }
      FinishTimelines(set);
    }
  }

  PeriodSetsFigure PeriodSetsFigureOf(size_t index,
                                      const std::vector<std::vector<const Collector*>>& shares,
                                      int pass) {
    const Accumulator& a = plan_.accumulators[index];
    PeriodSetsFigure figure{TimelineOf(index, pass), nullptr, {}, 0, nullptr, nullptr};
    figure.totals = &timelines_[index];
    figure.table = &gathered_.tables[index];
    if (a.then_sets < 0) return figure;
    const auto then = static_cast<size_t>(a.then_sets);
    figure.then = &plan_.accumulators[then];
    figure.then_shares = shares[then];
    figure.then_periods = plan_.grids[static_cast<size_t>(figure.then->grid)].size();
    return figure;
  }

  // All figures from the same sets together.
  void FinishSets(const std::vector<std::vector<const Collector*>>& shares, int pass) {
    std::vector<PeriodSetsFinish> finishes;
    for (size_t i = 0; i < plan_.accumulators.size(); ++i) {
      const Accumulator& a = plan_.accumulators[i];
      if (a.main_sets < 0) continue;
      const Accumulator& main = plan_.accumulators[static_cast<size_t>(a.main_sets)];
      auto found = std::find_if(finishes.begin(), finishes.end(), [&](const auto& finish) {
        const Accumulator& first = finish.figures[0].of.accumulator;
        const bool both_or_neither = (first.metric->type == MetricType::kFrequency) ==
                                     (a.metric->type == MetricType::kFrequency);
        return finish.main == &main && first.grid == a.grid && first.spans == a.spans &&
               both_or_neither;
      });
      if (found == finishes.end()) {
        found =
            finishes.insert(finishes.end(), {&main, shares[static_cast<size_t>(a.main_sets)], {}});
      }
      found->figures.push_back(PeriodSetsFigureOf(i, shares, pass));
    }
    for (const PeriodSetsFinish& finish : finishes) FinishPeriodSets(finish);
  }

  // A run of periods of one accumulator's group: what one thread finishes at a time.
  struct Piece {
    size_t accumulator, group, table_row, first_period;
  };
  static constexpr size_t kPiecePeriods = 8;

  void Finish(GatherRun& run, int pass) {
    std::vector<std::vector<const Collector*>> shares(plan_.accumulators.size());
    std::vector<Piece> pieces;
    for (size_t i = 0; i < plan_.accumulators.size(); ++i) {
      for (const size_t c : layout_.ShownBy(i)) {
        for (const auto& state : run.states()) {
          if (!state->collectors.empty()) shares[i].push_back(state->collectors[c].get());
        }
      }
    }
    for (size_t i = 0; i < plan_.accumulators.size(); ++i) {
      const int sets = plan_.accumulators[i].main_sets;
      if (pass == 0) MakeTable(i, shares[sets >= 0 ? static_cast<size_t>(sets) : i]);
      if (plan_.accumulators[i].hidden) continue;
      if (sets >= 0) continue;  // below
      if (pass > 0 && !KindOf(plan_.accumulators[i]).every_pass) continue;
      if (plan_.accumulators[i].kind == Aggregate::kTimeline) continue;  // below
      const auto periods = static_cast<size_t>(gathered_.tables[i].periods);
      for (size_t row = 0; row < present_[i].size(); ++row) {
        for (size_t p = 0; p < periods; p += kPiecePeriods)
          pieces.push_back({i, present_[i][row], row, p});
      }
    }
    FinishStreams(run, pass);
    FinishSets(shares, pass);
    ParallelFor(static_cast<int>(pieces.size()), facts_.threads, [&](int index) {
      const Piece& piece = pieces[static_cast<size_t>(index)];
      FinishPiece(piece, shares[piece.accumulator], pass);
    });
  }

  void FinishPiece(const Piece& piece, const std::vector<const Collector*>& shares, int pass) {
    const Accumulator& a = plan_.accumulators[piece.accumulator];
    const EntitySpace space = SpaceOf(a, facts_, pass, plan_.passes);
    GatheredTable& table = gathered_.tables[piece.accumulator];
    const auto periods = static_cast<size_t>(table.periods);
    const size_t end = std::min(periods, piece.first_period + kPiecePeriods);
    for (size_t p = piece.first_period; p < end; ++p) {
      const size_t cell = piece.table_row * periods + p;
      const CellTarget target{&table.cells[cell],
                              a.bucketed ? &table.bucket_cells[cell * kBuckets] : nullptr,
                              a.sampled ? &table.samples[cell] : nullptr};
      KindOf(a).finish({shares, a, space, piece.group, p}, target);
    }
  }

  static bool Occurs(const Accumulator& a, const Collector& share, size_t group) {
    const bool from_streams = a.kind == Aggregate::kTimeline && a.main_sets < 0;
    if (!from_streams || !CountsThePast(*a.metric)) return share.HasGroup(group);
    return static_cast<const EventStream&>(share).HasGroupSince(group, a.from_us);
  }

  // Every row is met in the first pass, so it knows which groups occur.
  void MakeTable(size_t index, const std::vector<const Collector*>& shares) {
    const Accumulator& a = plan_.accumulators[index];
    GatheredTable table;
    table.periods = plan_.grids[static_cast<size_t>(a.grid)].size() * a.columns;
    table.bucketed = a.bucketed;
    std::vector<size_t>& present = present_.emplace_back();
    if (a.hidden) {
      gathered_.tables.push_back({});
      return;
    }
    for (size_t group = 0; group < group_count_[index]; ++group) {
      if (a.by.empty() || std::any_of(shares.begin(), shares.end(), [&](const Collector* share) {
            return Occurs(a, *share, group);
          }))
        present.push_back(group);
    }
    SortGroups(index, table);
    table.cells.resize(present.size() * static_cast<size_t>(table.periods));
    if (a.bucketed) table.bucket_cells.resize(table.cells.size() * kBuckets);
    if (a.sampled) table.samples.resize(table.cells.size());
    gathered_.tables.push_back(std::move(table));
  }

  // Puts the groups that occur in the order of tables.
  void SortGroups(size_t index, GatheredTable& table) {
    const Accumulator& a = plan_.accumulators[index];
    const std::vector<uint32_t> sizes = GroupSizes(a);
    std::vector<std::pair<GroupKey, size_t>> keyed;
    for (const size_t group : present_[index]) {
      GroupKey key(a.by.size());
      size_t rest = group;
      for (size_t d = a.by.size(); d-- > 0;) {
        const size_t code = rest % sizes[d];
        rest /= sizes[d];
        const auto& texts = dictionaries_.Get({ColumnKind::kDimension, a.by[d]});
        if (code < texts.size()) key[d] = texts[code];
      }
      keyed.emplace_back(std::move(key), group);
    }
    std::sort(keyed.begin(), keyed.end(),
              [](const auto& x, const auto& y) { return GroupOrder()(x.first, y.first); });
    for (size_t row = 0; row < keyed.size(); ++row) {
      present_[index][row] = keyed[row].second;
      table.groups.push_back(std::move(keyed[row].first));
    }
  }

  duck::Connection& db_;
  const Project& project_;
  const GatherPlan& plan_;
  const DataFacts& facts_;
  DictionaryCache dictionaries_;
  CollectorLayout layout_;
  Gathered gathered_;
  Merges merges_;
  std::vector<TimelineTotals> timelines_;     // by accumulator; empty for other kinds
  std::vector<size_t> group_count_;           // possible groups, by accumulator
  std::vector<std::vector<size_t>> present_;  // by accumulator: those that occur, as table rows
};

}  // namespace

Result<Gathered> RunPlan(duck::Connection& connection, const Project& project,
                         const GatherPlan& plan, const DataFacts& facts, int64_t memory_limit) {
  const int64_t for_duckdb = std::max(kLeastForDuckDb, memory_limit - plan.bytes);
  NS_RETURN_IF_ERROR(connection.Run(fmt::format("set memory_limit = '{}B'", for_duckdb)));
  try {
    return Gatherer(connection, project, plan, facts).Run();
  } catch (const std::bad_alloc&) {
    return Error::Data("the accumulators do not fit into memory",
                       "lower warehouse: memory_limit: so that more passes are made");
  }
}

}  // namespace northstar::kernel
