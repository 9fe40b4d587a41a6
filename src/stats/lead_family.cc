#include "stats/lead_family.h"

#include <algorithm>
#include <numeric>

namespace northstar::stats {
namespace {

// From the largest statistic down, against the maximum of those that remain.
std::vector<double> StepDown(const std::vector<LeadResult*>& tested,
                             std::vector<double> LeadResult::*null, double LeadResult::*observed) {
  std::vector<size_t> order(tested.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return tested[a]->*observed > tested[b]->*observed; });
  std::vector<double> p(tested.size());
  double worst = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    std::vector<double> maximum = tested[order[i]]->*null;
    for (size_t j = i + 1; j < order.size(); ++j) {
      const std::vector<double>& other = tested[order[j]]->*null;
      for (size_t b = 0; b < maximum.size(); ++b) maximum[b] = std::max(maximum[b], other[b]);
    }
    worst = std::max(worst, PermutationP(maximum, tested[order[i]]->*observed));
    p[order[i]] = worst;
  }
  return p;
}

}  // namespace

double PermutationP(const std::vector<double>& null, double observed) {
  const auto beyond =
      std::count_if(null.begin(), null.end(), [&](double value) { return value >= observed; });
  return (1.0 + static_cast<double>(beyond)) / (1.0 + static_cast<double>(null.size()));
}

void CorrectForFamily(std::span<LeadResult> family) {
  std::vector<LeadResult*> tested;
  for (LeadResult& result : family) {
    if (!result.null_forward.empty()) tested.push_back(&result);
  }
  const auto forward = StepDown(tested, &LeadResult::null_forward, &LeadResult::statistic);
  const auto reverse = StepDown(tested, &LeadResult::null_reverse, &LeadResult::reverse_statistic);
  for (size_t i = 0; i < tested.size(); ++i) {
    tested[i]->p_adjusted = forward[i];
    tested[i]->reverse_p_adjusted = reverse[i];
    tested[i]->finding = JudgeLead(*tested[i]);
  }
}

LeadFinding JudgeLead(const LeadResult& r) {
  const bool forward = r.statistic > r.reverse_statistic;
  const bool as_it_should =
      r.wanted == LeadSign::kEither || (r.correlation < 0) == (r.wanted == LeadSign::kInverse);
  const bool holds = r.p_without_pair <= kDoubtful && r.p_shifted <= kDoubtful;
  const bool long_enough = r.weekly ? r.weekly_verdicts : r.n >= kMonthsForLikely;
  const bool full = r.weekly ? r.weekly_verdicts && r.n >= 156 : r.n >= kMonthsForAll;
  if (forward && holds && r.p_adjusted <= 0.05) {
    if (!as_it_should) return long_enough ? LeadFinding::kLeadsInversely : LeadFinding::kSuggestive;
    const bool forecasts =
        r.gain && r.gain->statistic >= 1.2815515655446004 && r.gain->r2_out_of_sample > 0;
    if (full && forecasts && r.stable) return LeadFinding::kLeads;
    if (long_enough) return LeadFinding::kLikelyLeads;
  }
  if (forward && r.p_adjusted <= 0.10) return LeadFinding::kSuggestive;
  if (!forward && r.reverse_p_adjusted <= 0.05) return LeadFinding::kFollows;
  if (r.together_p_value <= 0.05) return LeadFinding::kMovesTogether;
  return LeadFinding::kNotDetected;
}

}  // namespace northstar::stats
