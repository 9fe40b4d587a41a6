#include "stats/log_odds.h"

#include <algorithm>
#include <cmath>

#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr double kLargestPrior = 500;

TermScore Score(const TermCounts& term, double total_here, double total_there, double prior_size) {
  TermScore score;
  const double documents = total_here + total_there;
  const double holders = term.here + term.there;
  if (documents > 0) score.prior = prior_size * holders / documents;
  if (!(holders > 0) || !(holders < documents)) return score;
  const double here = term.here + score.prior;
  const double there = term.there + score.prior;
  score.delta = std::log(here / (total_here + prior_size - here)) -
                std::log(there / (total_there + prior_size - there));
  score.z = score.delta / std::sqrt(1 / here + 1 / there);
  score.p_value = 2 * NormalCdf(-std::fabs(score.z));
  return score;
}

}  // namespace

std::vector<TermScore> LogOdds(std::span<const TermCounts> terms, double total_here,
                               double total_there, double prior_size) {
  if (prior_size == 0) prior_size = std::min(total_here + total_there, kLargestPrior);
  std::vector<TermScore> scores;
  std::vector<double> p;
  for (const TermCounts& term : terms) {
    scores.push_back(Score(term, total_here, total_there, prior_size));
    p.push_back(scores.back().p_value);
  }
  const std::vector<double> adjusted = AdjustBenjaminiHochberg(p);
  for (size_t i = 0; i < scores.size(); ++i) scores[i].p_adjusted = adjusted[i];
  return scores;
}

}  // namespace northstar::stats
