// predicts_retention and predicts_revenue: do the units with more of it in their first days stay,
// and do they pay? (analysis/cohort_validation.h)
#include <fmt/format.h>

#include <cmath>

#include "analysis/cohorts/dose_table.h"
#include "analysis/evaluate/candidate_test.h"
#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

constexpr const char* kMotivation =
    "Users who did more stayed longer. Making others do more may not have the same effect.";

std::string Amount(double value) {
  return Humanize(value, 3);
}

std::string RangeOf(const DoseRow& row) {
  if (row.from == row.to) return Amount(row.from);
  return fmt::format("{} to {}", Amount(row.from), Amount(row.to));
}

std::string WindowWords(const CohortDesign& design) {
  return fmt::format("from day {} to day {}", design.early_days, design.horizon());
}

// The highest group that more than a few belong to.
const DoseRow& Highest(const CohortFindings& f) {
  for (size_t i = f.doses.size(); i-- > 1;) {
    if (f.doses[i].units * 10 >= f.units) return f.doses[i];
  }
  return f.doses.back();
}

// What coming back is for the candidate.
std::string AgainWords(const ActivityRoles& roles) {
  return roles.own_events_only ? "did it again" : "did other things";
}

// "62 % of those with 4 did other things, against 31 % of those with 0".
std::string Contrast(const CandidateEvidence& evidence, const CohortFindings& f) {
  const DoseRow& low = f.doses.front();
  const DoseRow& high = Highest(f);
  if (f.outcome == CohortOutcome::kRetention) {
    return fmt::format("{} of those with {} {} {}, compared with {} of those with {}",
                       Percent(high.retained.share), RangeOf(high),
                       AgainWords(evidence.units->roles), WindowWords(f.design),
                       Percent(low.retained.share), RangeOf(low));
  }
  return fmt::format("those with {} paid {} each {}, those with {} paid {}", RangeOf(high),
                     Amount(high.paid), WindowWords(f.design), RangeOf(low), Amount(low.paid));
}

std::string EffectWords(const CohortFindings& f) {
  if (!f.effect) return "";
  const bool share = f.outcome == CohortOutcome::kRetention;
  const auto words = [&](double value) { return share ? Humanize(value * 100, 2) : Amount(value); };
  return fmt::format("The top quartile is ahead of the bottom one by {} to {}{}.",
                     words(*f.effect_low), words(*f.effect_high),
                     share ? " percentage points" : " per unit");
}

std::string Missing(const CandidateEvidence& evidence, const CohortFindings& f) {
  const auto& rules = evidence.project.judgement.cohorts;
  std::string text = fmt::format(
      "{} {} in {} could be followed for {} days, and {} of them {}; at least {}, {} cohorts and "
      "{} are needed",
      WithThousands(f.units), Several(evidence.units->dose.entity), Plural(f.cohorts, "cohort"),
      f.design.horizon(), WithThousands(f.events),
      f.outcome == CohortOutcome::kRevenue ? "paid" : AgainWords(evidence.units->roles),
      FormatNumber(rules.least_units), FormatNumber(rules.least_cohorts),
      FormatNumber(rules.least_events));
  if (f.outcome == CohortOutcome::kRetention &&
      static_cast<double>(f.units - f.events) < rules.least_events)
    text +=
        fmt::format(", and as many that did not (so far {})", WithThousands(f.units - f.events));
  return text + ".";
}

std::string TooFewDiffer(const CandidateEvidence& evidence, const CohortFindings& f) {
  return fmt::format(
      "Nothing to compare: too few of the {} new {} differ in their values in the first {} days "
      "({}) to form two groups of at least {}.",
      WithThousands(f.units), Several(evidence.units->dose.entity), f.design.early_days,
      RangeOf(f.doses.front()), kLeastInGroup);
}

Said Sentence(const CandidateEvidence& evidence, const CohortFindings& f) {
  const std::string units = Several(evidence.units->dose.entity);
  const bool stay = f.outcome == CohortOutcome::kRetention;
  const char* verb = stay ? "were retained more often" : "paid more";
  switch (f.finding) {
    case CohortFinding::kPredicts: {
      Said said{fmt::format("New {} with higher early values {}: {}.", units, verb,
                            Contrast(evidence, f)),
                "It predicts more than overall activity does."};
      said.Add(EffectWords(f));
      said.Add(kMotivation);
      return said;
    }
    case CohortFinding::kPredictsWeakly: {
      Said said{fmt::format("New {} with higher early values {}, but {}: {}.", units, verb,
                            f.monotone < evidence.project.judgement.cohorts.monotone
                                ? "not at every step"
                                : "the link is weak or varies between cohorts",
                            Contrast(evidence, f)),
                EffectWords(f)};
      said.Add(kMotivation);
      return said;
    }
    case CohortFinding::kActivityOnly: {
      Said said{fmt::format("It only shows that active {} are active: higher early values came "
                            "with {}, but so did any other activity.",
                            units, stay ? "higher retention" : "higher payments"),
                Capitalised(Contrast(evidence, f)) + "."};
      said.Add(kMotivation);
      return said;
    }
    case CohortFinding::kReversed:
      return {
          fmt::format("New {} with lower early values {}: {}.", units, verb, Contrast(evidence, f)),
          EffectWords(f)};
    case CohortFinding::kNotDetected: {
      if (f.doses.size() < 2) return {TooFewDiffer(evidence, f), ""};
      Said said{
          fmt::format("There is no evidence that new {} with higher early values {}.", units, verb),
          ""};
      if (f.effect_high && *f.effect_high > 0) {
        said.Add(fmt::format("Any difference between the top and the bottom quartile is below {}.",
                             stay ? Humanize(*f.effect_high * 100, 2) + " percentage points"
                                  : Amount(*f.effect_high) + " per unit"));
      }
      return said;
    }
    case CohortFinding::kNotEnoughData:
      break;
  }
  return {"Too little data to follow new " + units + ": " + Missing(evidence, f), ""};
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
  out.said = Sentence(evidence, f);
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

TestOutcome Passing(const CandidateEvidence& evidence) {
  return NotEnough(
      fmt::format("Each {0} occurs only once, so none can come back: use an entity that can.",
                  evidence.units->dose.entity));
}

}  // namespace

TestOutcome TestPredictsRetention(const CandidateEvidence& evidence) {
  if (evidence.units == nullptr) return NoUnits(evidence, "no cohort can be followed");
  if (evidence.units->passing) return Passing(evidence);
  return Test(evidence, evidence.units->retention);
}

TestOutcome TestPredictsRevenue(const CandidateEvidence& evidence) {
  if (evidence.units == nullptr) return NoUnits(evidence, "no cohort can be followed");
  if (evidence.units->passing) return Passing(evidence);
  if (!evidence.units->no_revenue.empty()) {
    return NotEnough(fmt::format("How much individual {} pay is unknown: {}.",
                                 Several(evidence.units->dose.entity), evidence.units->no_revenue));
  }
  return Test(evidence, evidence.units->revenue);
}

}  // namespace northstar
