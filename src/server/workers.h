// Threads for what may take longer than the server's own thread may be held up. What waits is
// bounded: more is refused, so that nothing piles up. Thread safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace northstar::server {

class Workers {
 public:
  Workers(int threads, size_t most_waiting);
  // Ends what runs; what waits is dropped.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False: too much waits already.
  bool Start(std::function<void()> work);
  void Stop();

 private:
  void Run();

  const size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace northstar::server
