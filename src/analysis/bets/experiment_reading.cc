#include "analysis/bets/experiment_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/bets/effect_verdict.h"
#include "analysis/bets/unit_outcome.h"
#include "base/text.h"
#include "plan/question.h"
#include "plan/timeline_plan.h"
#include "stats/experiment/always_valid.h"
#include "stats/experiment/cuped.h"
#include "stats/experiment/detectable.h"
#include "stats/experiment/input_strength.h"
#include "stats/experiment/quantile_arms.h"
#include "stats/experiment/sample_ratio.h"
#include "stats/experiment/two_shares.h"

namespace northstar {
namespace {

constexpr double kLevel = 0.95;
constexpr double kWarnBelow = 0.01;  // of the sample ratio
constexpr int64_t kUnplannedDays = 28;
constexpr double kUseful = 0.999;  // a covariate that leaves more than this of the variance is none
constexpr int64_t kEver = INT64_MAX / 4;

using CellsByUnit = std::map<uint32_t, std::vector<UnitCell>>;

CellsByUnit ByUnit(std::vector<UnitCell> cells) {
  CellsByUnit by_unit;
  for (const UnitCell& cell : cells) by_unit[cell.entity].push_back(cell);
  return by_unit;
}

UnitNumbers Of(const UnitPart& part, const CellsByUnit& cells, uint32_t entity) {
  const auto found = cells.find(entity);
  return found == cells.end() ? UnitNumbers{} : NumbersOf(part, found->second);
}

stats::ShareCounts HitsOf(const ArmNumbers& arm) {
  stats::ShareCounts counts;
  counts.units = static_cast<int64_t>(arm.units());
  for (const double value : arm.rows[0]) counts.hits += value > 0 ? 1 : 0;
  return counts;
}

// The arms, however they were compared.
struct Compared {
  stats::Effect absolute;
  stats::ArmEstimate with, without;
};

stats::ArmEstimate ShareIn(const stats::ShareCounts& counts) {
  return stats::ShareOf(counts.hits, counts.units);
}

std::optional<Compared> Compare(const ArmNumbers& treatment, const ArmNumbers& control,
                                const stats::AdjustedArms& adjusted, bool share) {
  if (share && adjusted.variance_ratio > kUseful) {
    const stats::ShareCounts with = HitsOf(treatment), without = HitsOf(control);
    const auto shares = stats::CompareShares(with, without, kLevel);
    if (!shares) return std::nullopt;
    return Compared{shares->absolute, ShareIn(with), ShareIn(without)};
  }
  const auto arms = stats::CompareArms(adjusted.treatment, adjusted.control, kLevel);
  if (!arms) return std::nullopt;
  return Compared{arms->absolute, adjusted.treatment, adjusted.control};
}

// Of the effect relative to control, by Fieller: 0 lies in it exactly where it lies in that of the
// difference, of `half_width`, so that no verdict depends on which of the two is looked at. None
// where the control may be 0.
std::optional<EffectInterval> RelativeInterval(const Compared& compared, double half_width) {
  const double error = compared.absolute.standard_error;
  const double variance = compared.with.variance + compared.without.variance;
  if (error <= 0 || variance <= 0 || compared.without.value == 0) return std::nullopt;
  const double scale = error * error / variance;
  const auto ratio =
      stats::Fieller({compared.with.value, compared.without.value, compared.with.variance * scale,
                      compared.without.variance * scale, 0},
                     half_width / error);
  if (!ratio) return std::nullopt;
  if (compared.without.value > 0) return EffectInterval{ratio->low - 1, ratio->high - 1, true};
  return EffectInterval{1 - ratio->high, 1 - ratio->low, true};
}

void Fill(const Compared& compared, double units, double planned_units, EffectFinding& effect) {
  const stats::LookDesign design{planned_units, 1 - kLevel};
  const stats::Effect& absolute = compared.absolute;
  const double with = compared.with.value, without = compared.without.value;
  const stats::AlwaysValid looked =
      stats::LookAt(absolute.estimate, absolute.standard_error, units, design);
  effect.with = with;
  effect.without = without;
  effect.p_value = absolute.p_value;
  effect.difference = absolute.estimate;
  effect.difference_low = looked.low;
  effect.difference_high = looked.high;
  if (without != 0) {
    const double base = std::fabs(without);
    effect.effect = absolute.estimate / base;
    // To first order, as the record of bets and their joint strength take it.
    effect.standard_error =
        std::sqrt(compared.with.variance + compared.without.variance * with * with / base / base) /
        base;
    effect.detectable = stats::DetectableByLooks(*effect.standard_error, units, design);
  }
  const auto relative = RelativeInterval(compared, looked.high - absolute.estimate);
  if (relative) {
    effect.low = relative->low;
    effect.high = relative->high;
  }
  if (const auto fixed = RelativeInterval(compared, (absolute.high - absolute.low) / 2)) {
    effect.fixed_low = fixed->low;
    effect.fixed_high = fixed->high;
  }
  effect.verdict = JudgeEffect(relative.value_or(EffectInterval{looked.low, looked.high, false}),
                               effect.expected, effect.metric->increase_is_good);
}

// Of units exposed to one arm, what the outcome's mean is made of, to first order: see
// LinearizedRatio.
void AddLinear(const std::vector<uint32_t>& ids, const ArmNumbers& arm, bool quotient,
               std::map<uint32_t, double>& linear) {
  double value = 0, per = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    value += arm.rows[0][i];
    per += quotient ? arm.rows[1][i] : 1;
  }
  if (per == 0) return;
  const double ratio = value / per;
  const double mean = per / static_cast<double>(ids.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    linear[ids[i]] =
        quotient ? ratio + (arm.rows[0][i] - ratio * arm.rows[1][i]) / mean : arm.rows[0][i];
  }
}

std::string Named(const std::string& arm, const std::vector<std::string>& seen) {
  const std::string hint = DidYouMean(arm, seen);
  return fmt::format("no unit was in the arm '{}'{}", arm,
                     hint.empty() ? fmt::format(" (seen: {})", Join(seen, ", ")) : "; " + hint);
}

}  // namespace

