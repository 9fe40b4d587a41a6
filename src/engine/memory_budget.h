// What all plans that run at once may use together. Each takes its estimate before it begins and
// gives it back when it ends; who does not fit beside the others waits for them. A plan alone
// always fits, whatever its size: the planner has cut it into passes by then (plan/gather_plan.h).
//
// It counts estimates, not bytes: what the database itself uses is limited by what is left over.
// Thread safe; outlives its shares.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

namespace northstar {

class MemoryBudget {
 public:
  explicit MemoryBudget(int64_t bytes) : bytes_(bytes) {}

  // Taken until it is destroyed.
  class Share {
   public:
    Share(MemoryBudget* budget, int64_t bytes) : budget_(budget), bytes_(bytes) {}
    Share(Share&& other) noexcept : budget_(other.budget_), bytes_(other.bytes_) {
      other.budget_ = nullptr;
    }
    Share& operator=(Share&&) = delete;
    ~Share() {
      if (budget_ != nullptr) budget_->Give(bytes_);
    }

   private:
    MemoryBudget* budget_;
    int64_t bytes_;
  };

  // Waits until `bytes` fit beside what others have, or nobody has any. Looks at `give_up` from
  // time to time, and takes the share at once where it says so: what follows will notice by itself.
  Share Take(int64_t bytes, const std::function<bool()>& give_up);
  // What nobody has taken; below 0 where one share is larger than all.
  int64_t Left() const;

 private:
  void Give(int64_t bytes);

  const int64_t bytes_;
  mutable std::mutex mutex_;
  std::condition_variable given_;
  int64_t taken_ = 0;
};

}  // namespace northstar
