#include "server/api/time_limits.h"

namespace northstar::server {

TimeLimits::TimeLimits() {
  thread_ = std::thread([this] { Run(); });
}

TimeLimits::~TimeLimits() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

TimeLimits::Limited::Limited(TimeLimits& limits, std::chrono::milliseconds limit,
                             std::function<bool()> nobody)
    : limits_(limits), nobody_(std::move(nobody)), end_(std::chrono::steady_clock::now() + limit) {
  const std::scoped_lock lock(limits_.mutex_);
  at_ = limits_.running_.insert(limits_.running_.end(), this);
}

TimeLimits::Limited::~Limited() {
  const std::scoped_lock lock(limits_.mutex_);
  limits_.running_.erase(at_);
}

void TimeLimits::Run() {
  constexpr std::chrono::milliseconds kBetween{50};
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    changed_.wait_for(lock, kBetween);
    const auto now = std::chrono::steady_clock::now();
    for (Limited* one : running_) {
      if (stopping_ || now >= one->end_ || (one->nobody_ && one->nobody_())) one->token_.Cancel();
    }
  }
}

}  // namespace northstar::server
