#include "model/metric_traits.h"

namespace northstar {
namespace {

using C = CellMeaning;
using B = Bounds;
using E = EarlyAmount;

bool UsesPrevious(const BoundRef& formula) {
  if (!formula) return false;
  for (const ColumnRef& column : ColumnsIn(*formula)) {
    if (column.kind == ColumnKind::kPreviousMetric) return true;
  }
  return false;
}

LookAhead Within(const std::optional<Duration>& within) {
  return {.time = within.value_or(Duration{}),
          .waits = within.has_value(),
          .unlimited = !within.has_value()};
}

C CellOf(const kind::Sessions& kind) {
  if (kind.statistic.empty() || kind.statistic == "count") return C::kNumber;
  if (kind.statistic == "total_length") return C::kSum;
  if (kind.statistic == "median_length") return C::kPercentile;
  // v counts the entities that have a session.
  return kind.statistic == "per_entity" ? C::kInverseMean : C::kMean;
}

B ShareOrMore(bool share) {
  return share ? B::kShare : B::kNotNegative;
}

// A statistic of the values of rows.
MetricTraits OfValues(C cell, std::optional<double> percentile) {
  return {.counts_things = false,
          .cell = cell,
          .percentile = percentile,
          .bounds = B::kOfValues,
          .early = E::kMean};
}

// The table: one row per kind, in their order.

MetricTraits RowOf(const kind::Count&, const Metric& metric) {
  return {.charted_from_zero = true,
          .is_additive = true,
          .cell = C::kNumber,
          .bounds = B::kNotNegative,
          .early = E::kRows,
          .counted = &metric.events};
}

MetricTraits RowOf(const kind::Sum&, const Metric& metric) {
  return {.counts_things = false,
          .charted_from_zero = true,
          .is_additive = true,
          .cell = C::kSum,
          .bounds = B::kSumsOfValues,
          .early = E::kSum,
          .counted = &metric.events};
}

MetricTraits RowOf(const kind::Average&, const Metric&) {
  return OfValues(C::kMean, std::nullopt);
}
MetricTraits RowOf(const kind::Min&, const Metric&) {
  return OfValues(C::kPercentile, 0);
}
MetricTraits RowOf(const kind::Max&, const Metric&) {
  return OfValues(C::kPercentile, 100);
}
MetricTraits RowOf(const kind::Median&, const Metric&) {
  return OfValues(C::kPercentile, 50);
}
MetricTraits RowOf(const kind::Percentile& kind, const Metric&) {
  return OfValues(C::kPercentile, kind.p);
}

MetricTraits RowOf(const kind::Active& kind, const Metric& metric) {
  return {.charted_from_zero = true,
          .needs_order = kind.window.has_value(),
          .from_sets = true,
          .counts_the_past = kind.window.has_value(),
          .cell = C::kNumber,
          .bounds = B::kNotNegative,
          .early = E::kThreshold,
          .counted = &metric.events};
}

MetricTraits RowOf(const kind::Frequency& kind, const Metric& metric) {
  const bool median = kind.statistic == "median";
  const bool share = kind.statistic == "share_at_least";
  return {.needs_order = true,
          .from_sets = true,
          .counts_by_value = share,
          .cell = median ? C::kPercentile : C::kMean,
          .percentile = median ? std::optional(50.0) : std::nullopt,
          .bounds = ShareOrMore(share),
          .early = E::kDays,
          .counted = &metric.events};
}

MetricTraits RowOf(const kind::Lifecycle&, const Metric&) {
  return {.charted_from_zero = true,
          .needs_order = true,
          .from_sets = true,
          .needs_past = true,
          .cell = C::kNumber,
          .look_back = 1,
          .needs_every_period = true,
          .bounds = B::kNotNegative,
          .early = E::kOfParts};
}

MetricTraits RowOf(const kind::Ratio&, const Metric&) {
  return {.counts_things = false, .is_rate = true, .bounds = B::kOfParts, .early = E::kOfParts};
}

MetricTraits RowOf(const kind::Derived& kind, const Metric&) {
  const bool previous = UsesPrevious(kind.expr);
  return {.counts_things = false,
          .look_back = previous ? 1 : 0,
          .needs_every_period = previous,
          .bounds = B::kOfParts,
          .early = E::kOfParts};
}

MetricTraits RowOf(const kind::Cumulative&, const Metric&) {
  return {.counts_things = false,
          .charted_from_zero = true,
          .needs_every_period = true,
          .bounds = B::kOfParts,
          .early = E::kOfParts};
}

MetricTraits RowOf(const kind::Conversion& kind, const Metric&) {
  const bool sum = kind.calculation == "count" || kind.calculation == "events";
  return {.is_rate = !sum,
          .needs_order = true,
          .counts_by_value = true,
          .ahead = Within(kind.within),
          .cell = sum ? C::kSum : C::kMean,
          .bounds = ShareOrMore(!sum),
          .early = E::kReached,
          .counted = &kind.to};
}

MetricTraits RowOf(const kind::Retention& kind, const Metric&) {
  return {.is_rate = true,
          .needs_order = true,
          .from_sets = !kind.rolling,
          .needs_past = kind.cohort == "new",
          .counts_by_value = true,
          .ahead = {.periods = kind.LastReturn() + (kind.rolling ? 1 : 0), .waits = true},
          .cell = C::kMean,
          .bounds = B::kShare,
          .early = E::kDays};
}

MetricTraits RowOf(const kind::TimeBetween& kind, const Metric&) {
  const bool mean = kind.statistic == "average";
  const double percentile = kind.statistic == "p75" ? 75 : kind.statistic == "p90" ? 90 : 50;
  return {.is_time = true,
          .needs_order = true,
          .ahead = Within(kind.within),
          .cell = mean ? C::kMean : C::kPercentile,
          .percentile = mean ? std::nullopt : std::optional(percentile),
          .bounds = B::kNotNegative,
          .early = E::kTimesReached};
}

MetricTraits RowOf(const kind::Sessions& kind, const Metric& metric) {
  const bool share = kind.statistic == "share_at_least";
  const C cell = CellOf(kind);
  return {.needs_order = true,
          .counts_by_value = share,
          // A session that starts in the range may go on. Nothing waits for its end.
          .ahead = {.unlimited = true},
          .cell = cell,
          .percentile = cell == C::kPercentile ? std::optional(50.0) : std::nullopt,
          .bounds = ShareOrMore(share),
          .early = E::kSessions,
          // Longer sessions are not more of them.
          .counted = cell == C::kNumber ? &metric.events : nullptr};
}

MetricTraits RowOf(const kind::State& kind, const Metric&) {
  const bool valued = kind.value != nullptr;
  return {.counts_things = !valued,
          .charted_from_zero = true,
          .needs_order = true,
          .needs_past = true,
          .counts_the_past = true,
          .cell = valued ? C::kSum : C::kNumber,
          .bounds = valued ? B::kNone : B::kNotNegative,
          .early = E::kDays,
          .counted = &kind.on};
}

MetricTraits RowOf(const kind::FirstTime&, const Metric& metric) {
  return {.needs_order = true,
          .needs_past = true,
          .cell = C::kNumber,
          .bounds = B::kNotNegative,
          .early = E::kNone,  // nobody does it for the first time twice
          .counted = &metric.events};
}

MetricTraits RowOf(const kind::Series&, const Metric&) {
  return {.counts_things = false, .bounds = B::kNone};
}

}  // namespace

MetricTraits TraitsOf(const Metric& metric) {
  return std::visit([&](const auto& kind) { return RowOf(kind, metric); }, metric.kind);
}

}  // namespace northstar
