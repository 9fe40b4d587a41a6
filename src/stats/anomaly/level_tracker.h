// A level that follows a series at a given pace but is not dragged along by single outliers: an
// error counts for at most a few times the usual size of the errors. Thread safety: plain values.
#pragma once

#include <cstddef>

namespace northstar::stats {

class LevelTracker {
 public:
  // Shares of the way taken at each step, (0, 1].
  LevelTracker(double pace, double scale_pace) : pace_(pace), scale_pace_(scale_pace) {}

  bool started() const { return started_; }
  double level() const { return level_; }  // REQUIRES: started
  void Add(double value);
  size_t count() const { return count_; }  // errors seen

 private:
  double pace_, scale_pace_;
  double level_ = 0, scale_ = 0;
  size_t count_ = 0;
  bool started_ = false;
};

}  // namespace northstar::stats
