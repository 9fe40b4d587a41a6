// What a metric type is, in one row per type: whether it needs the order of events, what its cell
// means, what its values cannot be, what one entity adds to it. Stages ask the row instead of
// listing types; what depends on a metric's keys (a statistic, a window) is a function of it.
//
// A new type is a row here and in schema.cc, its figure in the kernel, its SQL and its naive
// version.
#pragma once

#include <optional>
#include <vector>

#include "model/metric.h"

namespace northstar {

// Where its values come from.
enum class Origin {
  kEvents,  // gathered from events: a leaf
  kParts,   // worked out from other metrics
  kGiven,   // read from a file
};

// Of a leaf: whether rows must be seen in the order in which they happened.
enum class Order { kNever, kWithWindow, kAlways };

// What the two figures of a gathered cell mean: n counts, v adds up.
enum class CellMeaning {
  kNumber,       // n
  kSum,          // v, 0 where nothing counts
  kMean,         // v / n
  kInverseMean,  // n / v
  kPercentile,   // v, null where nothing counts
};

// What values cannot be.
enum class Bounds {
  kNone,
  kNotNegative,
  kShare,         // 0 to 1
  kOfValues,      // as the event's value
  kSumsOfValues,  // as sums of it
  kOfParts,       // follows from the metrics that it is made of
};

// What an entity has of the metric early on: what cohort tests compare (analysis/cohorts).
enum class EarlyAmount {
  kNone,
  kRows,
  kSum,
  kMean,
  kDays,       // with an event of the metric
  kThreshold,  // as kDays, with what an active metric asks for
  kReached,
  kTimesReached,
  kSessions,
  kOfParts,
};

struct MetricTraits {
  MetricType type;
  Origin origin = Origin::kEvents;
  // Whatever it is called, it is no money; nullopt: unless it adds up a value.
  std::optional<bool> counts_things = true;
  Order order = Order::kNever;
  CellMeaning (*cell)(const Metric&) = nullptr;
  // 0 to 100; null: its cell never is a percentile.
  double (*percentile)(const Metric&) = nullptr;
  Bounds (*bounds)(const Metric&) = nullptr;
  EarlyAmount early = EarlyAmount::kNone;
  // The events of which there are more when the metric rises; null: none that can be named.
  std::vector<EventChoice> Metric::*counted = nullptr;
};

const MetricTraits& TraitsOf(MetricType type);
inline const MetricTraits& TraitsOf(const Metric& metric) {
  return TraitsOf(metric.type);
}

}  // namespace northstar
