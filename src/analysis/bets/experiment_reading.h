// An experiment as it stands at a moment: who was exposed, whether the lot was fair, and what each
// metric's figure per unit did in the two arms. Internal to bets/.
//
// A unit counts for a metric once the metric's time from its first exposure has passed, and never
// changes from then on. What it did in the four weeks before takes noise off (CUPED). The verdict
// rests on the always-valid interval, tightest at the planned number of units, or at what the first
// week promises: that number is fixed from then on, as it must be.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/bets/bets.h"
#include "analysis/bets/unit_outcome.h"
#include "stats/surrogate.h"

namespace northstar {

// Numbers per unit of one arm: rows as the statistics of experiments take them, all of one length.
// Row 0 is the outcome; of quotients row 1 is what divides it; then the same of the time before.
struct ArmNumbers {
  std::vector<std::vector<double>> rows;
  size_t units() const { return rows.empty() ? 0 : rows.front().size(); }
};

// Fills what the arms say of the effect, with its verdict; `effect` has its metric and expectation.
// Pure. `planned_units` above 0. REQUIRES: finite numbers, both arms with as many rows.
void MeasureArms(const ArmNumbers& treatment, const ArmNumbers& control, bool quotient, bool share,
                 double planned_units, EffectFinding& effect);

// The number of units at which the interval is tightest: as planned, else what came in the first 7
// days, times the planned days over 7 (28 days where the end is not planned). At least 1. Pure.
double PlannedUnits(const Experiment& experiment, const std::vector<int64_t>& exposures_us,
                    int64_t start_us);

struct ExperimentReading {
  ExposureFinding exposure;
  // Why nothing can be read: a clause or a sentence; empty: something can.
  std::string problem;
  // In the order in which the metrics were asked for.
  std::vector<EffectFinding> effects;
  // Of the first two metrics together, relative to control, where both were measured.
  std::optional<stats::ExperimentEffect> joint;
};

struct AskedEffect {
  const Metric* metric = nullptr;
  std::optional<double> expected;
};

class ExperimentReader {
 public:
  ExperimentReader(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                   int64_t now_us, std::optional<int64_t> as_of_us)
      : engine_(engine), project_(*project), facts_(facts), now_us_(now_us), as_of_us_(as_of_us) {}

  // Errors as Engine's; what cannot be measured says so in the reading.
  Result<ExperimentReading> Read(const Experiment& experiment,
                                 const std::vector<AskedEffect>& asked);

 private:
  struct ReadUnits;

  int64_t until_us() const { return as_of_us_.value_or(now_us_); }
  std::optional<std::string> FindEntity(const Experiment& experiment);
  Result<std::string> FindArms(const Experiment& experiment);
  Result<std::string> Expose(const Experiment& experiment, ExposureFinding& out);
  // The figures of all units, and of whom they count; the others are counted in `effect`.
  Result<ReadUnits> UnitsFor(const UnitOutcome& outcome, int64_t known_us, EffectFinding& effect);
  Result<EffectFinding> ReadEffect(const Experiment& experiment, const ExposureFinding& exposure,
                                   const AskedEffect& asked, std::map<uint32_t, double>& linear);

  Engine& engine_;
  const Project& project_;
  const DataFacts& facts_;
  int64_t now_us_;
  std::optional<int64_t> as_of_us_;
  // Of the experiment that is being read.
  ExposurePlan plan_;
  // Its first exposure is still to come.
  bool too_early_ = false;
  std::vector<ExposedUnit> units_;
};

}  // namespace northstar
