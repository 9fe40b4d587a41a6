// The time of day as an argument, so that tests decide what "now" is.
#pragma once

#include <chrono>
#include <cstdint>

namespace northstar {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual int64_t NowUs() const = 0;  // UTC microseconds since 1970-01-01
};

class SystemClock final : public Clock {
 public:
  int64_t NowUs() const override {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(int64_t now_us) : now_us_(now_us) {}
  int64_t NowUs() const override { return now_us_; }

 private:
  int64_t now_us_;
};

}  // namespace northstar
