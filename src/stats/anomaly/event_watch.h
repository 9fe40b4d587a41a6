// Whether an event goes on in a stream of values. Two things are watched: that the errors of a slow
// level lie on one side for a while, and that the values stand still as they never did.
//
// The means of the last 4 and 24 errors, each error counted for at most a few usual sizes, are set
// against the median size of the same means so far: half of the past may hold events before that
// median moves much, where the largest percent of the past is soon what events bring. What was far
// off is not learned from (Siffer et al. 2017), unless it has become a quarter of all there is.
// Series whose means are far off again and again have their distances divided by how far that is.
//
// A run of steps of next to nothing is set against the share of such steps that are followed by
// another (a Markov chain of two states), and must be longer than the third longest run before it.
//
// Thread safety: plain values. Amortised O(log n) a value.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "stats/anomaly/event_kind.h"

namespace northstar::stats {

// The usual size of something: its median so far, as the standard deviation of normal errors.
class UsualSize {
 public:
  void Add(double size);  // REQUIRES: >= 0, finite
  bool known() const { return known_; }
  double deviation() const { return deviation_; }

 private:
  std::vector<double> sizes_;
  size_t next_refit_ = 50;
  bool known_ = false;
  double deviation_ = 0;
};

// How far the last errors lie on one side.
class MeanWatch {
 public:
  explicit MeanWatch(double steps_per_day);

  // In standard deviations of the past means, for the worse of both windows; 0 while too little is
  // known. Sizes below `rounding` count as that.
  double Add(double error, double rounding);
  void Skip() { sums_.push_back(sums_.back()); }

 private:
  static constexpr std::array<size_t, 2> kWindows{4, 24};

  double Distance(const std::array<double, 2>& means, double rounding) const;
  void CloseValue(double raw);

  size_t while_;       // steps of a while
  double share_pace_;  // of far_share_
  UsualSize single_;
  std::array<UsualSize, 2> means_;
  std::vector<double> sums_{0};  // of the errors, clipped
  double far_share_ = 0;         // of the last values
  std::vector<double> largest_;  // of the past whiles, sorted
  double largest_now_ = 0, unrest_ = 1;
  size_t in_while_ = 0, whiles_ = 0;
};

// How long the values have stood still.
class StillnessWatch {
 public:
  // log10 of the chance of a run as long as the one that goes on, at most 0.
  double Add(double value);
  // A missing value ends a run.
  void Skip();

 private:
  void EndRun();

  UsualSize step_;
  double last_ = 0;
  bool any_ = false, still_ = false;
  double steps_ = 0, still_steps_ = 0;        // so far
  double after_still_ = 0, still_again_ = 0;  // steps after a still one
  size_t run_ = 0;
  std::vector<size_t> longest_;  // past runs, the longest first
};

class EventWatch {
 public:
  // `alert_level`: as in anomaly.h.
  EventWatch(double steps_per_day, double alert_level);

  struct Value {
    double value = 0, error = 0;  // error: of the slowest level
    double rounding = 0;          // of the error
    double score = 0;             // of the value alone, as in anomaly.h
  };
  // What goes on with this value. It begins where the means are far off and a value
  // lately was more surprising than the most surprising of half of all whiles; or in stillness.
  EventKind Add(const Value& value);
  // A value that is missing or known to be an exception.
  void Skip();

 private:
  double far_;           // distance of an event
  double still_chance_;  // log10
  double forget_;        // share of what was noticed that is kept from step to step
  MeanWatch means_;
  StillnessWatch stillness_;
  double noticed_ = 0, surprise_ = 0;
  bool going_on_ = false;
  size_t seen_ = 0;
};

}  // namespace northstar::stats
