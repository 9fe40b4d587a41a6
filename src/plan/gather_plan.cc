#include "plan/gather_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/overloaded.h"
#include "base/text.h"
#include "base/unreachable.h"
#include "plan/metric_unit.h"
#include "plan/rules.h"
#include "plan/timeline_plan.h"

namespace northstar {

std::string_view AggregateName(Aggregate aggregate) {
  static constexpr std::string_view kNames[] = {
      "count",   "sum", "min", "max", "percentile", "distinct", "at_least", "at_least_distinct",
      "timeline"};
  return kNames[static_cast<size_t>(aggregate)];
}

Aggregate AggregateOfActive(const kind::Active& active) {
  if (!active.distinct.empty()) return Aggregate::kAtLeastDistinct;
  return active.at_least > 1 ? Aggregate::kAtLeast : Aggregate::kDistinct;
}

namespace {

std::string FeedText(const Feed& feed) {
  return fmt::format("{}{}.{}{}", feed.role == role::kMain ? "" : fmt::format("{}:", feed.role),
                     feed.source, feed.event.empty() ? "any" : feed.event,
                     feed.where ? " where " + CanonicalText(*feed.where) : "");
}

Aggregate AggregateOf(const Metric& metric) {
  return std::visit(
      Overloaded{[](const kind::Count&) { return Aggregate::kCount; },
                 [](const kind::OneOf<kind::Sum, kind::Average> auto&) { return Aggregate::kSum; },
                 [](const kind::Min&) { return Aggregate::kMin; },
                 [](const kind::Max&) { return Aggregate::kMax; },
                 [](const kind::OneOf<kind::Median, kind::Percentile> auto&) {
                   return Aggregate::kPercentile;
                 },
                 [](const kind::Active& active) { return AggregateOfActive(active); },
                 [](const kind::OverEntities auto&) { return Aggregate::kTimeline; },
                 [](const kind::NotOverEvents auto&) -> Aggregate {
                   NS_UNREACHABLE("binding lets only leaves over events through");
                 }},
      metric.kind);
}

}  // namespace

std::string CanonicalText(const Accumulator& a) {
  std::string out = fmt::format("{}(", AggregateName(a.kind));
  if (a.metric != nullptr) out += a.metric->name + ", ";
  if (a.shape == Accumulator::Shape::kTriangle)
    out += a.new_cohorts ? "triangle of new cohorts, " : "triangle, ";
  if (a.shape == Accumulator::Shape::kDistribution) out += "distribution, ";
  if (a.shape == Accumulator::Shape::kHistories) out += "histories, ";
  if (a.shape == Accumulator::Shape::kEntities) out += fmt::format("entities of {}, ", a.listed);
  if (a.columns > 1) out += fmt::format("{} columns, ", a.columns);
  if (a.value) out += CanonicalText(*a.value);
  if (!a.entity.empty()) out += (a.value ? ", of " : "") + a.entity;
  if (a.kind == Aggregate::kPercentile) out += fmt::format(", p{}", FormatNumber(a.percentile));
  if (a.at_least > 1)
    out += fmt::format(", ≥ {}{}", a.at_least, a.other.empty() ? "" : " " + a.other);
  out += ") over ";
  for (size_t i = 0; i < a.feeds.size(); ++i) out += (i > 0 ? " + " : "") + FeedText(a.feeds[i]);
  if (a.feeds.empty()) out += "nothing";
  out += fmt::format(" in grid {}", a.grid);
  if (!a.by.empty()) out += " by " + Join(a.by, ", ");
  if (a.bucketed) out += " per bucket";
  if (a.sampled) out += " with samples";
  if (a.sampled_buckets != kBuckets) out += fmt::format(" of {} buckets", a.sampled_buckets);
  if (a.hidden) out += " (sets only)";
  if (a.main_sets >= 0) out += fmt::format(" from the sets of {}", a.main_sets);
  if (a.then_sets >= 0) out += fmt::format(" and {}", a.then_sets);
  return out;
}

bool IsBrokenDown(const Accumulator& a, const Feed& feed) {
  if (feed.role == role::kMain) return true;
  return a.metric != nullptr && a.metric->Is<kind::State>() && feed.role == role::kThen;
}

double RowsOf(const Feed& feed, const DataFacts& facts) {
  const auto source = facts.sources.find(feed.source);
  if (source == facts.sources.end()) return 0;
  const auto event = source->second.event_rows.find(feed.event);
  return static_cast<double>(event == source->second.event_rows.end() ? source->second.rows
                                                                      : event->second);
}

int GatherPlanner::AddGrid(const PeriodGrid& grid, std::optional<int64_t> hide_after_us) {
  const PlanGrid one{grid, hide_after_us};
  for (size_t i = 0; i < plan_.grids.size(); ++i) {
    if (plan_.grids[i] == one) return static_cast<int>(i);
  }
  plan_.grids.push_back(one);
  return static_cast<int>(plan_.grids.size()) - 1;
}

int GatherPlanner::AddLeaf(const Metric& leaf, int grid, const std::vector<std::string>& by,
                           const BoundRef& where, bool bucketed) {
  // Uncertainty needs a unit.
  const std::string unit = UnitOf(project_, leaf, facts_).entity;
  bucketed = bucketed && !unit.empty();
  if (NeedsTimelines(leaf)) {
    Accumulator a = TimelineAccumulator(
        leaf, project_, grid, plan_.grids[static_cast<size_t>(grid)].periods, by, where, bucketed);
    return AddRaw(std::move(a));
  }
  Accumulator a;
  a.kind = AggregateOf(leaf);
  a.grid = grid;
  a.by = by;
  a.entity = leaf.entity;
  a.other = DistinctOf(leaf);
  a.at_least = static_cast<uint32_t>(AtLeastOf(leaf));
  a.value = ValueOf(leaf);
  if (a.kind == Aggregate::kPercentile) a.percentile = *TraitsOf(leaf).percentile;
  a.bucketed = bucketed && a.kind != Aggregate::kMin && a.kind != Aggregate::kMax &&
               a.kind != Aggregate::kPercentile;
  a.sampled = bucketed && a.kind == Aggregate::kPercentile;
  for (const Feed& feed : FeedsOf(project_, leaf.events))
    a.feeds.push_back({feed.source, feed.event, AndAll({feed.where, leaf.where, where})});
  const bool of_entities = a.kind == Aggregate::kDistinct || a.kind == Aggregate::kAtLeast ||
                           a.kind == Aggregate::kAtLeastDistinct;
  if (!of_entities) {
    a.at_least = 1;
    a.other.clear();
    a.entity = a.bucketed || a.sampled ? unit : "";
  }
  return AddRaw(std::move(a));
}

GatherPlanner::LeafUnits GatherPlanner::AddUnits(int leaf_request) {
  const Accumulator& leaf =
      plan_.accumulators[static_cast<size_t>(plan_.answers[static_cast<size_t>(leaf_request)])];
  LeafUnits units{leaf.entity, {}};
  // Distinct entities and timelines are made of rows that name one.
  const bool of_rows = leaf.kind == Aggregate::kCount || leaf.kind == Aggregate::kSum ||
                       leaf.kind == Aggregate::kPercentile;
  if (units.entity.empty() || !of_rows) return units;
  Accumulator all;
  all.feeds = leaf.feeds;
  all.grid = leaf.grid;
  all.by = leaf.by;
  Accumulator named = all;
  const auto entity = std::make_shared<BoundExpr>(
      BoundExpr{ColumnRef{ColumnKind::kEntity, units.entity}, ValueType::kText});
  const BoundRef names_one =
      MakeCall(Op::kNot, {MakeCall(Op::kIsNull, {entity}, ValueType::kBool)}, ValueType::kBool);
  for (Feed& feed : named.feeds) feed.where = AndAll({feed.where, names_one});
  const int first = AddRaw(std::move(all));
  units.rows = std::pair(first, AddRaw(std::move(named)));
  return units;
}

int GatherPlanner::AddHistories(const Metric& leaf, int grid, int sampled_buckets, bool apart) {
  Accumulator a = TimelineAccumulator(
      leaf, project_, grid, plan_.grids[static_cast<size_t>(grid)].periods, {}, nullptr, false);
  for (size_t f = 0; apart && f < a.feeds.size(); ++f)
    a.feeds[f].role = static_cast<int>(std::min<size_t>(f, role::kCondition - 1));
  a.shape = Accumulator::Shape::kHistories;
  a.sampled_buckets = sampled_buckets;
  return AddRaw(std::move(a));
}

int GatherPlanner::AddRaw(Accumulator accumulator) {
  if (const auto hide = plan_.GridOf(accumulator).hide_after_us)
    accumulator.to_us = std::min(accumulator.to_us, *hide + 1);
  plan_.answers.push_back(static_cast<int>(plan_.accumulators.size()));
  plan_.accumulators.push_back(std::move(accumulator));
  return static_cast<int>(plan_.answers.size()) - 1;
}

GatherPlan GatherPlanner::Finish(int64_t memory_limit,
                                 const std::vector<std::string>& disabled) && {
  return ApplyPlanRules(std::move(plan_), {project_, facts_, memory_limit}, disabled);
}

std::string DescribePlan(const GatherPlan& plan) {
  std::string out = "scans\n";
  for (const std::string& scan : plan.scans) out += fmt::format("  {}\n", scan);
  out += "grids\n";
  for (size_t i = 0; i < plan.grids.size(); ++i) {
    const PeriodGrid& grid = plan.grids[i].periods;
    const auto& hide = plan.grids[i].hide_after_us;
    out += fmt::format("  {}: {} from {}{}\n", i, Plural(grid.size(), GrainName(grid.grain())),
                       grid.Label(0), hide ? " as of " + FormatInstant(*hide) : "");
  }
  out += "accumulators\n";
  for (size_t i = 0; i < plan.accumulators.size(); ++i) {
    std::vector<std::string> requests;
    for (size_t r = 0; r < plan.answers.size(); ++r) {
      if (plan.answers[r] == static_cast<int>(i)) requests.push_back(std::to_string(r));
    }
    out += fmt::format("  {}: {}  (requests {})\n", i, CanonicalText(plan.accumulators[i]),
                       Join(requests, ", "));
  }
  out += "rules\n";
  for (const RuleTrace& rule : plan.trace) {
    out += fmt::format("  {:<22} {:>8.3f} ms  {}\n", rule.name, rule.milliseconds,
                       !rule.enabled         ? "switched off"
                       : rule.effect.empty() ? "no change"
                                             : rule.effect);
  }
  out += fmt::format(
      "memory\n  about {} for the accumulators, in {}\n",
      HumanBytes(static_cast<double>(plan.bytes)),
      plan.passes == 1 ? "one pass" : fmt::format("{} passes over ranges of buckets", plan.passes));
  return out;
}

}  // namespace northstar
