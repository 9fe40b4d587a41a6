#include "model/metric_traits.h"

#include "base/result.h"

namespace northstar {
namespace {

using C = CellMeaning;

template <auto kAlways>
auto Same(const Metric&) {
  return kAlways;
}

double P0(const Metric&) {
  return 0;
}
double P50(const Metric&) {
  return 50;
}
double P100(const Metric&) {
  return 100;
}
double AsAsked(const Metric& metric) {
  return metric.p;
}

// Types whose cell depends on what is asked of them.

C FrequencyCell(const Metric& metric) {
  return metric.statistic == "median" ? C::kPercentile : C::kMean;
}

C ConversionCell(const Metric& metric) {
  return metric.calculation == "count" || metric.calculation == "events" ? C::kSum : C::kMean;
}

C DurationCell(const Metric& metric) {
  return metric.statistic == "average" ? C::kMean : C::kPercentile;
}
double DurationPercentile(const Metric& metric) {
  return metric.statistic == "p75" ? 75 : metric.statistic == "p90" ? 90 : 50;
}

C SessionsCell(const Metric& metric) {
  if (metric.statistic.empty() || metric.statistic == "count") return C::kNumber;
  if (metric.statistic == "total_length") return C::kSum;
  if (metric.statistic == "median_length") return C::kPercentile;
  // v counts the entities that have a session.
  return metric.statistic == "per_entity" ? C::kInverseMean : C::kMean;
}

C StateCell(const Metric& metric) {
  return metric.value ? C::kSum : C::kNumber;
}

Bounds ShareOrMore(const Metric& metric) {
  return metric.statistic == "share_at_least" ? Bounds::kShare : Bounds::kNotNegative;
}
Bounds ConversionBounds(const Metric& metric) {
  return ConversionCell(metric) == C::kSum ? Bounds::kNotNegative : Bounds::kShare;
}
Bounds StateBounds(const Metric& metric) {
  return metric.value ? Bounds::kNone : Bounds::kNotNegative;
}

// The table.

constexpr auto kEvents = &Metric::events;

using T = MetricType;
using O = Origin;
using E = EarlyAmount;
using B = Bounds;

const std::vector<MetricTraits> kTable = {
    {.type = T::kCount,
     .cell = Same<C::kNumber>,
     .bounds = Same<B::kNotNegative>,
     .early = E::kRows,
     .counted = kEvents},
    {.type = T::kSum,
     .counts_things = false,
     .cell = Same<C::kSum>,
     .bounds = Same<B::kSumsOfValues>,
     .early = E::kSum,
     .counted = kEvents},
    {.type = T::kAverage,
     .counts_things = false,
     .cell = Same<C::kMean>,
     .bounds = Same<B::kOfValues>,
     .early = E::kMean},
    {.type = T::kMin,
     .counts_things = false,
     .cell = Same<C::kPercentile>,
     .percentile = P0,
     .bounds = Same<B::kOfValues>,
     .early = E::kMean},
    {.type = T::kMax,
     .counts_things = false,
     .cell = Same<C::kPercentile>,
     .percentile = P100,
     .bounds = Same<B::kOfValues>,
     .early = E::kMean},
    {.type = T::kMedian,
     .counts_things = false,
     .cell = Same<C::kPercentile>,
     .percentile = P50,
     .bounds = Same<B::kOfValues>,
     .early = E::kMean},
    {.type = T::kPercentile,
     .counts_things = false,
     .cell = Same<C::kPercentile>,
     .percentile = AsAsked,
     .bounds = Same<B::kOfValues>,
     .early = E::kMean},
    {.type = T::kActive,
     .order = Order::kWithWindow,
     .cell = Same<C::kNumber>,
     .bounds = Same<B::kNotNegative>,
     .early = E::kThreshold,
     .counted = kEvents},
    {.type = T::kFrequency,
     .order = Order::kAlways,
     .cell = FrequencyCell,
     .percentile = P50,
     .bounds = ShareOrMore,
     .early = E::kDays,
     .counted = kEvents},
    {.type = T::kLifecycle,
     .order = Order::kAlways,
     .cell = Same<C::kNumber>,
     .bounds = Same<B::kNotNegative>,
     .early = E::kOfParts},
    {.type = T::kRatio,
     .origin = O::kParts,
     .counts_things = false,
     .bounds = Same<B::kOfParts>,
     .early = E::kOfParts},
    {.type = T::kDerived,
     .origin = O::kParts,
     .counts_things = false,
     .bounds = Same<B::kOfParts>,
     .early = E::kOfParts},
    {.type = T::kCumulative,
     .origin = O::kParts,
     .counts_things = false,
     .bounds = Same<B::kOfParts>,
     .early = E::kOfParts},
    {.type = T::kConversion,
     .order = Order::kAlways,
     .cell = ConversionCell,
     .bounds = ConversionBounds,
     .early = E::kReached,
     .counted = &Metric::to},
    {.type = T::kRetention,
     .order = Order::kAlways,
     .cell = Same<C::kMean>,
     .bounds = Same<B::kShare>,
     .early = E::kDays},
    {.type = T::kDuration,
     .order = Order::kAlways,
     .cell = DurationCell,
     .percentile = DurationPercentile,
     .bounds = Same<B::kNotNegative>,
     .early = E::kTimesReached},
    {.type = T::kSessions,
     .order = Order::kAlways,
     .cell = SessionsCell,
     .percentile = P50,
     .bounds = ShareOrMore,
     .early = E::kSessions,
     .counted = kEvents},
    {.type = T::kState,
     .counts_things = std::nullopt,
     .order = Order::kAlways,
     .cell = StateCell,
     .bounds = StateBounds,
     .early = E::kDays,
     .counted = &Metric::on},
    {.type = T::kFirstTime,
     .order = Order::kAlways,
     .cell = Same<C::kNumber>,
     .bounds = Same<B::kNotNegative>,
     .early = E::kNone,  // nobody does it for the first time twice
     .counted = kEvents},
    // Read as a count or a mean of its source's rows.
    {.type = T::kFeedback, .origin = O::kGiven, .bounds = Same<B::kNone>},
    {.type = T::kSeries, .origin = O::kGiven, .counts_things = false, .bounds = Same<B::kNone>},
};

}  // namespace

const MetricTraits& TraitsOf(MetricType type) {
  const MetricTraits& traits = kTable.at(static_cast<size_t>(type));
  NS_CHECK(traits.type == type);  // a row for every type, in their order
  return traits;
}

}  // namespace northstar
