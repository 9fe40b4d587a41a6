// What a definition says about a metric before any data: shared by `validate` and `evaluate`.
#pragma once

#include <string>

#include "model/project.h"

namespace northstar {

// A sum of several metrics with number weights: a+0.3*b. Nobody can say what it means.
bool IsWeightedComposite(const Metric& metric);
// A running total that nothing ever takes from, directly or through its parts.
bool IsCumulative(const Project& project, const Metric& metric);
// Counts sign-ups, downloads, page views, registrations, installs: reach, not value.
bool CountsReach(const Project& project, const Metric& metric);
// Counts what was sent or shown rather than received.
bool CountsSent(const Project& project, const Metric& metric);
// Active on nothing but logging in, opening or viewing.
bool ActiveOnVisitAlone(const Metric& metric);
bool IsRate(const Metric& metric);

int WordCount(const std::string& text);
bool IsOneSentence(const std::string& text);

// How much somebody has to keep in mind to say what the metric is.
struct Complexity {
  int nodes = 0;      // metrics in the tree
  int events = 0;     // distinct event names
  int filters = 0;    // conditions
  int constants = 0;  // thresholds and numbers in formulas
  int joins = 0;      // entities and sources beyond the first
  int windows = 0;
  double cost() const {
    return nodes + 2.0 * events + filters + 2.0 * constants + 3.0 * joins + windows;
  }
};
Complexity ComplexityOf(const Project& project, const Metric& metric);

}  // namespace northstar
