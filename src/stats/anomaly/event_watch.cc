#include "stats/anomaly/event_watch.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "stats/distributions.h"

namespace northstar::stats {
namespace {

// A while is a day, but not fewer steps than a tail of one percent can be seen in.
constexpr double kLeastWhile = 300;
constexpr size_t kLeastSeen = 300;  // values before any event

constexpr double kMadToDeviation = 1.4826;
constexpr size_t kGrowth = 32;  // medians are taken anew when there is this share more

constexpr double kClip = 4;            // deviations that one error counts for in a mean, at most
constexpr double kLeastSpread = 0.8;   // of the one that means of independent errors have
constexpr double kFar = 4;             // deviations beyond which nothing is learned
constexpr double kMostFar = 0.25;      // of the values: then it is learned all the same
constexpr double kFarDays = 7;         // memory of that share
constexpr double kUsualLargest = 3.2;  // deviations: of a while of normal errors
constexpr double kPriorWhiles = 3;

constexpr double kStill = 0.05;  // of the median step
constexpr size_t kRunsKept = 3;

constexpr double kRestDays = 2;         // in which what was noticed is forgotten
constexpr double kSurprising = 0.5;     // score
constexpr double kSurpriseKept = 0.97;  // from value to value

double StepsOfWhile(double steps_per_day) {
  return std::max(kLeastWhile, steps_per_day);
}

}  // namespace

void UsualSize::Add(double size) {
  sizes_.push_back(size);
  const size_t n = sizes_.size();
  if (n < next_refit_) return;
  next_refit_ = n + std::max<size_t>(8, n / kGrowth);
  std::vector<double> x = sizes_;
  const auto middle = x.begin() + static_cast<std::ptrdiff_t>(n / 2);
  std::nth_element(x.begin(), middle, x.end());
  deviation_ = kMadToDeviation * *middle;
  known_ = true;
}

MeanWatch::MeanWatch(double steps_per_day)
    : while_(static_cast<size_t>(StepsOfWhile(steps_per_day))),
      share_pace_(1 - std::exp(-1 / (kFarDays * steps_per_day))) {}

double MeanWatch::Distance(const std::array<double, 2>& means, double rounding) const {
  if (!single_.known()) return 0;
  const double single = std::max(single_.deviation(), rounding);
  double distance = 0;
  for (size_t i = 0; i < kWindows.size(); ++i) {
    if (!means_[i].known()) continue;
    const double least = kLeastSpread * single / std::sqrt(static_cast<double>(kWindows[i]));
    const double deviation = std::max(means_[i].deviation(), least);
    if (deviation > 0) distance = std::max(distance, means[i] / deviation);
  }
  return distance;
}

double MeanWatch::Add(double error, double rounding) {
  const double most =
      single_.known() ? kClip * std::max(single_.deviation(), rounding) : std::fabs(error);
  sums_.push_back(sums_.back() + std::clamp(error, -most, most));
  const size_t now = sums_.size() - 1;
  std::array<double, 2> means{};
  for (size_t i = 0; i < kWindows.size(); ++i) {
    if (now < kWindows[i]) continue;
    means[i] = std::fabs(sums_[now] - sums_[now - kWindows[i]]) / static_cast<double>(kWindows[i]);
  }
  const double raw = Distance(means, rounding);
  const double distance = raw / unrest_;
  const bool far = distance >= kFar;
  const bool learn = !far || far_share_ >= kMostFar;
  far_share_ += share_pace_ * ((far ? 1 : 0) - far_share_);
  if (learn) {
    single_.Add(std::fabs(error));
    for (size_t i = 0; i < kWindows.size(); ++i) {
      if (now > kWindows[i]) means_[i].Add(means[i]);
    }
  }
  CloseValue(learn ? raw : 0);
  return distance;
}

void MeanWatch::CloseValue(double raw) {
  largest_now_ = std::max(largest_now_, raw);
  if (++in_while_ < while_) return;
  // The first while is the watch's own beginning.
  if (whiles_++ > 0) {
    largest_.insert(std::upper_bound(largest_.begin(), largest_.end(), largest_now_), largest_now_);
    const auto n = static_cast<double>(largest_.size());
    const double usual =
        (n * largest_[largest_.size() / 2] + kPriorWhiles * kUsualLargest) / (n + kPriorWhiles);
    unrest_ = std::max(1.0, usual / kUsualLargest);
  }
  largest_now_ = 0;
  in_while_ = 0;
}

void StillnessWatch::EndRun() {
  if (run_ > 0) {
    longest_.insert(std::upper_bound(longest_.begin(), longest_.end(), run_, std::greater<>()),
                    run_);
    if (longest_.size() > kRunsKept) longest_.pop_back();
  }
  run_ = 0;
}

void StillnessWatch::Skip() {
  EndRun();
  any_ = still_ = false;
}

double StillnessWatch::Add(double value) {
  const double step = std::fabs(value - last_);
  last_ = value;
  if (!any_) {
    any_ = true;
    return 0;
  }
  const bool known = step_.known();
  const bool still = known && step <= kStill * step_.deviation() / kMadToDeviation;
  double chance = 0;
  if (still) {
    ++run_;
    const double share =
        std::max((still_again_ + 0.5) / (after_still_ + 1), (still_steps_ + 0.5) / (steps_ + 1));
    chance = static_cast<double>(run_) * std::log10(share);
  } else {
    EndRun();
  }
  // A run that is long beyond doubt says nothing about the others.
  constexpr double kDoubt = -4.5;
  if (chance > kDoubt) {
    if (known) {
      after_still_ += still_;
      still_again_ += still_ && still;
      ++steps_;
      still_steps_ += still;
    }
    step_.Add(step);
  }
  still_ = still;
  const bool seldom = longest_.size() < kRunsKept || run_ > longest_.back();
  return seldom && steps_ >= kLeastSeen ? chance : 0;
}

EventWatch::EventWatch(double steps_per_day, double alert_level)
    : far_(NormalQuantile(1 - alert_level / (2 * StepsOfWhile(steps_per_day)))),
      still_chance_(std::log10(alert_level / StepsOfWhile(steps_per_day))),
      forget_(std::exp(-1 / (kRestDays * steps_per_day))),
      means_(steps_per_day) {}

EventKind EventWatch::Add(const Value& value) {
  const double distance = means_.Add(value.error, value.rounding);
  const double still = stillness_.Add(value.value);
  noticed_ *= forget_;
  surprise_ = std::max(surprise_ * kSurpriseKept, value.score);
  if (++seen_ <= kLeastSeen) return EventKind::kNone;
  const bool begins = distance >= noticed_ && surprise_ >= kSurprising;
  going_on_ = distance >= far_ && (going_on_ || begins);
  if (going_on_) noticed_ = std::max(noticed_, distance);
  if (still <= still_chance_) return EventKind::kStill;
  return going_on_ ? EventKind::kOneSided : EventKind::kNone;
}

void EventWatch::Skip() {
  means_.Skip();
  stillness_.Skip();
  noticed_ *= forget_;
}

}  // namespace northstar::stats
