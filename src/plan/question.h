// Question → BoundQuestion: names become metrics, dates become a grid of periods, `by` and `where`
// are checked against every leaf. A BoundQuestion can be planned; a Question cannot. Pure functions
// of project, facts and the instant that counts as now: the same question over the same data is the
// same grid.
// It refuses what no leaf can answer (a dimension that one of its sources lacks, a grain that a
// series is not given by) rather than answering for a part. Instants are UTC microseconds, days
// local.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "model/bound_expr.h"
#include "model/metric.h"
#include "model/metric_traits.h"
#include "model/project_ref.h"
#include "model/source.h"
#include "plan/data_facts.h"

namespace northstar {

// As it was asked; nothing in it is checked yet.
struct Question {
  // At least one; answered in this order.
  std::vector<std::string> metrics;
  // None: the natural grain that all metrics share.
  std::optional<Grain> grain;
  // Local days; the periods that hold them are included. None: as far as data reach.
  std::optional<Day> from, to;
  // Dimensions that every leaf's sources have, each once; entities, values and times are none.
  std::vector<std::string> by;
  // Expression text over what the sources declare; empty: none.
  std::string where;
  // In place of now; also hides later events.
  std::optional<int64_t> as_of_us;
  // Keep every sum per bucket, so that uncertainty can be told (--ci).
  bool intervals = false;
  // Gather so many periods before the range too, without showing them.
  int earlier_periods = 0;
};

// When a metric's periods are complete. Plain value; `calendar` must outlive it.
struct Completeness {
  // The project's.
  const Calendar* calendar = nullptr;
  // Latest `since` of its sources, else the first day that has data; of running totals the first
  // whole one.
  int64_t since_us = 0;
  // The earliest of now and what its sources reach to (`through`, or their last event), or the
  // question's as_of.
  int64_t as_of_us = 0;
  // The last instant of which the data can tell something; at most as_of_us.
  int64_t last_known_us = 0;
  // Whole periods before that the value depends on.
  int look_back = 0;
  // Trailing time, up to the period's end, that it depends on; zero: none.
  Duration window;
  LookAhead ahead;

  // Whether data cover all that the period's figure depends on. REQUIRES: 0 <= period <
  // grid.size().
  bool Complete(const PeriodGrid& grid, int period) const;
  // The period's figures may still change, because what they wait for has not passed. False of
  // metrics that wait for nothing, however unfinished the period is.
  bool Open(const PeriodGrid& grid, int period) const;
};
// Where the trailing window that ends with the period starts: whole local days, or exactly so long
// before. The window is [start, end of the period).
int64_t WindowStart(const Calendar& calendar, const PeriodGrid& grid, int period,
                    const Duration& window);

// Pointers are into `project`, which it keeps alive. Immutable once bound; safe to share.
struct BoundQuestion {
  ProjectRef project;
  std::vector<const Metric*> metrics;
  // All periods that are gathered, history included.
  PeriodGrid grid;
  // Periods [first_shown, grid.size()) are asked for.
  int first_shown = 0;
  std::vector<std::string> by;
  // May be null: no condition. Applies to the main rows of every leaf.
  BoundRef where;
  // Later events are passed over; none: all events are in the past.
  std::optional<int64_t> hide_after_us;
  bool intervals = false;
  // The earliest of the metrics'.
  int64_t as_of_us = 0;
  // By metric name; of the leaves too.
  std::map<std::string, Completeness> completeness;
};

// ErrorKind::kUsage: unknown metric or dimension, a dimension twice, no shared grain, a type that
// is not available, a condition that does not bind (with its place as a diagnostic), an empty
// range, more than 200,000 periods or a hundred years. kData: the sources hold nothing.
Result<BoundQuestion> BindQuestion(const ProjectRef& project, const Question& question,
                                   const DataFacts& facts, int64_t now_us);

// Of a series as its data are; else as written, or the coarsest of its parts; week when nothing
// says otherwise.
Grain NaturalGrain(const Project& project, const Metric& metric, const DataFacts& facts);
// Of the sources that feed the metric, those that can tell how far it reaches: that name one of its
// events in `event:`, or have ever held one. All of them, where none has.
std::vector<const Source*> CountingSources(const Project& project, const Metric& metric,
                                           const DataFacts& facts);
// An instant as written in a project: a date is local midnight in the project's zone, `now` is now;
// so is what cannot be read, which loading a project refuses.
int64_t ReadInstant(const std::string& text, const Calendar& calendar, int64_t now_us);
// Of any metric, by the sources that count for it. A source without `through` reaches to its last
// event, or, where times are whole days, to the end of that day; one that holds nothing to now.
Completeness CompletenessOf(const Project& project, const Metric& metric, const DataFacts& facts,
                            std::optional<int64_t> as_of_us, int64_t now_us);
// The scope of `--where` and of metric conditions: everything the event sources declare, "event"
// and "time". Refers to the project, which must outlive it.
Scope EventScope(const Project& project);

}  // namespace northstar
