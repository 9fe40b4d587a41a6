#include "stats/anomaly/surprise_baseline.h"

#include <algorithm>
#include <cmath>

namespace northstar::stats {
namespace {

// A while is a day, but not fewer steps than a tail of one percent can be seen in.
constexpr double kLeastBlock = 300;
constexpr double kRestDays = 2;
constexpr double kPriorUsual = 2.5;  // about log10 of the values of a block
constexpr double kPriorBlocks = 3;
constexpr double kFade = 0.03;  // of the weight of a block, with each later one

// A Gumbel law of mean m on this scale falls below m + x with exp(-exp(-gamma) · 10^-x).
constexpr double kExpMinusGamma = 0.5614594835668851;

}  // namespace

SurpriseBaseline::SurpriseBaseline(double steps_per_day)
    : block_(static_cast<size_t>(std::max(kLeastBlock, steps_per_day))),
      forget_(std::exp(-1 / (kRestDays * steps_per_day))),
      usual_(kPriorUsual) {}

double SurpriseBaseline::Score(double surprise) const {
  const double beyond = surprise - std::max(usual_, noticed_ * forget_);
  return std::exp(-kExpMinusGamma * std::pow(10, -beyond));
}

void SurpriseBaseline::Add(double surprise) {
  noticed_ = std::max(noticed_ * forget_, surprise);
  largest_ = std::max(largest_, surprise);
  if (++in_block_ < block_) return;
  // The first block is the detector's own beginning.
  if (blocks_++ > 0) {
    sum_ = (1 - kFade) * sum_ + largest_;
    weight_ = (1 - kFade) * weight_ + 1;
    usual_ = (sum_ + kPriorBlocks * kPriorUsual) / (weight_ + kPriorBlocks);
  }
  largest_ = 0;
  in_block_ = 0;
}

}  // namespace northstar::stats
