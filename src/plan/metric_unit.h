// Whose a metric's value is: the entity whose members tests follow and intervals resample. It is
// the metric's `entity:`, or the only one that the sources of its events have. Several are a
// question to the project, never a choice of the program.
#pragma once

#include <string>
#include <vector>

#include "model/project.h"
#include "plan/data_facts.h"

namespace northstar {

struct MetricUnit {
  std::string entity;                // empty: none, or several
  std::vector<std::string> choices;  // where there are several, in the order of the sources
};

// Of a leaf. Sources that never held one of its events have no say, once one that did is loaded.
MetricUnit UnitOf(const Project& project, const Metric& leaf, const DataFacts& facts);
// The entities of all leaves of a metric, each once.
std::vector<std::string> UnitsOf(const Project& project, const Metric& metric,
                                 const DataFacts& facts);
// Every leaf has its unit: without one there is neither interval nor test of entities.
bool HasUnits(const Project& project, const Metric& metric, const DataFacts& facts);
// Asks for the `entity:` that a leaf of the metric lacks; empty where it has no choice to make.
std::string AskForUnit(const Project& project, const Metric& metric, const DataFacts& facts);

}  // namespace northstar
