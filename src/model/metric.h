// A metric as a project defines it: what is counted, of whom, when. Every expression is bound and
// every name known to exist. What follows from its type alone is in metric_traits.h.
//
// An empty text or a null BoundRef says that the key is not there. Plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "model/bound_expr.h"
#include "model/values.h"

namespace northstar {

// In the order of the table of types in schema.cc: the reader takes a type's place in it for its
// number.
enum class MetricType {
  // Rows, and sums and statistics of a value over rows.
  kCount,
  kSum,
  kAverage,
  kMin,
  kMax,
  kMedian,
  kPercentile,
  // Distinct entities, how often they come, and what became of those of the period before.
  kActive,
  kFrequency,
  kLifecycle,
  // Made of other metrics, by name: see PartsOf.
  kRatio,
  kDerived,
  kCumulative,
  // Of the order of an entity's rows.
  kConversion,
  kRetention,
  kDuration,
  kSessions,
  kState,
  kFirstTime,
  // Only until it is read: becomes kCount (volume) or kAverage (mood, rating) over the events of
  // its source.
  kFeedback,
  // Numbers that are given by period, from a file.
  kSeries,
};

// One kind of event that a metric looks at.
struct EventChoice {
  // Empty: any event but those of feedback.
  std::string event;
  // Which of them count, beside the metric's own `where`; null: all.
  BoundRef where;
  SourceSpan span;
};

// One entry of `only:`, asked of the entity at the time of an event. Exactly one of three: {since:
// EVENT, within}; {event: EVENT, at_least, window}: so many of them, ever or within the window;
// {part, of}: it is in that part of the lifecycle of the metric `of`.
struct Condition {
  // Events as written, "any" for any.
  std::string since, event, of, part;
  std::optional<Duration> within;
  // None: ever.
  std::optional<Duration> window;
  // Whole, from 1 to 1e9.
  double at_least = 1;
  SourceSpan span;
};

// One metric of any type; which members are set follows from the type (MetricTypes of schema.h),
// the others keep their defaults.
struct Metric {
  std::string name;
  MetricType type = MetricType::kCount;
  std::string type_name;
  // For people: as written, else the name with spaces and a capital; of a series that only its
  // source declares the name itself.
  std::string label;
  // One sentence, where there is one.
  std::string description;
  // Whose activity counts; empty when none is given.
  std::string entity;
  // Any of them; several entries are alternatives.
  std::vector<EventChoice> events;
  // A condition over dimensions, values and entities; null: every row.
  BoundRef where;
  SourceSpan where_span;
  // A number; null for what counts rows or entities.
  BoundRef value;
  // Of rows that were paid for or pushed; null: the project does not say.
  BoundRef incentivised;
  // An entity that is counted in place of events for `at_least`.
  std::string distinct;
  // Whole, from 1 to 1e9.
  double at_least = 1;
  // Percentile, 0 to 100; 50 for a median.
  double p = 50;
  // As written, or inherited from the parts; none: any.
  std::optional<Grain> grain;
  // What is counted, behind its values; plural: several of it, where the unit is one.
  std::string unit, plural;
  // "" (numbers), "none", "percentage", "currency_…", "duration": metric_look.h.
  std::string format;
  bool increase_is_good = true;
  std::vector<std::string> owners;
  // "proposed", "approved" or "retired".
  std::string status = "approved";
  std::vector<std::string> tags;
  int version = 1;
  bool approximate = false;

  // Of a ratio: names of metrics.
  std::string numerator, denominator;
  // Of a derived metric: a formula over metrics, columns of kMetric and kPreviousMetric alone.
  BoundRef expr;
  // Of a running sum or a lifecycle: the metric it is made from.
  std::string metric;
  // Of a lifecycle: new, retained, resurrected or churned.
  std::string part;
  // Trailing; with `to_date` (running since the start of that period) at most one of a running sum.
  // Neither: since the beginning.
  std::optional<Duration> window;
  std::optional<Grain> to_date;

  // Of the types that look at the order of an entity's rows: a conversion has from and to, or up to
  // 30 steps; a state is switched by on and off. Empty where the type has none.
  std::vector<EventChoice> from, to, steps, return_event, on, off;
  std::optional<Duration> within, not_before, gap, length;
  // Words as in the schema; empty: the type's default.
  std::string of, statistic, calculation, cohort, mode;
  // Periods after the first, of a retention; both ends included.
  std::optional<int> after, until;
  bool rolling = false;
  bool allow_same_time = false;
  // All of them must hold.
  std::vector<Condition> only;

  // Of a series or of feedback: the source, and of a series the column of its file.
  std::string source;
  std::string column;

  // False: parsed, but not computed by this version.
  bool available = true;
  // What the project says; none: nothing. IsOwnIncome (income.h) decides.
  std::optional<bool> income;
  // Of the name.
  SourceSpan span;
  SourceSpan description_span;
  SourceSpan value_span;
};

}  // namespace northstar
