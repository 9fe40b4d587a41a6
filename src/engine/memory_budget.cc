#include "engine/memory_budget.h"

#include <chrono>

namespace northstar {

MemoryBudget::Share MemoryBudget::Take(int64_t bytes, const std::function<bool()>& give_up) {
  constexpr std::chrono::milliseconds kBetweenLooks{50};
  std::unique_lock lock(mutex_);
  const auto fits = [&] { return taken_ == 0 || taken_ + bytes <= bytes_; };
  while (!fits() && !give_up()) given_.wait_for(lock, kBetweenLooks);
  taken_ += bytes;
  return {this, bytes};
}

int64_t MemoryBudget::Left() const {
  const std::scoped_lock lock(mutex_);
  return bytes_ - taken_;
}

void MemoryBudget::Give(int64_t bytes) {
  {
    const std::scoped_lock lock(mutex_);
    taken_ -= bytes;
  }
  given_.notify_all();
}

}  // namespace northstar