void MeasureArms(const ArmNumbers& treatment, const ArmNumbers& control, bool quotient, bool share,
                 double planned_units, EffectFinding& effect) {
  auto with = stats::MomentsOf(stats::SumUnits(treatment.rows));
  auto without = stats::MomentsOf(stats::SumUnits(control.rows));
  if (!with || !without) {
    effect.problem = "too few units have reached their horizon";
    return;
  }
  if (quotient) {
    if (with->means[1] == 0 || without->means[1] == 0) {
      effect.problem = "its denominator is 0 in one arm";
      return;
    }
    with = stats::LinearizedRatio(*with);
    without = stats::LinearizedRatio(*without);
  }
  const stats::AdjustedArms adjusted = stats::AdjustForCovariates(*with, *without);
  const auto compared = Compare(treatment, control, adjusted, share);
  if (!compared || compared->absolute.standard_error <= 0) {
    effect.problem = "its figure does not vary between units";
    return;
  }
  effect.variance_left = adjusted.variance_ratio;
  Fill(*compared, static_cast<double>(treatment.units() + control.units()), planned_units, effect);
}

double PlannedUnits(const Experiment& experiment, const std::vector<int64_t>& exposures_us,
                    int64_t start_us) {
  if (experiment.planned_units) return std::max(1.0, *experiment.planned_units);
  int64_t days = kUnplannedDays;
  const auto to = ParseDay(experiment.to);
  if (to) days = std::max<int64_t>(1, *to - start_us / kMicrosPerDay + 1);
  const auto early = std::count_if(exposures_us.begin(), exposures_us.end(), [&](int64_t first_us) {
    return first_us < start_us + 7 * kMicrosPerDay;
  });
  return std::max(1.0, static_cast<double>(early) * static_cast<double>(days) / 7);
}

// Whom it assigned; a problem where nobody can know.
std::optional<std::string> ExperimentReader::FindEntity(const Experiment& experiment) {
  plan_.entity = experiment.entity;
  std::vector<std::string> choices;
  for (const Feed& feed : HoldingFeeds(plan_.feeds, facts_)) {
    for (const NamedExpr& entity : project_.FindSource(feed.source)->entities) {
      if (std::find(choices.begin(), choices.end(), entity.name) == choices.end())
        choices.push_back(entity.name);
    }
  }
  if (plan_.entity.empty() && choices.size() == 1) plan_.entity = choices.front();
  if (plan_.entity.empty())
    return fmt::format("it is unclear whom the experiment assigned; set 'entity:' to one of {}",
                       Join(choices, ", "));
  if (std::find(choices.begin(), choices.end(), plan_.entity) == choices.end())
    return fmt::format("events '{}' do not name a {}", experiment.assignment, plan_.entity);
  return std::nullopt;
}

