// The rule sets_for_timelines: who is active in which period is known from sets of entities, one
// per period, which cost a bit per entity instead of forty bytes per row, and which metrics share.
// So lifecycles, windows, frequencies, retention and triangles without conditions on the entity are
// worked out from sets; hidden accumulators gather them.
//
// Left as they are: what needs the order of rows within a period (conversion, duration, sessions,
// state, rolling retention), conditions, lists and histories of entities, new cohorts of a range
// that starts after the data do, and sets so thin that walking along the rows is less work.
#include <algorithm>
#include <set>

#include "model/project.h"
#include "plan/rules.h"
#include "plan/timeline_plan.h"

namespace northstar {
namespace {

// Other periods, with as much hidden as the accumulator's own.
int AddGrid(GatherPlan& plan, const Accumulator& a, PeriodGrid periods) {
  const PlanGrid grid{std::move(periods), plan.GridOf(a).hide_after_us};
  const auto found = std::find(plan.grids.begin(), plan.grids.end(), grid);
  if (found != plan.grids.end()) return static_cast<int>(found - plan.grids.begin());
  plan.grids.push_back(grid);
  return static_cast<int>(plan.grids.size()) - 1;
}

// A grid of the stretches between the bounds, and which of them each [from, to) consists of.
int AddStretches(GatherPlan& plan, const Accumulator& a,
                 const std::vector<std::pair<int64_t, int64_t>>& spans, std::vector<int64_t> bounds,
                 std::vector<std::pair<int, int>>& of_spans) {
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  const auto index = [&](int64_t at) {
    return static_cast<int>(std::lower_bound(bounds.begin(), bounds.end(), at) - bounds.begin());
  };
  for (const auto& [from, to] : spans) of_spans.emplace_back(index(from), index(to));
  std::vector<int64_t> starts(bounds.begin(), bounds.end() - 1);  // local times play no part
  std::vector<Day> end_days(starts.size());
  return AddGrid(
      plan, a, PeriodGrid(Grain::kDay, std::move(bounds), std::move(starts), std::move(end_days)));
}

bool StartsWithTheData(const PeriodGrid& grid, const Accumulator& a, const DataFacts& facts) {
  return std::all_of(a.feeds.begin(), a.feeds.end(), [&](const Feed& feed) {
    const auto source = facts.sources.find(feed.source);
    return source == facts.sources.end() || source->second.rows == 0 ||
           source->second.earliest_us >= grid.begin_us();
  });
}

bool IsEligible(const Accumulator& a, const GatherPlan& plan, const Project& project,
                const DataFacts& facts) {
  using Shape = Accumulator::Shape;
  if (a.kind != Aggregate::kTimeline || a.shape == Shape::kEntities || a.shape == Shape::kHistories)
    return false;
  const Metric& metric = *a.metric;
  if (!ConditionsOf(metric, project).empty() || !TraitsOf(metric).from_sets) return false;
  if (const auto* active = metric.As<kind::Active>())
    return a.shape == Shape::kTriangle || active->window.has_value();
  if (const auto* retention = metric.As<kind::Retention>()) {
    return a.shape == Shape::kValue &&
           (retention->cohort != "new" || StartsWithTheData(plan.PeriodsOf(a), a, facts));
  }
  return true;
}

// The hidden accumulator for the rows of one role; -1 when nothing feeds it.
int AddSets(GatherPlan& plan, const Accumulator& timeline, int role, int grid,
            const kind::Active& active) {
  Accumulator sets;
  sets.hidden = true;
  sets.grid = grid;
  sets.entity = timeline.entity;
  if (role == role::kMain) sets.by = timeline.by;
  sets.kind = AggregateOfActive(active);
  sets.at_least = static_cast<uint32_t>(active.at_least);
  sets.other = active.distinct;
  for (Feed feed : timeline.feeds) {
    if (feed.role != role) continue;
    feed.role = role::kMain;
    feed.other.clear();
    sets.feeds.push_back(std::move(feed));
  }
  const std::string text = CanonicalText(sets);
  for (size_t i = 0; i < plan.accumulators.size(); ++i) {
    if (plan.accumulators[i].hidden && CanonicalText(plan.accumulators[i]) == text)
      return static_cast<int>(i);
  }
  plan.accumulators.push_back(std::move(sets));
  return static_cast<int>(plan.accumulators.size()) - 1;
}

// Whether the sets, a bit per entity, are so thinly filled that going through them is more work
// than going through the rows. A row costs about as much as four words of 64 bits; being kept as a
// row it also takes six times the memory, so the sets must be much thinner than that.
bool IsThin(const Accumulator& sets, int stretches, const DataFacts& facts) {
  constexpr double kWordsPerRow = 16;
  constexpr double kFewWords = 1e6;
  double rows = 0;
  for (const Feed& feed : sets.feeds) rows += RowsOf(feed, facts);
  double words = stretches;
  for (const std::string& dimension : sets.by) {
    const auto values = facts.dimension_values.find(dimension);
    if (values != facts.dimension_values.end()) words *= values->second + 1.0;
  }
  const auto ordinals = facts.entity_ordinals.find(sets.entity);
  if (ordinals != facts.entity_ordinals.end()) words *= ordinals->second;  // 64 buckets, 64 bits
  return words > kFewWords && words > rows * kWordsPerRow;
}

void Rewrite(GatherPlan& plan, size_t index, const Project& project, const DataFacts& facts) {
  Accumulator a = plan.accumulators[index];
  const Metric& metric = *a.metric;
  const Calendar& calendar = project.calendar;
  const PeriodGrid grid = plan.PeriodsOf(a);
  std::vector<std::pair<int64_t, int64_t>> spans;
  std::vector<int64_t> bounds = grid.bounds();
  if (const auto& window = WindowOf(metric)) {
    for (int p = 0; p < grid.size(); ++p) {
      spans.emplace_back(WindowStart(calendar, grid, p, *window),
                         grid.bounds()[static_cast<size_t>(p) + 1]);
      bounds.push_back(spans.back().first);
    }
  } else if (const auto* frequency = metric.As<kind::Frequency>()) {
    const Grain of = frequency->of == "week" ? Grain::kWeek : Grain::kDay;
    const PeriodGrid units = calendar.Grid(of, grid.begin_us(), grid.end_us() - 1);
    for (const int64_t bound : units.bounds()) {
      if (bound > grid.begin_us() && bound < grid.end_us()) bounds.push_back(bound);
    }
    for (int p = 0; p < grid.size(); ++p)
      spans.emplace_back(grid.bounds()[static_cast<size_t>(p)],
                         grid.bounds()[static_cast<size_t>(p) + 1]);
  }
  const std::set<int64_t> distinct(bounds.begin(), bounds.end());
  if (IsThin(a, static_cast<int>(distinct.size()) - 1, facts)) return;
  const int main_grid =
      spans.empty() ? a.grid : AddStretches(plan, a, spans, std::move(bounds), a.spans);
  a.main_sets = AddSets(plan, a, role::kMain, main_grid, ActiveKeysOf(metric, project));
  if (metric.Is<kind::Retention>()) {
    const int64_t last = std::max(grid.begin_us(), a.to_us - 1);
    const int wide = AddGrid(plan, a, calendar.Grid(grid.grain(), grid.begin_us(), last));
    a.then_sets = AddSets(plan, a, role::kThen, wide, {});
  }
  plan.accumulators[index] = std::move(a);
}

}  // namespace

GatherPlan SetsForTimelines(GatherPlan plan, const RuleInput& input) {
  const size_t count = plan.accumulators.size();
  for (size_t i = 0; i < count; ++i) {
    if (IsEligible(plan.accumulators[i], plan, input.project, input.facts))
      Rewrite(plan, i, input.project, input.facts);
  }
  return plan;
}

}  // namespace northstar
