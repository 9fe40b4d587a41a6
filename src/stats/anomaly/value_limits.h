// What no value of a series can be below or above, and what it has not been so far: expectations
// and bands end there, so that no band of a count reaches below 0 and none of a share above 1.
// What it leaves out: limits are not learned from extremes; only the two signs that a value gives
// (negative, above 1) are remembered. Thread safety: plain values.
#pragma once

#include <algorithm>
#include <limits>

namespace northstar::stats {

// What is known of a metric before any value is seen; both ends are included. The defaults say
// nothing.
struct ValueLimits {
  double least = std::numeric_limits<double>::lowest();
  double most = std::numeric_limits<double>::max();
  // A mean or a quotient: at most 1, as long as all values were between 0 and 1. One value outside,
  // and `most` alone counts from there on.
  bool may_be_share = false;
};

// The limits as they are known after some values, each by those before it. As long as none was
// negative, none is expected to be. Before the first value only what was given counts.
class RunningLimits {
 public:
  explicit RunningLimits(const ValueLimits& given) : given_(given) {}

  void Add(double value) {
    some_ = true;
    negative_ = negative_ || value < 0;
    above_one_ = above_one_ || value > 1;
  }
  // `figure` brought between the limits that hold now. What is outside was never seen; a value that
  // is may still come and is no error.
  double Clamp(double figure) const {
    const double least = some_ && !negative_ ? std::max(0.0, given_.least) : given_.least;
    const bool share = given_.may_be_share && some_ && !negative_ && !above_one_;
    return std::min(std::max(figure, least), share ? std::min(1.0, given_.most) : given_.most);
  }

 private:
  ValueLimits given_;
  bool some_ = false, negative_ = false, above_one_ = false;
};

}  // namespace northstar::stats
