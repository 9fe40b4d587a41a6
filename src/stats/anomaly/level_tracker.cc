#include "stats/anomaly/level_tracker.h"

#include <algorithm>
#include <cmath>

namespace northstar::stats {
namespace {

constexpr double kClip = 2.5;            // usual sizes that an error counts for at most
constexpr double kScaleClip = 3;         // the same for the usual size itself
constexpr double kToDeviation = 1.2533;  // of a normal: standard by mean absolute deviation
constexpr size_t kSettling = 20;         // errors during which nothing is clipped

}  // namespace

void LevelTracker::Add(double value) {
  if (!started_) {
    level_ = value;
    started_ = true;
    return;
  }
  const double error = value - level_;
  const double size = std::fabs(error);
  ++count_;
  const double equal_share = 1 / (static_cast<double>(count_) + 1);
  const bool clip = count_ > kSettling && scale_ > 0;
  const double bound = kClip * scale_;
  level_ += std::max(pace_, equal_share) * (clip ? std::clamp(error, -bound, bound) : error);
  const double shown = clip ? std::min(size, kScaleClip * scale_) : size;
  const double share = count_ == 1 ? 1 : std::max(scale_pace_, equal_share);
  scale_ += share * (kToDeviation * shown - scale_);
}

}  // namespace northstar::stats
