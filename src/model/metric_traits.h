// What is true of a metric by its kind: whether it needs the order of events, what its cell means,
// what its values cannot be, what one entity adds to it. Stages ask the row instead of listing
// kinds; what depends on a kind's keys (a statistic, a window) is worked out in its row.
//
// A new type is its kind (metric_kinds.h), a row here and in schema.cc, its reader, its figure in
// the kernel, its SQL and its naive version; the compiler names what is missing.
#pragma once

#include <optional>
#include <vector>

#include "model/metric.h"

namespace northstar {

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

// How far beyond the end of a period its figures can still change: the longer of a duration and a
// number of periods.
struct LookAhead {
  Duration time = {};
  int periods = 0;
  // Until then the figure is not known, which is not the same as 0.
  bool waits = false;
  // Any later row can be the one.
  bool unlimited = false;
};

struct MetricTraits {
  // Whatever it is called, it is no money.
  bool counts_things = true;
  // Charts of it start at 0; false: of a mean, a share or another statistic, which may be far from
  // 0 for good.
  bool charted_from_zero = false;
  // By its nature: `format: percentage` makes any metric one.
  bool is_rate = false;
  // Seconds.
  bool is_time = false;
  // The values of days add up to those of longer periods.
  bool is_additive = false;

  // Of what is gathered from events.

  // Rows must be seen entity by entity, in the order in which they happened.
  bool needs_order = false;
  // It can be worked out from sets of the entities of each period instead.
  bool from_sets = false;
  // Rows before a period can matter to it however old they are.
  bool needs_past = false;
  // Rows before the grid count in its periods, so that their groups are shown too.
  bool counts_the_past = false;
  // Of what a cell's figure counts, `v` says who is counted (those that came back), else `n` does.
  bool counts_by_value = false;
  LookAhead ahead = {};
  // None: it has no cells, being made of other metrics or given.
  std::optional<CellMeaning> cell = {};
  // Of single values, 0 to 100; set when the cell is a percentile.
  std::optional<double> percentile = {};

  // Of what is made of other periods.

  // Whole periods before that the value depends on.
  int look_back = 0;
  // Its periods have to start with the data.
  bool needs_every_period = false;

  Bounds bounds = Bounds::kNone;
  EarlyAmount early = EarlyAmount::kNone;
  // The events of which there are more when the metric rises, in the metric; null: none that can be
  // named.
  const std::vector<EventChoice>* counted = nullptr;
};

// The row of the metric's kind.
MetricTraits TraitsOf(const Metric& metric);

}  // namespace northstar
