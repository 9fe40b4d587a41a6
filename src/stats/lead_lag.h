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

enum class LeadFinding {
  kLeads,
  kLikelyLeads,
  kSuggestive,
  kMovesTogether,
  kFollows,
  kNotDetected,
  kIsRevenue,
  kNoVariation,
  kNotEnoughData,
  kLeadsInversely,  // before the outcome, but in the other direction than it should
  kMayBeRevenue,    // by its numbers the outcome under another name; nothing else says so
};
std::string LeadFindingName(LeadFinding finding);  // "LIKELY_LEADS"

enum class LeadWarning {
  kNonPositiveLog,      // asinh in place of the logarithm
  kSeasonNotSeparable,  // too short to tell a season from a lead
  kOutliersClamped,
  kUnstableSign,  // the halves of the history disagree
  kOnePair,       // would be significant, but rests on one pair of periods
  kShiftsAlike,   // would be significant, but as strong where no lead can be
};

// How the outcome should go when the candidate rises.
enum class LeadSign { kSame, kInverse, kEither };

struct LeadOptions {
  bool weekly = false;   // widths {1,3,6}, lags to 52, annual season of 365.25/7 weeks
  bool seasonal = true;  // false: no yearly shape is looked for (yearly data)
  // Of the periods, one value each: what totals depend on besides, such as weekdays and weekend
  // days of a month; and for weeks the share of their days in each month but one.
  std::vector<std::vector<double>> calendar, months;
  LeadSign wanted = LeadSign::kSame;
  double clamp_mads = 3;        // jumps beyond so many 1.4826 · MAD are reduced to it; 0: none is
  int longest_lag = 0;          // periods; 0: LongestLag()
  bool weekly_verdicts = true;  // simulated (docs/calibration.md); else SUGGESTIVE at most
  int permutations = 4999;      // (permutations + 1) · 0.05 should be whole
  int interval_permutations = 999;  // for the simultaneous interval
  double level = 0.9;               // of the simultaneous interval, 0-1
  uint64_t seed = 1;
  int threads = 1;
};

struct LeadResult {
  LeadFinding finding = LeadFinding::kNotEnoughData;
  int n = 0;    // periods of both series
  int lag = 0;  // periods; the first of `width` lags; 0 when there is no test
  int width = 1;
  double correlation = 0;  // of the whitened growth at (lag, width)
  double statistic = 0;    // T = max z
  double p_value = 1;      // corrected for the lags tried
  double p_adjusted = 1;   // for the family of candidates too; alone: p_value
  double reverse_statistic = 0;
  double reverse_p_value = 1, reverse_p_adjusted = 1;
  int reverse_lag = 0;
  double together_correlation = 0;  // at lag 0
  double together_p_value = 1;
  std::optional<double> effect;     // growth of the outcome per unit of growth of the candidate
  std::optional<double> low, high;  // simultaneous over lags and widths
  double critical_value = 0;        // of the simultaneous interval; 0 without an effect
  std::optional<double> minimum_detectable;  // effect found with 80 % power
  std::optional<ForecastGain> gain;
  bool stable = false;                          // the same sign in both halves
  std::optional<double> range_low, range_high;  // of the effect, leaving one year out at a time
  double p_without_pair = 1;  // at the same lag without the pair of periods that it rests on most
  double p_shifted = 0;  // against the outcome moved by more than the longest lag; 0: too short
  LeadSign wanted = LeadSign::kSame;           // of the options
  int harmonics = 0;                           // of the season; -1: months of the year
  int candidate_order = 0, outcome_order = 0;  // of the autoregressions
  double candidate_moving_average = 0, outcome_moving_average = 0;  // -1 to 0
  int lags_tried = 0;
  std::vector<double> profile;  // whitened correlation at lags -L … L; empty without a test
  double profile_band = 0;      // what the search over all lags exceeds by chance in 1 of 20
  std::vector<LeadWarning> warnings;
  bool weekly = false, weekly_verdicts = true;     // of the options
  std::vector<double> null_forward, null_reverse;  // statistics by replicate; empty without a test
};

// One candidate on its own; candidates of one choice are corrected afterwards (lead_family.h). The
// two are aligned, complete and finite. `is_outcome`: the candidate is known to be the outcome
// itself or made from it.
LeadResult TestLead(const std::vector<double>& candidate, const std::vector<double>& outcome,
                    bool is_outcome, const LeadOptions& options);

// Shortest histories: below the first nothing is tested, from the second on all verdicts exist.
inline constexpr int kLeastMonthsToTest = 18;
inline constexpr int kMonthsForLikely = 24;
inline constexpr int kMonthsForAll = 36;
inline constexpr int kLeastWeeksToTest = 60;
inline constexpr int kPeriodsForShifts = 48;
int LongestLag(int n, bool weekly);

}  // namespace northstar::stats
