// How surprising the most surprising value of a while usually is, and what has just been noticed: a
// surprise counts for what it goes beyond both. Surprises are -log10 of shares, so that with
// independent values the largest of a while follows a Gumbel law; that gives the score.
// Source: Gumbel 1958 (block maxima). Thread safety: plain values.
#pragma once

#include <cstddef>

namespace northstar::stats {

class SurpriseBaseline {
 public:
  explicit SurpriseBaseline(double steps_per_day);

  // 0-1: the chance that a whole while brings nothing as surprising. Does not learn.
  double Score(double surprise) const;
  void Add(double surprise);
  double usual() const { return usual_; }

 private:
  size_t block_;   // steps of a while
  double forget_;  // share of what was noticed that is kept from step to step
  double usual_;   // mean largest surprise of the past blocks, drawn to a prior
  double noticed_ = 0;
  double sum_ = 0, weight_ = 0;
  double largest_ = 0;  // of the block that runs
  size_t in_block_ = 0, blocks_ = 0;
};

}  // namespace northstar::stats
