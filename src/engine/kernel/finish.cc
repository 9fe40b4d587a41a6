#include "engine/kernel/finish.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/thread_pool.h"
#include "engine/kernel/timeline/event_stream.h"
#include "model/metric_traits.h"
#include "plan/timeline_plan.h"

namespace northstar::kernel {
namespace {

constexpr int64_t kMostGroups = 1 << 22;
constexpr size_t kPiecePeriods = 8;

bool Occurs(const Accumulator& a, const Collector& share, size_t group) {
  const bool from_streams = a.kind == Aggregate::kTimeline && a.main_sets < 0;
  if (!from_streams || !TraitsOf(*a.metric).counts_the_past) return share.HasGroup(group);
  return static_cast<const EventStream&>(share).HasGroupSince(group, a.from_us);
}

}  // namespace

std::vector<uint32_t> Finisher::GroupSizes(const Accumulator& a) const {
  std::vector<uint32_t> sizes;
  for (const std::string& dimension : a.by) {
    sizes.push_back(
        static_cast<uint32_t>(dictionaries_.texts({ColumnKind::kDimension, dimension}).size()) + 1);
  }
  return sizes;
}

Status Finisher::CheckSizes() {
  for (const Accumulator& a : plan_.accumulators) {
    int64_t groups = 1;
    for (const uint32_t size : GroupSizes(a)) groups *= size;
    const int periods = plan_.PeriodsOf(a).size() * a.columns;
    if (groups > kMostGroups || groups * periods > (int64_t{1} << 28)) {
      return Error::Usage(fmt::format("{} groups are too many", WithThousands(groups)),
                          "choose a dimension with fewer values, or a shorter range");
    }
    group_count_.push_back(static_cast<size_t>(groups));
  }
  return Status::Ok();
}

void Finisher::NameEntities(size_t index) {
  std::vector<std::string>& names = gathered_.tables[index].entities;
  const ColumnRef entity{ColumnKind::kEntity, plan_.accumulators[index].entity};
  for (const uint32_t id : timelines_[index].entities)
    names.push_back(dictionaries_.texts(entity).at(id));
  std::sort(names.begin(), names.end());
}

TimelineFinish Finisher::TimelineOf(size_t index, int pass) const {
  const Accumulator& a = plan_.accumulators[index];
  return {a,
          project_,
          plan_.PeriodsOf(a),
          SpaceOf(a, facts_, pass, plan_.passes),
          present_[index],
          facts_.threads};
}

// Timelines that share a stream are finished together.
void Finisher::FinishStreams(const GatherRun& run, int pass) {
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

PeriodSetsFigure Finisher::PeriodSetsFigureOf(size_t index, const Shares& shares, int pass) {
  const Accumulator& a = plan_.accumulators[index];
  PeriodSetsFigure figure{TimelineOf(index, pass), nullptr, {}, 0, nullptr, nullptr};
  figure.totals = &timelines_[index];
  figure.table = &gathered_.tables[index];
  if (a.then_sets < 0) return figure;
  const auto then = static_cast<size_t>(a.then_sets);
  figure.then = &plan_.accumulators[then];
  figure.then_shares = shares[then];
  figure.then_periods = plan_.PeriodsOf(*figure.then).size();
  return figure;
}

// All figures from the same sets together.
void Finisher::FinishSets(const Shares& shares, int pass) {
  std::vector<PeriodSetsFinish> finishes;
  for (size_t i = 0; i < plan_.accumulators.size(); ++i) {
    const Accumulator& a = plan_.accumulators[i];
    if (a.main_sets < 0) continue;
    const Accumulator& main = plan_.accumulators[static_cast<size_t>(a.main_sets)];
    auto found = std::find_if(finishes.begin(), finishes.end(), [&](const auto& finish) {
      const Accumulator& first = finish.figures[0].of.accumulator;
      const bool both_or_neither =
          first.metric->Is<kind::Frequency>() == a.metric->Is<kind::Frequency>();
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

void Finisher::AddPass(const GatherRun& run, int pass) {
  Shares shares(plan_.accumulators.size());
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
    FinishPiece(piece, shares, pass);
  });
}

void Finisher::FinishPiece(const Piece& piece, const Shares& shares, int pass) {
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
    KindOf(a).finish({shares[piece.accumulator], a, space, piece.group, p}, target);
  }
}

// Every row is met in the first pass, so it knows which groups occur.
void Finisher::MakeTable(size_t index, const std::vector<const Collector*>& shares) {
  const Accumulator& a = plan_.accumulators[index];
  GatheredTable table;
  table.periods = plan_.PeriodsOf(a).size() * a.columns;
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
void Finisher::SortGroups(size_t index, GatheredTable& table) {
  const Accumulator& a = plan_.accumulators[index];
  const std::vector<uint32_t> sizes = GroupSizes(a);
  std::vector<std::pair<GroupKey, size_t>> keyed;
  for (const size_t group : present_[index]) {
    GroupKey key(a.by.size());
    size_t rest = group;
    for (size_t d = a.by.size(); d-- > 0;) {
      const size_t code = rest % sizes[d];
      rest /= sizes[d];
      const auto& texts = dictionaries_.texts({ColumnKind::kDimension, a.by[d]});
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

Gathered Finisher::Tables() && {
  for (size_t i = 0; i < plan_.accumulators.size(); ++i) {
    if (plan_.accumulators[i].kind != Aggregate::kTimeline) continue;
    WriteTotals(TimelineOf(i, 0), timelines_[i], gathered_.tables[i]);
    NameEntities(i);
  }
  return std::move(gathered_);
}

}  // namespace northstar::kernel
