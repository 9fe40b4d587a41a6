#include "analysis/cohorts/cohort_validation.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/cohorts/dose_table.h"
#include "model/project.h"
#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/glm.h"
#include "stats/rank_correlation.h"

namespace northstar {
namespace {

constexpr double kLevel = 0.95;
constexpr size_t kLeastPerCohort = 30;  // units, for a slope of its own

// The units as columns.
struct Table {
  std::vector<double> early, activity, days, recency, outcome;
  std::vector<char> returned;
  std::vector<int> cohort;  // 0 … cohorts - 1
  std::vector<int> number;  // by cohort: as units have it
  int cohorts = 0;
};

Table TableOf(const std::vector<CohortUnit>& units, CohortOutcome outcome) {
  Table table;
  std::map<int, int> numbers;
  for (const CohortUnit& unit : units) {
    table.early.push_back(unit.early);
    table.activity.push_back(unit.activity);
    table.days.push_back(unit.active_days);
    table.recency.push_back(unit.last_active);
    table.returned.push_back(unit.returned);
    table.outcome.push_back(outcome == CohortOutcome::kRetention ? (unit.returned ? 1 : 0)
                                                                 : std::max(0.0, unit.paid));
    const auto [known, fresh] = numbers.try_emplace(unit.cohort, static_cast<int>(numbers.size()));
    if (fresh) table.number.push_back(unit.cohort);
    table.cohort.push_back(known->second);
  }
  table.cohorts = static_cast<int>(numbers.size());
  return table;
}

// Signed, because values can be negative.
std::vector<double> Log1p(const std::vector<double>& x) {
  std::vector<double> out;
  for (const double value : x) out.push_back(std::copysign(std::log1p(std::fabs(value)), value));
  return out;
}

// Divided by the standard deviation within cohorts; empty when there is none.
std::vector<double> Standardised(std::vector<double> x, const std::vector<int>& cohort, int cohorts,
                                 double* scale) {
  std::vector<double> sum(static_cast<size_t>(cohorts)), n(static_cast<size_t>(cohorts));
  for (size_t i = 0; i < x.size(); ++i) {
    sum[static_cast<size_t>(cohort[i])] += x[i];
    n[static_cast<size_t>(cohort[i])] += 1;
  }
  double squares = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const auto c = static_cast<size_t>(cohort[i]);
    const double d = x[i] - sum[c] / n[c];
    squares += d * d;
  }
  *scale = std::sqrt(squares / std::max(1.0, static_cast<double>(x.size()) - cohorts));
  if (!(*scale > 1e-9)) return {};
  for (double& value : x) value /= *scale;
  return x;
}

class Validator {
 public:
  Validator(const MeasuredUnits& measured, CohortOutcome outcome, const CohortDesign& design,
            const Judgement& judgement, uint64_t seed)
      : measured_(measured),
        rules_(judgement.cohorts),
        family_(outcome == CohortOutcome::kRetention ? stats::GlmFamily::kLogistic
                                                     : stats::GlmFamily::kPoisson),
        seed_(seed),
        table_(TableOf(measured.units, outcome)) {
    f_.outcome = outcome;
    f_.design = design;
    f_.cohorts = table_.cohorts;
    f_.units = static_cast<int64_t>(measured.units.size());
    f_.too_young = measured.too_young;
    f_.maybe_older = measured.maybe_older;
    for (const double y : table_.outcome) f_.events += y > 0;
  }

  CohortFindings Run() {
    if (TooFew()) return f_;
    f_.doses = MakeDoseTable(measured_.units, seed_);
    if (f_.doses.size() < 2) {  // too few differ to compare anything
      f_.finding = CohortFinding::kNotDetected;
      return std::move(f_);
    }
    f_.monotone = MonotoneShare(f_.doses, f_.outcome);
    f_.trend = stats::TestDoseTrend(DoseStrata(measured_.units));
    if (f_.monotone >= rules_.monotone) FindPlateau(measured_.units, f_.outcome, seed_, f_);
    f_.doubling = DoublingIn(f_.doses, f_.outcome);
    MeasureStrength();
    FitEffect();
    CompareWithActivity();
    FollowSurvival();
    CheckStability();
    CompareCohorts();
    f_.finding = Find();
    return std::move(f_);
  }

 private:
  bool TooFew() const {
    const auto missing = [](int64_t have, double wanted) {
      return static_cast<double>(have) < wanted;
    };
    // Units that all come back say as little as units that never do.
    const int64_t others = f_.units - f_.events;
    const bool one_sided =
        f_.outcome == CohortOutcome::kRetention && missing(others, rules_.least_events);
    return missing(f_.cohorts, rules_.least_cohorts) || missing(f_.units, rules_.least_units) ||
           missing(f_.events, rules_.least_events) || one_sided;
  }

