// A metric as the outcome of one unit of an experiment: what is counted of its rows, in which
// windows from its first exposure, and how a number comes of it. Pure and thread safe. Internal to
// bets/.
//
// Counts and sums add up over the horizon. Active and frequency metrics are the share of the
// horizon's periods in which the unit was active. In conversion and retention the exposure stands
// for the start: 1 where the unit did what follows, within the metric's own time, else 0. Averages
// and ratios are two figures, whose sums are divided (delta method). Medians and percentiles are of
// all values of an arm's units. It refuses all other metrics, with the reason.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/metric.h"
#include "model/project_ref.h"
#include "plan/data_facts.h"
#include "plan/exposure_plan.h"

namespace northstar {

// What was done in the four weeks before the exposure explains a part of what is done after it.
inline constexpr int64_t kDaysBefore = 28;

enum class UnitReading {
  kRows,
  kSum,
  kValued,   // rows with a value
  kPeriods,  // share of the windows that reach the threshold
  kAny,      // 1 with a row, else 0
  kEach,     // no number of the unit: all its values enter the percentile
};

// One number per unit, of the outcome and of the time before.
struct UnitPart {
  UnitFigurePlan figure;
  UnitReading reading = UnitReading::kRows;
  // The first of the figure's windows are the outcome's, the others lie before the exposure.
  int windows = 1;
  double at_least = 1;
};

struct UnitOutcome {
  UnitPart value;
  // Of quotients: what is divided by.
  std::optional<UnitPart> per;
  // Of medians and percentiles, whose value reads kEach: 0-1.
  std::optional<double> quantile;
  bool is_share() const { return !per && value.reading == UnitReading::kAny; }
};

// What the question is asked of.
struct OutcomeOptions {
  // Of the experiment.
  std::string entity;
  Duration horizon;
  // Exposures can lie in these: for windows of calendar periods.
  int64_t from_us = 0, until_us = 0;
};

// Or why there is none, as a clause behind the metric's name: "is a lifecycle metric …".
std::variant<UnitOutcome, std::string> OutcomeOf(const Project& project, const DataFacts& facts,
                                                 const Metric& metric,
                                                 const OutcomeOptions& options);

// The instant from which on the unit's outcome stands; none: beyond the periods of the figure.
std::optional<int64_t> SettledAt(const Calendar& calendar, const UnitOutcome& outcome,
                                 int64_t first_us);

// The numbers of one unit.
struct UnitNumbers {
  double outcome = 0, before = 0;
};
// From the cells of one unit, in any order. Units without cells have 0 in both.
UnitNumbers NumbersOf(const UnitPart& part, const std::vector<UnitCell>& cells);

}  // namespace northstar
