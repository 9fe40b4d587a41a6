// predicts_retention and predicts_revenue: do the units with more of it in their first days stay,
// and do they pay? (analysis/cohort_validation.h)
#include <cmath>

#include "analysis/cohorts/dose_table.h"
#include "analysis/evaluate/candidate_test.h"
#include "model/project.h"
#include "words/candidate/predicts.h"

namespace northstar {
namespace {

// The highest group that more than a few belong to.
const DoseRow& Highest(const CohortFindings& f) {
  for (size_t i = f.doses.size(); i-- > 1;) {
    if (f.doses[i].units * 10 >= f.units) return f.doses[i];
  }
  return f.doses.back();
}

EarlyGroup GroupOf(const DoseRow& row) {
  return {row.from, row.to, row.retained.share, row.paid};
}

PredictsStatement::Code CodeOf(const CohortFindings& f, double rising) {
  using Code = PredictsStatement::Code;
  switch (f.finding) {
    case CohortFinding::kPredicts:
      return Code::kPredicts;
    case CohortFinding::kPredictsWeakly:
      return f.monotone < rising ? Code::kNotAtEveryStep : Code::kPredictsWeakly;
    case CohortFinding::kActivityOnly:
      return Code::kActivityOnly;
    case CohortFinding::kReversed:
      return Code::kReversed;
    case CohortFinding::kNotDetected:
      return f.doses.size() < 2 ? Code::kValuesAlike : Code::kNotDetected;
    case CohortFinding::kNotEnoughData:
      break;
  }
  return Code::kNotEnoughData;
}

PredictsStatement StatementOn(const CandidateEvidence& evidence, const CohortFindings& f) {
  using Outcome = PredictsStatement::Outcome;
  const auto& rules = evidence.project.judgement.cohorts;
  PredictsStatement s{CodeOf(f, rules.monotone)};
  s.outcome = f.outcome == CohortOutcome::kRetention ? Outcome::kRetention : Outcome::kRevenue;
  s.entity = evidence.units->dose.entity;
  s.own_events_only = evidence.units->roles.own_events_only;
  s.early_days = f.design.early_days;
  s.horizon = f.design.horizon();
  if (!f.doses.empty()) {
    s.low = GroupOf(f.doses.front());
    s.high = GroupOf(Highest(f));
  }
  if (f.effect) s.effect_low = f.effect_low;
  s.effect_high = f.effect_high;  // the most that it may be is told without an estimate too
  s.cohorts = f.cohorts;
  s.units = f.units;
  s.events = f.events;
  s.least_units = rules.least_units;
  s.least_cohorts = rules.least_cohorts;
  s.least_events = rules.least_events;
  s.least_in_group = kLeastInGroup;
  return s;
}

TestOutcome PaymentsUnknown(const CandidateEvidence& evidence) {
  PredictsStatement s{PredictsStatement::Code::kNoPayments};
  s.entity = evidence.units->dose.entity;
  s.why = *evidence.units->no_payments;
  if (evidence.outcome != nullptr) s.outcome_metric = NameOf(*evidence.outcome);
  return NotEnough(Words(s));
}

DetailTable DoseTable(const CohortFindings& f) {
  DetailTable table{{"from", "to", "mean", "units", "returned", "share", "low", "high", "paid",
                     "paid_low", "paid_high", "median_paid"},
                    {}};
  for (const DoseRow& row : f.doses) {
    table.rows.push_back({row.from, row.to, row.mean, static_cast<double>(row.units),
                          static_cast<double>(row.returned), row.retained.share, row.retained.low,
                          row.retained.high, row.paid, row.paid_low, row.paid_high,
                          row.median_paid});
  }
  return table;
}

void AddDetail(const CandidateEvidence& evidence, const CohortFindings& f, TestOutcome& out) {
  const auto add = [&](const char* name, const std::optional<double>& value) {
    if (value) out.detail.emplace_back(name, *value);
  };
  out.detail = {{"entity", evidence.units->dose.entity},
                {"measured_as", evidence.units->dose.words},
                {"early_days", static_cast<double>(f.design.early_days)},
                {"horizon_days", static_cast<double>(f.design.horizon())},
                {"cohort", std::string(GrainName(f.design.cohort))},
                {"cohorts", static_cast<double>(f.cohorts)},
                {"units", static_cast<double>(f.units)},
                {"events", static_cast<double>(f.events)},
                {"dropped_too_young", static_cast<double>(f.too_young)},
                {"dropped_maybe_older", static_cast<double>(f.maybe_older)},
                {"sampled", evidence.units->sampled}};
  out.detail.emplace_back("returned_by",
                          std::string(evidence.units->roles.own_events_only
                                          ? "the candidate's own events: there are no others"
                                          : "other activity than the candidate's own events"));
  out.detail.emplace_back("rhythm_days", evidence.units->histories.rhythm_days);
  if (f.auc) {
    out.detail.emplace_back("auc", f.auc->auc);
    out.detail.emplace_back("auc_error", std::sqrt(f.auc->variance));
  }
  add("auc_of_activity", f.auc_of_activity);
  if (f.outcome == CohortOutcome::kRevenue) add("rank_correlation", f.strength);
  if (f.trend) {
    out.detail.emplace_back("trend_chi_squared", f.trend->chi_squared);
    out.detail.emplace_back("trend_p", f.trend->p_value);
  }
  add("effect", f.effect);
  add("effect_low", f.effect_low);
  add("effect_high", f.effect_high);
  add("added_to_activity_p", f.added_p);
  if (!f.doses.empty()) out.detail.emplace_back("monotone", f.monotone);
  add("plateau_at", f.plateau_at);
  add("plateau_low", f.plateau_low);
  add("plateau_high", f.plateau_high);
  add("days_gained", f.days_gained);
  if (f.log_rank) out.detail.emplace_back("log_rank_trend_p", f.log_rank->trend_p_value);
  if (f.stability) {
    out.detail.emplace_back("cohort_effects_i2", f.stability->i_squared);
    add("cohort_effects_predict_low", f.stability->predict_low);
    add("cohort_effects_predict_high", f.stability->predict_high);
  }
  add("e_value", f.e_value);
  if (!f.doses.empty()) out.detail.emplace_back("doses", DoseTable(f));
}

TestOutcome Test(const CandidateEvidence& evidence, const CohortFindings& f) {
  const auto& points = evidence.project.judgement.cohorts;
  TestOutcome out;
  out.finding = CohortFindingName(f.finding);
  out.said = Words(StatementOn(evidence, f));
  AddDetail(evidence, f, out);
  out.value = f.strength;
  out.low = f.strength_low;
  out.high = f.strength_high;
  out.unit = f.outcome == CohortOutcome::kRetention
                 ? "how often one that stays had a higher early value than one that leaves, 0 to 1"
                 : "rank correlation with later payments, -1 to 1";
  const auto score = [&](Verdict verdict, double at, double low, double high) {
    out.verdict = verdict;
    out.score = at;
    out.score_low = std::min(at, low);
    out.score_high = std::max(at, high);
  };
  switch (f.finding) {
    case CohortFinding::kPredicts:
      score(Verdict::kPass, points.predicts, points.predicts_weakly, points.predicts);
      break;
    case CohortFinding::kPredictsWeakly:
      score(Verdict::kUnclear, points.predicts_weakly, points.activity_only, points.predicts);
      break;
    case CohortFinding::kActivityOnly:
      score(Verdict::kUnclear, points.activity_only, points.not_detected, points.activity_only);
      break;
    case CohortFinding::kNotDetected:
      score(Verdict::kUnclear, points.not_detected, points.reversed, points.activity_only);
      break;
    case CohortFinding::kReversed:
      score(Verdict::kFail, points.reversed, points.reversed, points.not_detected);
      break;
    case CohortFinding::kNotEnoughData:
      out.verdict = Verdict::kInsufficientData;
      break;
  }
  return out;
}

}  // namespace

TestOutcome TestPredictsRetention(const CandidateEvidence& evidence) {
  if (evidence.units == nullptr)
    return NoUnits(evidence, NotTestedStatement::Therefore::kNoCohorts);
  if (evidence.units->passing) return OccursOnce(evidence);
  return Test(evidence, evidence.units->retention);
}

TestOutcome TestPredictsRevenue(const CandidateEvidence& evidence) {
  if (evidence.units == nullptr)
    return NoUnits(evidence, NotTestedStatement::Therefore::kNoCohorts);
  if (evidence.units->passing) return OccursOnce(evidence);
  if (evidence.units->no_payments) return PaymentsUnknown(evidence);
  return Test(evidence, evidence.units->revenue);
}

}  // namespace northstar