  void MeasureStrength() {
    f_.auc = stats::StratifiedAuc(table_.early, table_.returned, table_.cohort);
    if (const auto activity = stats::StratifiedAuc(table_.activity, table_.returned, table_.cohort))
      f_.auc_of_activity = activity->auc;
    if (f_.outcome == CohortOutcome::kRetention) {
      if (!f_.auc) return;
      const double half = stats::NormalQuantile(0.5 + kLevel / 2) * std::sqrt(f_.auc->variance);
      f_.strength = f_.auc->auc;
      f_.strength_low = std::max(0.0, f_.auc->auc - half);
      f_.strength_high = std::min(1.0, f_.auc->auc + half);
      return;
    }
    const auto pooled = stats::PooledSpearman(table_.early, table_.outcome, table_.cohort, kLevel);
    if (!pooled) return;
    f_.strength = pooled->rho;
    f_.strength_low = pooled->low;
    f_.strength_high = pooled->high;
  }

  // The lower and upper quartile of early value; where they are the same (most have none), nobody's
  // against the mean of those who have some.
  void FindContrast() {
    f_.dose_low = stats::Quantile(table_.early, 0.25);
    f_.dose_high = stats::Quantile(table_.early, 0.75);
    if (f_.dose_high > f_.dose_low) return;
    double sum = 0;
    double n = 0;
    for (const double v : table_.early) {
      if (v > f_.dose_low) sum += v, n += 1;
    }
    if (n > 0) {
      f_.dose_high = sum / n;
      return;
    }
    f_.dose_low = stats::Quantile(table_.early, 0);
  }

  void FitEffect() {
    FindContrast();
    double scale = 1;
    std::vector<double> x =
        Standardised(Log1p(table_.early), table_.cohort, table_.cohorts, &scale);
    if (x.empty() || !(f_.dose_high > f_.dose_low)) return;
    const stats::GlmData data{{std::move(x)}, table_.outcome, table_.cohort, {}};
    const auto fit = stats::FitGlm(data, family_);
    if (!fit) return;
    const double low = Log1p({f_.dose_low})[0] / scale;
    const double high = Log1p({f_.dose_high})[0] / scale;
    const stats::MarginalEffect effect =
        stats::MarginalDifference(*fit, data, family_, 0, low, high);
    const double half = stats::NormalQuantile(0.5 + kLevel / 2) * effect.standard_error;
    f_.effect = effect.difference;
    f_.effect_low = effect.difference - half;
    f_.effect_high = effect.difference + half;
    // How many times as likely (or as much), for the hidden cause that could explain it.
    const double base = stats::Mean(table_.outcome);
    const double lower = base - effect.difference / 2;
    const double upper = base + effect.difference / 2;
    if (lower > 0 && upper > 0) f_.e_value = stats::EValue(upper / lower);
  }

  // Everything about activity that is known at day E, bent freely enough that mere activity in
  // another guise is not taken for more than it is.
  stats::Columns ActivityColumns() const {
    stats::Columns columns;
    const auto add = [&](std::vector<double> x) {
      double scale = 1;
      x = Standardised(std::move(x), table_.cohort, table_.cohorts, &scale);
      if (!x.empty()) columns.push_back(std::move(x));
    };
    const std::vector<double> events = Log1p(table_.activity);
    std::vector<double> squares;
    for (const double e : events) squares.push_back(e * e);
    add(events);
    add(std::move(squares));
    add(Log1p(table_.days));
    add(table_.recency);
    return columns;
  }

  void CompareWithActivity() {
    double scale = 1;
    std::vector<double> x =
        Standardised(Log1p(table_.early), table_.cohort, table_.cohorts, &scale);
    if (x.empty()) return;
    stats::GlmData data{ActivityColumns(), table_.outcome, table_.cohort, {}};
    data.x.insert(data.x.begin(), std::move(x));
    const auto fit = stats::FitGlm(data, family_);
    if (!fit) return;  // cannot be told apart from activity
    const double z = fit->coefficients[0] / fit->robust_errors[0];
    f_.added_p = 2 * stats::NormalCdf(-std::fabs(z));
    f_.adds_to_activity = z > 0 && *f_.added_p <= rules_.alpha;
  }

  // From day E on, of those who were seen again after it.
  void FollowSurvival() {
    std::vector<double> values;
    std::vector<const CohortUnit*> followed;
    for (const CohortUnit& unit : measured_.units) {
      if (unit.followed_days <= 0) continue;
      followed.push_back(&unit);
      values.push_back(unit.early);
    }
    if (followed.size() < static_cast<size_t>(rules_.least_units)) return;
    const double cuts[] = {stats::Quantile(values, 1.0 / 3), stats::Quantile(values, 2.0 / 3)};
    std::vector<stats::SurvivalUnit> units;
    std::map<int, int> present;
    for (const CohortUnit* unit : followed) {
      const int tertile = (unit->early > cuts[0]) + (unit->early > cuts[1]);
      units.push_back({unit->followed_days, unit->gone, tertile});
      ++present[tertile];
      f_.horizon_days = std::max(f_.horizon_days, unit->followed_days);
    }
    if (present.size() < 2) return;
    int next = 0;
    for (auto& [tertile, number] : present) number = next++;
    for (stats::SurvivalUnit& unit : units) unit.group = present[unit.group];
    f_.log_rank = stats::TestLogRank(units, next);
    f_.horizon_days = std::min(f_.horizon_days, 365.0);
    for (int group = 0; group < next; ++group) AddTertile(units, followed, group);
    f_.days_gained = f_.tertiles.back().restricted_mean - f_.tertiles.front().restricted_mean;
  }

