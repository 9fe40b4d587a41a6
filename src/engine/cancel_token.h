// Ends what one request or one load is doing, and nothing else. Cancel may be called from any
// thread and from a signal handler.
#pragma once

#include <atomic>

namespace northstar {

class CancelToken {
 public:
  // What runs ends with an error; what begins next does too, once.
  void Cancel() noexcept {
    asked_ = true;
    const Running* running = running_;
    if (running != nullptr) running->stop(running->what);
  }
  // Whether somebody asked, and forgets it.
  bool Take() noexcept { return asked_.exchange(false); }

  // How to stop what runs, as long as it does.
  struct Running {
    void* what = nullptr;
    void (*stop)(void*) = nullptr;
  };
  void Begin(const Running* running) noexcept { running_ = running; }
  void End() noexcept { running_ = nullptr; }

 private:
  std::atomic<bool> asked_{false};
  std::atomic<const Running*> running_{nullptr};
};

}  // namespace northstar
