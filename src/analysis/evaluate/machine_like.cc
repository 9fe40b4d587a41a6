#include "analysis/evaluate/machine_like.h"

#include <algorithm>
#include <cmath>

#include "stats/concentration.h"

namespace northstar {
namespace {

constexpr int kMachineRows = 50;     // events of one unit, before its rhythm is judged
constexpr double kClockwork = -0.7;  // burstiness; -1 is a clock

}  // namespace

bool IsMachineLike(const Histories::Entity& entity) {
  if (entity.rows < kMachineRows) return false;
  const double n = entity.rows - 1;
  const double mean = entity.gap_sum / n;
  if (!(mean > 0)) return false;
  const double variance = std::max(0.0, entity.gap_square_sum / n - mean * mean);
  const auto rhythm = stats::Burstiness(entity.rows, mean, std::sqrt(variance));
  return rhythm && *rhythm <= kClockwork;
}

}  // namespace northstar
