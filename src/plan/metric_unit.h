// Whose a metric's value is: the entity whose members tests follow and intervals resample. It is
// the metric's `entity:`, or the only one that the sources of its events have. Several are a
// question to the project, never a choice of the program: taking the wrong one would make intervals
// too narrow. Pure; thread safe.
#pragma once

#include <string>
#include <vector>

#include "model/metric.h"
#include "model/project_ref.h"
#include "plan/data_facts.h"

namespace northstar {

// At most one of the two is set.
struct MetricUnit {
  // Empty: none, or several.
  std::string entity;
  // Where there are several, in the order of the sources.
  std::vector<std::string> choices;
};

// Of a leaf; of a lifecycle that of its base. Sources that never held one of its events have no
// say, once one that did is loaded, so the answer may change with a load.
MetricUnit UnitOf(const Project& project, const Metric& leaf, const DataFacts& facts);
// The entities of all leaves of a metric, each once; leaves without a unit are left out.
std::vector<std::string> UnitsOf(const Project& project, const Metric& metric,
                                 const DataFacts& facts);
// Every leaf has its unit: without one there is neither interval nor test of entities.
bool HasUnits(const Project& project, const Metric& metric, const DataFacts& facts);
// Asks for the `entity:` that a leaf of the metric lacks, as a sentence for people; of several
// leaves the first. Empty where it has no choice to make.
std::string AskForUnit(const Project& project, const Metric& metric, const DataFacts& facts);

}  // namespace northstar
