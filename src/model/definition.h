// What a definition says about a metric before any data: shared by `validate` and `evaluate`.
// Several of these go by English words in names of events and metrics (definition.cc lists them):
// they may miss what is called otherwise, and callers say so where they pass judgement. Pure and
// thread safe.
// REQUIRES everywhere: a metric of the project, whose parts exist without circles.
#pragma once

#include <string>

#include "model/metric.h"
#include "model/project_ref.h"

namespace northstar {

// A sum or difference of several metrics with number weights: a+0.3*b. Nobody can say what it
// means.
bool IsWeightedComposite(const Metric& metric);
// A running total that nothing ever takes from, directly or through its parts: it cannot fall, so
// its rising says nothing. Windows and totals to date are none.
bool IsCumulative(const Project& project, const Metric& metric);
// Counts sign-ups, downloads, page views, registrations, installs: reach, not value. By the name of
// the metric or of an event that it counts; never true of rates.
bool CountsReach(const Project& project, const Metric& metric);
// Counts what was sent or shown rather than received, by the same kind of words.
bool CountsSent(const Project& project, const Metric& metric);
// Active on nothing but logging in, opening or viewing: all of its events, each by name; `any` is
// more than that.
bool ActiveOnVisitAlone(const Metric& metric);
// A ratio, a retention, a conversion that gives a rate, or shown as a percentage: it can rise while
// fewer come.
bool IsRate(const Metric& metric);

// Parted by blanks alone.
int WordCount(const std::string& text);
// No end of a sentence but the last; false for an empty text. A point behind a digit, or before a
// small letter, ends none.
bool IsOneSentence(const std::string& text);

// How much somebody has to keep in mind to say what the metric is; its parts count too, each once.
struct Complexity {
  // Metrics in the tree.
  int nodes = 0;
  // Distinct event names.
  int events = 0;
  // Conditions, each operand of `and` and `or` counted, entries of `only:` included.
  int filters = 0;
  // Thresholds and numbers in formulas.
  int constants = 0;
  // Entities and sources beyond the first.
  int joins = 0;
  int windows = 0;
  // At least 1; points are made of it with judgement's `simple`.
  double cost() const {
    return nodes + 2.0 * events + filters + 2.0 * constants + 3.0 * joins + windows;
  }
};
Complexity ComplexityOf(const Project& project, const Metric& metric);

}  // namespace northstar
