// Ends questions that take too long. Thread safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

#include "engine/cancel_token.h"

namespace northstar::server {

class TimeLimits {
 public:
  TimeLimits();
  ~TimeLimits();
  TimeLimits(const TimeLimits&) = delete;
  TimeLimits& operator=(const TimeLimits&) = delete;

  // A question that may run until `limit` from now on, as long as this lives.
  class Limited {
   public:
    // `nobody`: nobody waits for it any more; asked now and then, on another thread.
    Limited(TimeLimits& limits, std::chrono::milliseconds limit, std::function<bool()> nobody = {});
    ~Limited();
    Limited(const Limited&) = delete;
    Limited& operator=(const Limited&) = delete;

    CancelToken* token() { return &token_; }
    // It was ended for its time.
    bool expired() const { return token_.Times() > 0; }

   private:
    friend class TimeLimits;
    TimeLimits& limits_;
    CancelToken token_;
    const std::function<bool()> nobody_;
    const std::chrono::steady_clock::time_point end_;
    std::list<Limited*>::iterator at_;
  };

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Limited*> running_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace northstar::server
