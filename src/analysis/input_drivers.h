// Inputs of a metric that have no formula: which they are, and how strongly each goes before it.
// (METHODS 3.5; stats/drivers.h)
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/project.h"
#include "stats/drivers.h"

namespace northstar {

// A metric's complete values, by the local day on which a period starts.
using PacedSeries = std::map<Day, double>;

struct InputSeries {
  const Metric* metric;
  std::vector<std::string> owners;
  PacedSeries values;
};

struct MeasuredInputs {
  std::vector<const InputSeries*> inputs;  // those that could be measured, at most 8
  stats::DriverResult drivers;             // by these
};

// All inputs on the periods that they share with the star. `weekly`: else months.
MeasuredInputs MeasureInputs(const PacedSeries& star, const std::vector<InputSeries>& inputs,
                             bool weekly);

// What teams could work on where no inputs are declared: metrics that somebody owns, that are no
// candidates, no money and no running totals.
struct OwnedMetric {
  const Metric* metric;
  std::vector<std::string> owners;
};
std::vector<OwnedMetric> OwnedBeside(const Project& project,
                                     const std::vector<const Metric*>& candidates,
                                     const Metric* outcome);

}  // namespace northstar
