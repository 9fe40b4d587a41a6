// Does a candidate move before the outcome? `leadlag.pwmax`: growth rates, season, calendar and own
// past removed, the strongest correlation of either sign over lags and widths, against the same
// maximum when the outcome is permuted and everything is refitted. A lead must also live through
// the loss of the pair of periods that it rests on most, and be rare among shifts of the outcome.
// The steps are in docs/methods.md.
// Source: Box & Jenkins 1976 ch. 11 (pre-whitening); Westfall & Young 1993 (maximum over lags);
// Clark & West 2007 (forecast test).
// Pure and thread safe; the same input and seed give the same bytes on any number of threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stats/clark_west.h"
#include "stats/prewhiten.h"

namespace northstar::stats {

// What a test came to, from the strongest to what could not be tested. docs/methods.md has the
// thresholds; JudgeLead (lead_family.h) applies them to corrected p-values.
enum class LeadFinding {
  // Forwards beyond 0.05, a better forecast out of sample, and one sign in both halves of a history
  // that is long enough for all verdicts.
  kLeads,
  // Forwards beyond 0.05 without all of that.
  kLikelyLeads,
  // Forwards beyond 0.10 only, or beyond 0.05 in a history too short for more, or with a doubt.
  kSuggestive,
  // Nothing forwards or backwards, but at lag 0 beyond 0.05.
  kMovesTogether,
  // The outcome moves first: stronger backwards than forwards, beyond 0.05.
  kFollows,
  kNotDetected,
  // The caller said so (`is_outcome`); nothing was computed.
  kIsRevenue,
  // One of the two is constant, or its growth is once outliers are brought in.
  kNoVariation,
  // Fewer periods than kLeastMonthsToTest or kLeastWeeksToTest.
  kNotEnoughData,
  // As kLikelyLeads, but in the other direction than `wanted`: a fail, not a lead.
  kLeadsInversely,
  // By its numbers the outcome under another name: the growth of the quotient varies by at most 2 %
  // of what the outcome's does. Nothing else says so, so it is unclear and never a gate.
  kMayBeRevenue,
};
std::string LeadFindingName(LeadFinding finding);  // "LIKELY_LEADS"

// What a reader should know beside the finding; several may hold, in the order in which they arose.
enum class LeadWarning {
  // A value of either series is not above 0: growth of both is on asinh in place of the logarithm.
  kNonPositiveLog,
  // Under 24 months or 104 weeks: a season would pass for a lead, and none was taken out.
  kSeasonNotSeparable,
  // At least one change of either series was brought to `clamp_mads`.
  kOutliersClamped,
  // The halves of the history disagree on the sign, or one of them is too short to tell.
  kUnstableSign,
  // Would be significant, but rests on one pair of periods (p_without_pair > kDoubtful).
  kOnePair,
  // Would be significant, but the outcome moved to where no lead can be is as strong (p_shifted).
  kShiftsAlike,
};

// How the outcome should go when the candidate rises. kEither: both directions pass.
enum class LeadSign { kSame, kInverse, kEither };

// How a pair is tested. The defaults of clamps, permutations and level are those of a verdict;
// simulations (docs/calibration.md) lower the numbers of permutations to save time.
struct LeadOptions {
  // The grain of both series: months unless set. Weeks: widths {1, 3, 6} in place of {1, 3}, lags
  // to 52 in place of 12, an annual season of 365.25 / 7 periods.
  bool weekly = false;
  // False: no yearly shape is looked for (yearly data), and none is warned of.
  bool seasonal = true;
  // Regressors, each with one value per period (as long as the series). `calendar`: what totals
  // depend on besides what happens, such as weekdays and weekend days of a month; in every fit.
  // `months`, for weeks: the share of their days in each month but one, as one more choice of a
  // season. calendar_terms.h makes both.
  std::vector<std::vector<double>> calendar, months;
  LeadSign wanted = LeadSign::kSame;
  // Growth further than so many 1.4826 · MAD from the robust season is reduced to it; 0: none is.
  double clamp_mads = 3;
  // Periods; 0: LongestLag().
  int longest_lag = 0;
  // Whether findings of weeks stand (simulated in docs/calibration.md); else SUGGESTIVE at most.
  bool weekly_verdicts = true;
  // Of the outcome; (permutations + 1) · 0.05 should be whole, so that 0.05 itself can be reached.
  // Time is proportional to it.
  int permutations = 4999;
  // Of the simultaneous interval of the effect, and its level (0-1).
  int interval_permutations = 999;
  double level = 0.9;
  // Candidates of one choice are tested with one seed, so that they meet the same permutations.
  uint64_t seed = 1;
  int threads = 1;
};

// Statistics, p-values and effects are meaningful only where a test was made, which is where
// `null_forward` is not empty; all else keeps its default.
struct LeadResult {
  LeadFinding finding = LeadFinding::kNotEnoughData;
  // Periods of both series.
  int n = 0;
  // Periods by which the candidate is ahead at the strongest place: the first of `width` lags, over
  // whose mean it is taken. 0 when there is no test.
  int lag = 0;
  int width = 1;
  // Of what is new in both at (lag, width), -1 to 1; its sign is the sign of the link.
  double correlation = 0;
  // The largest |Fisher z| over all lags and widths: T of the permutation test.
  double statistic = 0;
  // Share of permutations with a T at least as large, corrected for the lags tried; and for the
  // family of candidates too, once CorrectForFamily ran (alone it is p_value).
  double p_value = 1;
  double p_adjusted = 1;
  // The same with the outcome ahead of the candidate.
  double reverse_statistic = 0;
  double reverse_p_value = 1, reverse_p_adjusted = 1;
  int reverse_lag = 0;
  // At lag 0. The p-value is 1 where both still repeat after a year: that may be a season left
  // over.
  double together_correlation = 0;
  double together_p_value = 1;
  // Growth of the outcome per unit of growth of the candidate at (lag, width), with the outcome's
  // last growth and the season beside it; none where it cannot be estimated.
  std::optional<double> effect;
  // Of the effect; simultaneous over lags and widths, so that the search is paid for.
  std::optional<double> low, high;
  // In standard errors, of that interval; 0 without an effect. LinkCheck takes it.
  double critical_value = 0;
  // The effect that such a history shows with 80 % power.
  std::optional<double> minimum_detectable;
  // One-step forecasts from the middle of the history on, with the lag chosen anew each time; none
  // where the history is too short for ten of them.
  std::optional<ForecastGain> gain;
  // The same sign in both halves as in the whole.
  bool stable = false;
  // Of the effect, leaving one year out at a time: how far it hangs on a single year.
  std::optional<double> range_low, range_high;
  // At the same lag without the pair of periods that it rests on most.
  double p_without_pair = 1;
  // Share of circular shifts of the outcome by more than the longest lag that are as strong; 0
  // below kPeriodsForShifts.
  double p_shifted = 0;
  // Of the options, for JudgeLead.
  LeadSign wanted = LeadSign::kSame;
  // Of the season that was taken out of both; -1: months of the year.
  int harmonics = 0;
  // Of the error models that made both white: orders of the autoregression, 0-3; moving-average
  // terms, -1 to 0.
  int candidate_order = 0, outcome_order = 0;
  double candidate_moving_average = 0, outcome_moving_average = 0;
  int lags_tried = 0;
  // Correlation of what is new at lags -L … L (2L + 1 values, lag 0 in the middle; positive lags:
  // the candidate first); 0 at lags with under 8 pairs; empty without a test.
  std::vector<double> profile;
  // What the search over all lags exceeds by chance in 1 of 20, as a correlation.
  double profile_band = 0;
  std::vector<LeadWarning> warnings;
  // Of the options.
  bool weekly = false, weekly_verdicts = true;
  // Statistics by permutation, in its order: what CorrectForFamily joins. Empty without a test.
  std::vector<double> null_forward, null_reverse;
};

// One candidate on its own; candidates of one choice are corrected afterwards (lead_family.h). The
// two are aligned, complete and finite, the oldest period first. `is_outcome`: the candidate is
// known to be the outcome itself or made from it. Never fails: what cannot be tested is a finding.
// Time is O(permutations · lags · periods), over `threads` threads; the largest cost of `lead`.
// REQUIRES: equal lengths; `calendar` and `months` as long; permutations >= 1; 0 < level < 1.
LeadResult TestLead(const std::vector<double>& candidate, const std::vector<double>& outcome,
                    bool is_outcome, const LeadOptions& options);

// Shortest histories, in periods: to be tested at all; of months for LIKELY_LEADS, and for LEADS;
// to be held against shifts. Weeks reach LEADS from 156 on.
inline constexpr int kLeastMonthsToTest = 18;
inline constexpr int kMonthsForLikely = 24;
inline constexpr int kMonthsForAll = 36;
inline constexpr int kLeastWeeksToTest = 60;
inline constexpr int kPeriodsForShifts = 48;
// A third of n periods, at most 12 months or 52 weeks.
int LongestLag(int n, bool weekly);

}  // namespace northstar::stats