// "" or why the arms cannot be told apart.
Result<std::string> ExperimentReader::FindArms(const Experiment& experiment) {
  NS_ASSIGN(const std::vector<ArmSeen> arms, engine_.ReadArms(project_, facts_, plan_));
  std::vector<std::string> seen;
  for (const ArmSeen& one : arms) seen.push_back(one.arm);
  if (seen.empty()) {
    ExposurePlan later = plan_;
    later.until_us = kEver;
    later.to_us = kEver;
    NS_ASSIGN(const std::vector<ArmSeen> coming, engine_.ReadArms(project_, facts_, later));
    too_early_ = !coming.empty();
    return too_early_ ? std::string("nobody was exposed yet")
                      : fmt::format("no event '{}' says which arm a {} is in",
                                    experiment.assignment, plan_.entity);
  }
  plan_.control = experiment.control;
  plan_.treatment = experiment.treatment;
  const auto other = [&](const std::string& than) {
    std::vector<std::string> rest = seen;
    std::erase(rest, than);
    return rest.size() == 1 ? rest.front() : std::string();
  };
  if (plan_.treatment.empty() && !plan_.control.empty()) plan_.treatment = other(plan_.control);
  if (plan_.control.empty() && !plan_.treatment.empty()) plan_.control = other(plan_.treatment);
  if (seen.size() == 1) return fmt::format("all units were in one arm, '{}'", seen.front());
  if (plan_.control.empty() || plan_.treatment.empty()) {
    return fmt::format("the arms are unclear; set 'control:' and 'treatment:' (seen: {})",
                       Join(seen, ", "));
  }
  for (const std::string& arm : {plan_.control, plan_.treatment}) {
    if (std::find(seen.begin(), seen.end(), arm) == seen.end()) return Named(arm, seen);
  }
  return std::string();
}

// "" or why there is nothing to compare.
Result<std::string> ExperimentReader::Expose(const Experiment& experiment, ExposureFinding& out) {
  const Calendar& calendar = project_.calendar;
  plan_ = {};
  too_early_ = false;
  plan_.feeds = FeedsOf(project_, {{experiment.assignment, experiment.where, {}}});
  plan_.arm = experiment.arm;
  plan_.until_us = until_us();
  const auto from = ParseDay(experiment.from);
  const auto to = ParseDay(experiment.to);
  plan_.from_us = from ? calendar.DayStart(*from) : -kEver;
  plan_.to_us = std::min(to ? calendar.DayStart(*to + 1) : kEver, until_us() + 1);
  if (!facts_.event_codes.contains(experiment.assignment)) {
    std::vector<std::string> known;
    for (const auto& [name, code] : facts_.event_codes) known.push_back(name);
    const std::string hint = DidYouMean(experiment.assignment, known);
    return fmt::format("no event '{}' was seen{}", experiment.assignment,
                       hint.empty() ? "" : "; " + hint);
  }
  if (plan_.arm.empty())
    return std::string("the experiment does not say which dimension names the arm; set 'arm:'");
  if (auto problem = FindEntity(experiment)) return *std::move(problem);
  out.entity = plan_.entity;
  NS_ASSIGN(std::string problem, FindArms(experiment));
  if (!problem.empty()) return problem;
  out.control = plan_.control;
  out.treatment = plan_.treatment;
  NS_ASSIGN(units_, engine_.ReadExposures(project_, facts_, plan_));
  std::vector<int64_t> exposures;
  for (const ExposedUnit& unit : units_) {
    if (unit.in_both) {
      ++out.in_both;
      continue;
    }
    ++(unit.treated ? out.treated_units : out.control_units);
    exposures.push_back(unit.first_us);
  }
  if (exposures.empty()) return std::string("every unit was in both arms");
  out.first_us = *std::min_element(exposures.begin(), exposures.end());
  out.planned_units = PlannedUnits(experiment, exposures, from ? plan_.from_us : out.first_us);
  const std::vector<double> counts{static_cast<double>(out.treated_units),
                                   static_cast<double>(out.control_units)};
  const std::vector<double> shares{experiment.split, 1 - experiment.split};
  if (const auto ratio = stats::CheckSampleRatio(counts, shares)) {
    out.sample_ratio_p = ratio->p_value;
    out.sample_ratio_warns = !ratio->mismatch && ratio->p_value < kWarnBelow;
  }
  return std::string();
}

