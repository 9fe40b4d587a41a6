// What bets did: the effect on the input that each should move, on the star and on its guardrails,
// beside what was expected; how past bets went against their expectations; and in which order open
// bets would move the star most for their effort.
//
// By experiment where units were assigned by lot (grade A); else the segment that was touched
// against the rest (B), else before and after against a forecast (C): the data choose
// (stats/experiment/without_lot.h), and why is said. Effects are relative: 0.05 is 5% more than
// without the bet. The verdict rests on an interval that may be looked at every day.
// It leaves out why an effect came about, and what would have come after the time it looks at.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "model/project.h"
#include "plan/data_facts.h"
#include "stats/experiment/bet_record.h"
#include "stats/experiment/without_lot.h"
#include "words/said.h"

namespace northstar {

enum class BetMethod { kNone, kExperiment, kSegments, kBeforeAfter };
// "before_after", as answers name it; empty for none. Static text, as below.
std::string_view NameOf(BetMethod method);
// "A" of experiments to "C"; empty for none.
std::string_view GradeOf(BetMethod method);

enum class BetVerdict {
  kWorked,
  kPartly,
  kBackfired,
  kNotDetected,
  kTooEarly,
  kSampleRatio,
  kNotMeasurable,
};
// "WORKED", as answers name it.
std::string_view NameOf(BetVerdict verdict);

// What a bet did to one metric. Shares are relative to control, or to what was to be expected
// without the bet; none where that is 0 or too near to it to tell. Pointers are into the project.
struct EffectFinding {
  const Metric* metric = nullptr;
  BetMethod method = BetMethod::kNone;
  BetVerdict verdict = BetVerdict::kNotMeasurable;
  // None: nothing was said.
  std::optional<double> expected;
  // With the interval of 95% that the verdict rests on: of experiments the always-valid one, else
  // the one widened by placebo dates.
  std::optional<double> effect, low, high;
  // Of experiments: the interval for one look at the end.
  std::optional<double> fixed_low, fixed_high;
  // Of `effect`, as for one look.
  std::optional<double> standard_error;
  // The same in the unit of the figure per unit or period.
  std::optional<double> difference, difference_low, difference_high;
  // With and without the bet: per unit of the arms, or per period.
  std::optional<double> with, without;
  // That there is none; of one look.
  std::optional<double> p_value;
  // The smallest relative effect that would have been seen with a chance of 80%.
  std::optional<double> detectable;
  // Why there is no verdict, or not yet: a clause or a sentence.
  std::string problem;

  // Of experiments: units whose horizon has passed, by arm, and those younger.
  int64_t treated_units = 0, control_units = 0, not_yet = 0;
  // What the figures before the exposure leave of the variance, 0-1; 1: they tell nothing.
  double variance_left = 1;

  // Of all else: why this comparison, how often it finds something where nothing began, and the
  // periods that were compared.
  std::optional<stats::WithoutLotReason> reason;
  double false_alarm_rate = 0;
  size_t placebos = 0, before = 0, after = 0;
  Grain grain = Grain::kWeek;
  Said said;
};

// Who was in an experiment.
struct ExposureFinding {
  std::string entity, control, treatment;
  // Units of one arm only.
  int64_t treated_units = 0, control_units = 0;
  // Left out: exposed to both.
  int64_t in_both = 0;
  // UTC; 0 without exposures.
  int64_t first_us = 0;
  // That such arms come from the intended split; none with too few units.
  std::optional<double> sample_ratio_p;
  // Not so unlikely that nothing is read out, but unlikely: below 0.01.
  bool sample_ratio_warns = false;
  // The number of units at which the always-valid interval is tightest.
  double planned_units = 0;
};

// How the star's movement per movement of an input is known.
enum class StrengthSource { kUnknown, kStarItself, kFormula, kExperiments, kElasticity };
// "formula", as answers name it; empty where it is not known.
std::string_view NameOf(StrengthSource source);

// How much the star moves, relatively, when the input does by 1%: 0.5 is half a percent.
struct StrengthFinding {
  StrengthSource source = StrengthSource::kUnknown;
  double elasticity = 0;
  std::optional<double> low, high;
};

// Whether the input's known strength explains what the star did.
struct PathFinding {
  StrengthFinding strength;
  // Of the star: by the effect on the input and the strength.
  double implied = 0;
  // `implied` lies within the interval of the star's own effect.
  bool explains = false;
};

struct BetFinding {
  const Bet* bet = nullptr;
  // The metric it should move; null: none.
  const Metric* moves = nullptr;
  // That metric is an input of the star, or the star.
  bool moves_input = false;
  // Not shipped by then, and no experiment runs.
  bool open = false;
  // As of the input; of the star where the bet moves nothing.
  BetVerdict verdict = BetVerdict::kNotMeasurable;
  BetMethod method = BetMethod::kNone;
  std::optional<EffectFinding> input, star;
  std::vector<EffectFinding> guardrails;
  std::optional<ExposureFinding> exposure;
  std::optional<PathFinding> path;
  // What else happened while it was measured.
  std::vector<const Annotation*> meanwhile;
  Said said;
};

struct PlannedBet {
  const Bet* bet = nullptr;
  const Metric* moves = nullptr;
  bool moves_input = false;
  // Of the input: as expected, times the record's factor.
  std::optional<double> shrunk;
  StrengthFinding strength;
  // The star is made by a formula that does not hold the input.
  bool outside_formula = false;
  // Of the star, relative; none: it moves no input, or nobody knows.
  std::optional<double> star_effect, low, high;
  // Over the bet's effort; none without one.
  std::optional<double> per_effort;
  Said said;
};

struct BetFindings {
  ProjectRef project;
  int64_t as_of_us = 0;
  // Null: none was chosen.
  const Metric* star = nullptr;
  // In the order of the project; of open ones those with a verdict only.
  std::vector<BetFinding> bets;
  // Of all bets, whichever are shown; none: no bet with an expectation has been measured.
  std::optional<stats::BetRecord> record;
  Said record_said;
  // Open bets, the best first.
  std::vector<PlannedBet> plan;
  Said said;
  std::vector<std::string> notes;
};

struct BetOptions {
  // Of a bet; empty: all.
  std::string name;
  // What is said of all is of open ones.
  bool plan = false;
  // Names: these alone are measured, and nothing is said of the record, of the plan and of how an
  // effect on an input explains that on the star. Empty: all are.
  std::vector<std::string> only;
  // In place of now; hides later events.
  std::optional<int64_t> as_of_us;
};

// An open bet was asked for by its name.
inline bool IsOneOpen(const BetFindings& found) {
  return found.bets.size() == 1 && found.bets.front().open;
}

// kUsage: no bet of this name. What cannot be measured says so in its finding.
Result<BetFindings> FindBets(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                             int64_t now_us, const BetOptions& options);

}  // namespace northstar
