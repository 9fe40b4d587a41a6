// How large the sizes of a stream usually are, and how surprising a new one is. Up to the largest
// percent it looks at the share of the way there; beyond, at a tail that falls as a power, whose
// steepness is estimated from the past excesses and drawn to a usual one while they are few.
// Source: Hill 1975; Siffer et al. 2017 (peaks over a threshold in streams). Thread safety: plain
// values.
#pragma once

#include <cstddef>
#include <vector>

namespace northstar::stats {

class SizeHistory {
 public:
  // `coverage` 0-1: of reach(). Nothing is said before 28 sizes.
  explicit SizeHistory(double coverage) : coverage_(coverage) {}

  // REQUIRES: size >= 0, finite. Amortised O(log n).
  void Add(double size);
  bool ready() const { return threshold_ >= 0; }
  // -log10 of the share of past sizes that are as large, continued beyond the largest; 0 when not
  // ready. Sizes below `resolution` count as that.
  double Surprise(double size, double resolution) const;
  double threshold() const { return threshold_; }  // the largest percent lies above; -1: not ready
  double reach() const { return reach_; }          // conformal: holds the next at `coverage`

 private:
  void Refit();

  double coverage_;
  std::vector<double> sizes_;
  size_t next_refit_ = 28;
  double threshold_ = -1, reach_ = 0, tail_ = 0;
};

}  // namespace northstar::stats