// The units that count for an outcome, by arm, and what they did.
struct ExperimentReader::ReadUnits {
  UnitOutcome outcome;
  CellsByUnit values, divisors;
  std::vector<uint32_t> ids[2];  // of control, of treatment

  bool quotient() const { return outcome.per.has_value(); }
  ArmNumbers NumbersOfArm(int arm) const;
  std::vector<stats::BatchedValue> ValuesOfArm(int arm) const;
};

ArmNumbers ExperimentReader::ReadUnits::NumbersOfArm(int arm) const {
  ArmNumbers numbers;
  numbers.rows.resize(quotient() ? 4 : 2);
  for (const uint32_t id : ids[arm]) {
    const UnitNumbers value = Of(outcome.value, values, id);
    numbers.rows[0].push_back(value.outcome);
    if (!quotient()) {
      numbers.rows[1].push_back(value.before);
      continue;
    }
    const UnitNumbers per = Of(*outcome.per, divisors, id);
    numbers.rows[1].push_back(per.outcome);
    numbers.rows[2].push_back(value.before);
    numbers.rows[3].push_back(per.before);
  }
  return numbers;
}

std::vector<stats::BatchedValue> ExperimentReader::ReadUnits::ValuesOfArm(int arm) const {
  std::vector<stats::BatchedValue> batched;
  for (const uint32_t id : ids[arm]) {
    const auto found = values.find(id);
    if (found == values.end()) continue;
    for (const UnitCell& cell : found->second)
      batched.push_back({cell.sum, id % static_cast<uint32_t>(kBuckets)});
  }
  return batched;
}

Result<ExperimentReader::ReadUnits> ExperimentReader::UnitsFor(const UnitOutcome& outcome,
                                                               int64_t known_us,
                                                               EffectFinding& effect) {
  ReadUnits read;
  read.outcome = outcome;
  NS_ASSIGN(std::vector<UnitCell> cells,
            engine_.ReadUnitFigures(project_, facts_, plan_, outcome.value.figure));
  read.values = ByUnit(std::move(cells));
  if (outcome.per) {
    NS_ASSIGN(std::vector<UnitCell> more,
              engine_.ReadUnitFigures(project_, facts_, plan_, outcome.per->figure));
    read.divisors = ByUnit(std::move(more));
  }
  for (const ExposedUnit& unit : units_) {
    if (unit.in_both) continue;
    const auto settled = SettledAt(project_.calendar, outcome, unit.first_us);
    if (!settled || *settled > known_us + 1) {
      ++effect.not_yet;
    } else {
      read.ids[unit.treated].push_back(unit.entity);
    }
  }
  effect.treated_units = static_cast<int64_t>(read.ids[1].size());
  effect.control_units = static_cast<int64_t>(read.ids[0].size());
  return read;
}

namespace {

// Too early, or a lot that was not fair: then nothing is read out.
bool IsHeldBack(const ExposureFinding& exposure, int64_t known_us, EffectFinding& effect) {
  if (exposure.sample_ratio_p && *exposure.sample_ratio_p < stats::kSampleRatioLevel) {
    effect.verdict = BetVerdict::kSampleRatio;
    return true;
  }
  const int64_t days = std::max<int64_t>(0, (known_us - exposure.first_us) / kMicrosPerDay);
  const int64_t least = std::min(effect.treated_units, effect.control_units);
  if (days >= kLeastDays && least >= kLeastUnits) return false;
  effect.verdict = BetVerdict::kTooEarly;
  effect.problem =
      days < kLeastDays
          ? fmt::format("the first exposure was {} ago, and {} days are needed",
                        Plural(days, "day"), kLeastDays)
          : fmt::format("{} of the smaller arm have reached their horizon, and {} are needed",
                        Plural(least, "unit"), kLeastUnits);
  return true;
}

void MeasureQuantiles(const std::vector<stats::BatchedValue>& treatment,
                      const std::vector<stats::BatchedValue>& control, double share,
                      double planned_units, EffectFinding& effect) {
  const auto with = stats::QuantileOf(treatment, kBuckets, share);
  const auto without = stats::QuantileOf(control, kBuckets, share);
  if (!with || !without) {
    effect.problem = "too few values for a percentile with an interval";
    return;
  }
  const auto arms = stats::CompareArms(*with, *without, kLevel);
  if (!arms || arms->absolute.standard_error <= 0) {
    effect.problem = "its figure does not vary between units";
    return;
  }
  Fill({arms->absolute, *with, *without},
       static_cast<double>(effect.treated_units + effect.control_units), planned_units, effect);
}

}  // namespace

