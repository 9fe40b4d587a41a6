// Question → BoundQuestion: names become metrics, dates become a grid of periods, `by` and `where`
// are checked against every leaf. A BoundQuestion can be planned; a Question cannot.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "model/project.h"
#include "plan/data_facts.h"

namespace northstar {

struct Question {
  std::vector<std::string> metrics;
  std::optional<Grain> grain;   // default: the natural grain that all metrics share
  std::optional<Day> from, to;  // local days; the periods that hold them are included
  std::vector<std::string> by;
  std::string where;                // expression text; empty: none
  std::optional<int64_t> as_of_us;  // also hides later events
  bool intervals = false;           // keep every sum per bucket (--ci)
  int earlier_periods = 0;          // gather so many periods before the range too
};

// How far beyond the end of a period its figures can still change.
struct LookAhead {
  Duration time;
  int periods = 0;
  bool waits = false;  // until then the figure is not known, which is not the same as 0
};

// When a metric's periods are complete.
struct Completeness {
  const Calendar* calendar = nullptr;  // the project's
  int64_t since_us = 0;                // latest `since` of its sources
  int64_t as_of_us = 0;                // min(now, earliest `through`), or --as-of
  int64_t last_known_us = 0;           // the last instant of which the data can tell something
  int look_back = 0;                   // whole periods before that the value depends on
  Duration window;                     // trailing time, up to the period's end, that it depends on
  LookAhead ahead;

  bool Complete(const PeriodGrid& grid, int period) const;
  // The period's figures may still change, because what they wait for has not passed.
  bool Open(const PeriodGrid& grid, int period) const;
};
// Where the trailing window that ends with the period starts.
int64_t WindowStart(const Calendar& calendar, const PeriodGrid& grid, int period,
                    const Duration& window);

struct BoundQuestion {
  ProjectRef project;
  std::vector<const Metric*> metrics;
  PeriodGrid grid;      // all periods that are gathered, history included
  int first_shown = 0;  // periods [first_shown, grid.size()) are asked for
  std::vector<std::string> by;
  BoundRef where;  // may be null
  std::optional<int64_t> hide_after_us;
  bool intervals = false;
  int64_t as_of_us = 0;                              // the earliest of the metrics'
  std::map<std::string, Completeness> completeness;  // by metric name; leaves too
};

// Errors are ErrorKind::kUsage: unknown metric or dimension, no shared grain, type not available.
Result<BoundQuestion> BindQuestion(const ProjectRef& project, const Question& question,
                                   const DataFacts& facts, int64_t now_us);

// As written, or the coarsest of its parts, or of its series; week when nothing says otherwise.
Grain NaturalGrain(const Project& project, const Metric& metric, const DataFacts& facts);
// Of the sources that feed the metric, those that can tell how far it reaches: that name one of its
// events in `event:`, or have ever held one. All of them, where none has.
std::vector<const Source*> CountingSources(const Project& project, const Metric& metric,
                                           const DataFacts& facts);
// An instant as written: a date is local midnight in the project's zone.
int64_t ReadInstant(const std::string& text, const Calendar& calendar, int64_t now_us);
Completeness CompletenessOf(const Project& project, const Metric& metric, const DataFacts& facts,
                            std::optional<int64_t> as_of_us, int64_t now_us);
// The scope of `--where` and of metric conditions: everything the event sources declare.
Scope EventScope(const Project& project);

}  // namespace northstar
