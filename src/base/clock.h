// The time of day as an argument, so that tests decide what "now" is. Commands and sessions carry a
// Clock and never ask the system; what lies below them gets instants as plain numbers.
// It leaves out waiting and measuring: durations are std::chrono's. Thread safety: NowUs may be
// called from any thread; implementations that change must guard themselves.
#pragma once

#include <chrono>
#include <cstdint>

namespace northstar {

// Owned by whoever starts the program or the test, and outlives all that is given it.
class Clock {
 public:
  virtual ~Clock() = default;
  // UTC microseconds since 1970-01-01. May go back where the system's clock is set back.
  virtual int64_t NowUs() const = 0;
};

class SystemClock final : public Clock {
 public:
  // `shift`: as if the system's clock had been set on by so much.
  explicit SystemClock(std::chrono::hours shift = {}) : shift_(shift) {}
  int64_t NowUs() const override {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               (std::chrono::system_clock::now() + shift_).time_since_epoch())
        .count();
  }

 private:
  std::chrono::hours shift_;
};

// Always the same instant: what runs with it twice gives the same bytes.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(int64_t now_us) : now_us_(now_us) {}
  int64_t NowUs() const override { return now_us_; }

 private:
  int64_t now_us_;
};

}  // namespace northstar
