#include "stats/experiment/placebo.h"

#include <algorithm>

#include "stats/forecast/conformal.h"

namespace northstar::stats {

PlaceboCheck JudgePlacebos(std::span<const double> scores, double own_score, double level) {
  PlaceboCheck check;
  check.dates = scores.size();
  if (scores.empty()) return check;
  std::vector<double> sorted(scores.begin(), scores.end());
  std::sort(sorted.begin(), sorted.end());
  const auto dates = static_cast<double>(sorted.size());
  const auto at_least = [&](double score, bool equal) {
    const auto from = equal ? std::lower_bound(sorted.begin(), sorted.end(), score)
                            : std::upper_bound(sorted.begin(), sorted.end(), score);
    return static_cast<double>(sorted.end() - from);
  };
  check.false_alarm_rate = at_least(1, false) / dates;
  check.p_value = (at_least(own_score, true) + 1) / (dates + 1);
  const size_t rank = ConformalRank(sorted.size(), level).value_or(sorted.size());
  check.widening = std::max(1.0, sorted[rank - 1]);
  return check;
}

std::vector<size_t> PlaceboDates(size_t first, size_t last, size_t most) {
  std::vector<size_t> dates;
  if (last < first) return dates;
  const size_t all = last - first + 1;
  const size_t count = std::min(all, most);
  // The i-th from the end, so that the latest is always among them.
  for (size_t i = count; i-- > 0;)
    dates.push_back(last - i * (all - 1) / std::max<size_t>(1, count - 1));
  return dates;
}

}  // namespace northstar::stats
