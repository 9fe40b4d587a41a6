// Inputs of a metric that have no formula: which they are, and how strongly each goes before it.
// (stats/drivers.h)
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "model/metric.h"
#include "model/project_ref.h"
#include "stats/drivers.h"

namespace northstar {

// A metric's complete values, by the local day on which a period starts.
using PacedSeries = std::map<Day, double>;

// How an input stands to the metric it is an input of (exact_parts.h). Only what stands apart has a
// driver strength.
enum class InputKind {
  kApart,
  kByFormula,   // a part of it by definition
  kSameFigure,  // the same figure by another filter, grain or window, or made of it
};

struct InputSeries {
  const Metric* metric;
  std::vector<std::string> owners;
  PacedSeries values;
  InputKind kind = InputKind::kApart;
  std::optional<double> contribution = {};  // of what stands in it by formula; see exact_parts.h
};

struct MeasuredInputs {
  std::vector<const InputSeries*> inputs;  // apart, and measurable; at most 8
  stats::DriverResult drivers;             // by these
};

// All inputs that stand apart, on the periods that they share with the star. `weekly`: else months.
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
