// The kinds of metrics: one struct per type of the YAML, with the keys that only this type has.
// What every metric has stands in metric.h, what follows from the kind in metric_traits.h. The type
// `feedback` is none of them: it is read as a count or an average of its source's rows.
//
// An empty text or list and a null BoundRef say that the key is not there. Plain values.
#pragma once

#include <algorithm>
#include <concepts>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/calendar.h"
#include "model/bound_expr.h"
#include "model/values.h"

namespace northstar {

// One kind of event that a metric looks at.
struct EventChoice {
  // Empty: any event but those of feedback.
  std::string event;
  // Which of them count, beside the metric's own `where`; null: all.
  BoundRef where;
  SourceSpan span;
};

namespace kind {

// Rows, and sums and statistics of a value over rows. A value is a number.
struct Count {};
struct Sum {
  BoundRef value;
};
struct Average {
  BoundRef value;
};
struct Min {
  BoundRef value;
};
struct Max {
  BoundRef value;
};
struct Median {
  BoundRef value;
};
struct Percentile {
  BoundRef value;
  // 0 to 100.
  double p = 50;
};

// Distinct entities.
struct Active {
  // An entity that is counted in place of events for `at_least`.
  std::string distinct;
  // Whole, from 1 to 1e9.
  double at_least = 1;
  // Trailing; none: the period.
  std::optional<Duration> window;
};
// How often they come.
struct Frequency {
  // "day" or "week"; empty: day.
  std::string of;
  // "average", "median" or "share_at_least"; empty: average.
  std::string statistic;
  double at_least = 1;
};
// What became of those of the period before.
struct Lifecycle {
  // An active metric without a window.
  std::string metric;
  // "new", "retained", "resurrected" or "churned".
  std::string part;
};

// Made of other metrics, by name.
struct Ratio {
  std::string numerator, denominator;
};
struct Derived {
  // A formula over metrics, columns of kMetric and kPreviousMetric alone.
  BoundRef expr;
};
// A running sum.
struct Cumulative {
  std::string metric;
  // Trailing, or since the start of the period; at most one. Neither: since the beginning.
  std::optional<Duration> window;
  std::optional<Grain> to_date;
};

// Of the order of an entity's rows.
struct Conversion {
  // Either from and to, or up to 30 steps.
  std::vector<EventChoice> from, to, steps;
  std::optional<Duration> within, not_before;
  // "rate", "count" or "events"; empty: rate.
  std::string calculation;
  bool allow_same_time = false;
};
struct Retention {
  // Empty: the metric's events.
  std::vector<EventChoice> return_event;
  // Periods after the first; both ends included.
  std::optional<int> after, until;
  // "on" or "on_or_after"; empty: on.
  std::string mode;
  // "active" or "new"; empty: active.
  std::string cohort;
  bool rolling = false;

  // In which periods after the first a return counts, both included.
  int FirstReturn() const { return after.value_or(1); }
  int LastReturn() const {
    return mode == "on_or_after" ? std::max(FirstReturn(), until.value_or(0)) : FirstReturn();
  }
};
// The type `duration`, named so that it is not taken for a length of time.
struct TimeBetween {
  std::vector<EventChoice> from, to;
  std::optional<Duration> within;
  // "median", "average", "p75" or "p90"; empty: median.
  std::string statistic;
  bool allow_same_time = false;
};
struct Sessions {
  std::optional<Duration> gap;
  // "count", "per_entity", "average_length" …; empty: count.
  std::string statistic;
  // What `share_at_least` asks for.
  std::optional<Duration> length;
};
// Switched by on and off.
struct State {
  std::vector<EventChoice> on, off;
  // Null: entities are counted.
  BoundRef value;
};
struct FirstTime {};

// Numbers that are given by period, in a column of a file.
struct Series {
  std::string source, column;
};

// Groups of kinds, for functions that treat them alike. Every kind is in one of them.

template <class Kind, class... Kinds>
concept OneOf = (std::same_as<Kind, Kinds> || ...);

template <class Kind>
concept OverRows = OneOf<Kind, Count, Sum, Average, Min, Max, Median, Percentile>;
template <class Kind>
concept OverEntities = OneOf<Kind, Active, Frequency, Lifecycle, Conversion, Retention, TimeBetween,
                             Sessions, State, FirstTime>;
template <class Kind>
concept OverEvents = OverRows<Kind> || OverEntities<Kind>;
template <class Kind>
concept OverMetrics = OneOf<Kind, Ratio, Derived, Cumulative>;
template <class Kind>
concept Given = OneOf<Kind, Series>;
template <class Kind>
concept NotOverEvents = OverMetrics<Kind> || Given<Kind>;

}  // namespace kind

// In the order of the table of types in schema.cc.
using MetricKind =
    std::variant<kind::Count, kind::Sum, kind::Average, kind::Min, kind::Max, kind::Median,
                 kind::Percentile, kind::Active, kind::Frequency, kind::Lifecycle, kind::Ratio,
                 kind::Derived, kind::Cumulative, kind::Conversion, kind::Retention,
                 kind::TimeBetween, kind::Sessions, kind::State, kind::FirstTime, kind::Series>;

}  // namespace northstar
