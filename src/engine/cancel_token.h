// Ends what one request or one load is doing, and nothing else. Cancel may be called from any
// thread and from a signal handler; everything else is for the thread that works. The token is
// owned by whoever may cancel, and outlives what it was given to. It can be used again after Take.
// It leaves out waiting: Cancel returns at once, and what runs ends with an error when it notices.
#pragma once

#include <atomic>
#include <thread>

namespace northstar {

class CancelToken {
 public:
  // What runs ends with an error; what begins next does too, once. Without anything that runs or
  // begins nothing happens.
  void Cancel() noexcept {
    asked_ = true;
    ++times_;
    ++stopping_;
    const Running* running = running_;
    if (running != nullptr) running->stop(running->what);
    --stopping_;
  }
  // Whether somebody asked since the last Take.
  bool Asked() const noexcept { return asked_; }
  // How often somebody asked so far, for who goes on after what runs has ended.
  int Times() const noexcept { return times_; }
  // Whether somebody asked, and forgets it.
  bool Take() noexcept { return asked_.exchange(false); }

  // How to stop what runs, as long as it does: `stop(what)` is called from Cancel, so it must be
  // safe in a signal handler.
  struct Running {
    void* what = nullptr;
    void (*stop)(void*) = nullptr;
  };
  // Between the two Cancel stops what `running` names; it must stay where it is until End returns,
  // which waits for a Cancel that is looking at it.
  void Begin(const Running* running) noexcept { running_ = running; }
  void End() noexcept {
    running_ = nullptr;
    while (stopping_ > 0) std::this_thread::yield();
  }

 private:
  std::atomic<bool> asked_{false};
  std::atomic<int> times_{0};
  std::atomic<const Running*> running_{nullptr};
  std::atomic<int> stopping_{0};  // calls of Cancel that may hold it
};

}  // namespace northstar
