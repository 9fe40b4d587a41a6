#include "analysis/lead/lead_statement.h"

#include <algorithm>
#include <functional>

namespace northstar {
namespace {

bool NeverChanges(const std::vector<double>& values) {
  return std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
}

LeadStatement::Code CodeOf(stats::LeadFinding finding) {
  using Code = LeadStatement::Code;
  switch (finding) {
    case stats::LeadFinding::kLeads:
      return Code::kLeads;
    case stats::LeadFinding::kLikelyLeads:
      return Code::kLikelyLeads;
    case stats::LeadFinding::kLeadsInversely:
      return Code::kLeadsInversely;
    case stats::LeadFinding::kSuggestive:
      return Code::kSuggestive;
    case stats::LeadFinding::kMovesTogether:
      return Code::kMovesTogether;
    case stats::LeadFinding::kFollows:
      return Code::kFollows;
    case stats::LeadFinding::kNotDetected:
      return Code::kNotDetected;
    case stats::LeadFinding::kIsRevenue:
      return Code::kIsRevenue;
    case stats::LeadFinding::kMayBeRevenue:
      return Code::kMayBeRevenue;
    case stats::LeadFinding::kNoVariation:
      return Code::kNoVariation;
    case stats::LeadFinding::kNotEnoughData:
      break;
  }
  return Code::kNotEnoughData;
}

std::optional<LeadEffect> EffectOf(const LeadFindings& f) {
  const stats::LeadResult& r = f.result;
  if (!r.effect) return std::nullopt;
  LeadEffect effect{*r.low, *r.high, f.level, r.lags_tried};
  if (r.gain) effect.error_reduction = r.gain->r2_out_of_sample;
  return effect;
}

LeadShortfall ShortfallOf(const LeadFindings& f, const Calendar& calendar) {
  LeadShortfall missing;
  missing.least_weeks = stats::kLeastWeeksToTest;
  missing.more_to_test = std::max(0, stats::kLeastMonthsToTest - f.result.n);
  missing.more_to_be_likely = std::max(0, stats::kMonthsForLikely - f.result.n);
  if (f.starts.empty()) return missing;
  const Day last = f.starts.back();
  missing.test_from = calendar.Shift(Grain::kMonth, last, missing.more_to_test + 1);
  missing.likely_from = calendar.Shift(Grain::kMonth, last, missing.more_to_be_likely + 1);
  return missing;
}

LeadCaveat::Code CodeOf(stats::LeadWarning warning) {
  using Code = LeadCaveat::Code;
  switch (warning) {
    case stats::LeadWarning::kNonPositiveLog:
      return Code::kNonPositive;
    case stats::LeadWarning::kSeasonNotSeparable:
      return Code::kSeason;
    case stats::LeadWarning::kOutliersClamped:
      return Code::kOutliers;
    case stats::LeadWarning::kOnePair:
      return Code::kOnePair;
    case stats::LeadWarning::kShiftsAlike:
      return Code::kShiftsAlike;
    case stats::LeadWarning::kUnstableSign:
      break;
  }
  return Code::kUnstableSign;
}

}  // namespace

LeadStatement StatementOn(const LeadFindings& f, const Calendar& calendar) {
  const stats::LeadResult& r = f.result;
  LeadStatement s{CodeOf(r.finding), f.candidate, f.outcome, f.grain, r.n};
  s.lag = r.finding == stats::LeadFinding::kFollows ? r.reverse_lag : r.lag;
  s.width = r.width;
  s.inverse = r.correlation < 0;
  s.inverse_wanted = r.wanted == stats::LeadSign::kInverse;
  s.correlation = r.together_correlation;
  s.effect = EffectOf(f);
  s.chance = {r.p_value, r.p_adjusted, static_cast<int>(f.family)};
  s.detectable = r.minimum_detectable;
  s.other_income = f.link == OutcomeLink::kIncome;
  s.candidate_is_constant = NeverChanges(f.candidate_values);
  s.shortfall = ShortfallOf(f, calendar);
  return s;
}

std::vector<LeadCaveat> CaveatsOf(const LeadFindings& f, const stats::LeadOptions& options) {
  using Code = LeadCaveat::Code;
  std::vector<LeadCaveat> caveats;
  const stats::LeadResult& r = f.result;
  const bool tested = r.finding != stats::LeadFinding::kNotEnoughData &&
                      r.finding != stats::LeadFinding::kIsRevenue &&
                      r.finding != stats::LeadFinding::kNoVariation;
  const int longest = stats::LongestLag(r.n, options.weekly);
  const int wanted = options.weekly ? 52 : 12;
  if (longest < wanted && r.finding != stats::LeadFinding::kIsRevenue)
    caveats.push_back({Code::kLongerLags, f.grain, std::max(longest, 0), wanted});
  // Found when the candidate explains half of the outcome's growth.
  if (r.finding == stats::LeadFinding::kNotEnoughData) caveats.push_back({Code::kPowerOfMonths});
  if (tested && options.weekly && !options.weekly_verdicts)
    caveats.push_back({Code::kWeeksHintOnly});
  if (tested && !options.weekly && r.n < stats::kMonthsForAll) {
    LeadCaveat few{Code::kModerateMissed, f.grain};
    few.periods = r.n;
    caveats.push_back(few);
  }
  for (const stats::LeadWarning warning : r.warnings) caveats.push_back({CodeOf(warning)});
  return caveats;
}

}  // namespace northstar