Result<EffectFinding> ExperimentReader::ReadEffect(const Experiment& experiment,
                                                   const ExposureFinding& exposure,
                                                   const AskedEffect& asked,
                                                   std::map<uint32_t, double>& linear) {
  EffectFinding effect;
  effect.metric = asked.metric;
  effect.expected = asked.expected;
  effect.method = BetMethod::kExperiment;
  const OutcomeOptions options{plan_.entity, experiment.horizon, exposure.first_us, until_us()};
  const auto found = OutcomeOf(project_, facts_, *asked.metric, options);
  if (const auto* why = std::get_if<std::string>(&found)) {
    effect.problem = fmt::format("{} {}", asked.metric->label, *why);
    return effect;
  }
  const int64_t known_us =
      CompletenessOf(project_, *asked.metric, facts_, as_of_us_, now_us_).as_of_us;
  NS_ASSIGN(const ReadUnits read, UnitsFor(std::get<UnitOutcome>(found), known_us, effect));
  if (IsHeldBack(exposure, known_us, effect)) return effect;
  if (read.outcome.quantile) {
    MeasureQuantiles(read.ValuesOfArm(1), read.ValuesOfArm(0), *read.outcome.quantile,
                     exposure.planned_units, effect);
    return effect;
  }
  const ArmNumbers arms[2] = {read.NumbersOfArm(0), read.NumbersOfArm(1)};
  MeasureArms(arms[1], arms[0], read.quotient(), read.outcome.is_share(), exposure.planned_units,
              effect);
  for (const int arm : {0, 1}) AddLinear(read.ids[arm], arms[arm], read.quotient(), linear);
  return effect;
}

namespace {

// Treatment less control of both, over control.
std::optional<stats::ExperimentEffect> JointEffect(const std::vector<ExposedUnit>& units,
                                                   const std::map<uint32_t, double>& input,
                                                   const std::map<uint32_t, double>& star) {
  std::vector<std::vector<double>> arms[2];
  for (auto& arm : arms) arm.resize(2);
  for (const ExposedUnit& unit : units) {
    const auto one = input.find(unit.entity);
    const auto other = star.find(unit.entity);
    if (unit.in_both || one == input.end() || other == star.end()) continue;
    arms[unit.treated][0].push_back(one->second);
    arms[unit.treated][1].push_back(other->second);
  }
  const auto treatment = stats::MomentsOf(stats::SumUnits(arms[1]));
  const auto control = stats::MomentsOf(stats::SumUnits(arms[0]));
  if (!treatment || !control) return std::nullopt;
  const double of_input = std::fabs(control->means[0]), of_star = std::fabs(control->means[1]);
  if (of_input == 0 || of_star == 0) return std::nullopt;
  stats::ExperimentEffect effect = stats::EffectOnBoth(*treatment, *control);
  effect.metric /= of_input;
  effect.outcome /= of_star;
  effect.metric_variance /= of_input * of_input;
  effect.outcome_variance /= of_star * of_star;
  effect.covariance /= of_input * of_star;
  return effect;
}

}  // namespace

Result<ExperimentReading> ExperimentReader::Read(const Experiment& experiment,
                                                 const std::vector<AskedEffect>& asked) {
  ExperimentReading reading;
  NS_ASSIGN(reading.problem, Expose(experiment, reading.exposure));
  std::vector<std::map<uint32_t, double>> linear(asked.size());
  for (size_t i = 0; i < asked.size(); ++i) {
    if (!reading.problem.empty()) {
      EffectFinding& none = reading.effects.emplace_back();
      none.metric = asked[i].metric;
      none.expected = asked[i].expected;
      none.method = BetMethod::kExperiment;
      none.problem = reading.problem;
      if (too_early_) none.verdict = BetVerdict::kTooEarly;
      continue;
    }
    NS_ASSIGN(EffectFinding effect, ReadEffect(experiment, reading.exposure, asked[i], linear[i]));
    reading.effects.push_back(std::move(effect));
  }
  if (asked.size() >= 2) reading.joint = JointEffect(units_, linear[0], linear[1]);
  units_.clear();
  return reading;
}

}  // namespace northstar
