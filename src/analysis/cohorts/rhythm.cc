#include "analysis/cohorts/rhythm.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/describe.h"

namespace northstar {
namespace {

constexpr int kFourWeeks = 28;

int AtLeastFourWeeks(double days) {
  return std::max(kFourWeeks, static_cast<int>(std::ceil(days)));
}

}  // namespace

double RhythmOf(const Histories& activity) {
  std::vector<double> rhythms;
  std::vector<double> gaps;
  for (const Histories::Entity& entity : activity.entities) {
    gaps.clear();
    for (uint32_t i = entity.first + 1; i < entity.last; ++i) {
      const int gap = activity.steps[i].period - activity.steps[i - 1].period;
      if (gap > 0) gaps.push_back(gap);
    }
    if (!gaps.empty()) rhythms.push_back(stats::Median(gaps));
  }
  return rhythms.empty() ? kFourWeeks : stats::Median(rhythms);
}

int EarlyDays(double rhythm_days) {
  constexpr int kWindows[] = {7, 14, 28, 56, 84};
  for (const int days : kWindows) {
    if (days >= rhythm_days) return days;
  }
  return kWindows[std::size(kWindows) - 1];
}

int ReturnDays(double rhythm_days) {
  return AtLeastFourWeeks(2 * rhythm_days);
}

int GoneAfterDays(double rhythm_days) {
  return AtLeastFourWeeks(4 * rhythm_days);
}

}  // namespace northstar