  void AddTertile(const std::vector<stats::SurvivalUnit>& units,
                  const std::vector<const CohortUnit*>& followed, int group) {
    SurvivalTertile tertile;
    std::vector<stats::SurvivalUnit> members;
    for (size_t i = 0; i < units.size(); ++i) {
      if (units[i].group != group) continue;
      const double early = followed[i]->early;
      tertile.from = members.empty() ? early : std::min(tertile.from, early);
      tertile.to = members.empty() ? early : std::max(tertile.to, early);
      members.push_back(units[i]);
    }
    tertile.curve = stats::KaplanMeier(members, kLevel);
    tertile.restricted_mean = stats::RestrictedMeanSurvival(tertile.curve, f_.horizon_days).mean;
    f_.tertiles.push_back(std::move(tertile));
  }

  // Is the relation the same in every cohort?
  void CheckStability() {
    double scale = 1;
    const std::vector<double> x =
        Standardised(Log1p(table_.early), table_.cohort, table_.cohorts, &scale);
    if (x.empty()) return;
    std::vector<double> effects;
    std::vector<double> variances;
    for (int cohort = 0; cohort < table_.cohorts; ++cohort) {
      stats::GlmData data;
      data.x.resize(1);
      for (size_t i = 0; i < x.size(); ++i) {
        if (table_.cohort[i] != cohort) continue;
        data.x[0].push_back(x[i]);
        data.y.push_back(table_.outcome[i]);
      }
      if (data.y.size() < kLeastPerCohort) continue;
      const auto fit = stats::FitGlm(data, family_);
      if (!fit || !(fit->robust_errors[0] > 0) || fit->penalised) continue;
      effects.push_back(fit->coefficients[0]);
      variances.push_back(fit->robust_errors[0] * fit->robust_errors[0]);
      f_.by_cohort.push_back({table_.number[static_cast<size_t>(cohort)],
                              static_cast<int64_t>(data.y.size()), effects.back(),
                              fit->robust_errors[0]});
    }
    std::sort(f_.by_cohort.begin(), f_.by_cohort.end(),
              [](const CohortEffect& a, const CohortEffect& b) { return a.cohort < b.cohort; });
    if (effects.size() < 3) return;
    f_.stability =
        stats::RandomEffects(effects, variances, stats::Heterogeneity::kPauleMandel, kLevel);
  }

  void CompareCohorts() {
    std::vector<double> sum(static_cast<size_t>(table_.cohorts)), n(sum.size()), means;
    for (size_t i = 0; i < table_.early.size(); ++i) {
      sum[static_cast<size_t>(table_.cohort[i])] += table_.early[i];
      n[static_cast<size_t>(table_.cohort[i])] += 1;
    }
    for (size_t c = 0; c < sum.size(); ++c) {
      if (n[c] >= static_cast<double>(kLeastPerCohort)) means.push_back(sum[c] / n[c]);
    }
    if (means.size() >= 3 && stats::Mean(means) > 0)
      f_.dose_variation = std::sqrt(stats::Variance(means)) / stats::Mean(means);
  }

  CohortFinding Find() const {
    if (!f_.effect) return CohortFinding::kNotDetected;
    if (*f_.effect_high < 0) return CohortFinding::kReversed;
    if (*f_.effect_low <= 0) return CohortFinding::kNotDetected;
    if (!f_.adds_to_activity) return CohortFinding::kActivityOnly;
    const double good =
        f_.outcome == CohortOutcome::kRetention ? rules_.good_auc : rules_.good_correlation;
    const bool strong = f_.strength && *f_.strength >= good;
    const bool unstable =
        f_.stability && f_.stability->predict_low && *f_.stability->predict_low < 0;
    if (strong && f_.monotone >= rules_.monotone && !unstable) return CohortFinding::kPredicts;
    return CohortFinding::kPredictsWeakly;
  }

  const MeasuredUnits& measured_;
  decltype(Judgement::cohorts) rules_;
  stats::GlmFamily family_;
  uint64_t seed_;
  Table table_;
  CohortFindings f_;
};

}  // namespace

std::string_view CohortFindingName(CohortFinding finding) {
  static constexpr std::string_view kNames[] = {"PREDICTS",      "PREDICTS_WEAKLY",
                                                "ACTIVITY_ONLY", "NOT_DETECTED",
                                                "REVERSED",      "NOT_ENOUGH_DATA"};
  return kNames[static_cast<size_t>(finding)];
}

CohortFindings ValidateCohorts(const MeasuredUnits& measured, CohortOutcome outcome,
                               const CohortDesign& design, const Judgement& judgement,
                               uint64_t seed) {
  return Validator(measured, outcome, design, judgement, seed).Run();
}

}  // namespace northstar
