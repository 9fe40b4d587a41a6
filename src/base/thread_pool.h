// Runs independent pieces of work on a fixed number of threads. Results must not depend on which
// thread took which piece: callers give every index its own place to write to, and add up in the
// order of indices afterwards.
// It leaves out queues, priorities and canceling: threads are made for one call and gone when it
// returns, so pieces should take milliseconds at least. Work that calls ParallelFor in turn gets
// more threads, not a share of these.
#pragma once

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

namespace northstar {

// The number of threads that work well on this machine; at least 1. It is what the system says of
// its processors, which in a container may be more than the container gets.
inline int DefaultThreads() {
  const unsigned count = std::thread::hardware_concurrency();
  return count == 0 ? 1 : static_cast<int>(count);
}

// Calls work(i) once for every i in [0, count), in no order that could be relied on; with one
// thread or one piece in ascending order on the calling thread, which takes part otherwise as well.
// Returns when all are done: what was written by the pieces can be read then. The first exception
// that a piece throws is thrown again here, after the other threads have stopped; pieces not begun
// by then are left out. `work` is shared by the threads: it must be safe to call at once for
// different i.
template <typename Work>
void ParallelFor(int count, int threads, Work work) {
  if (threads <= 1 || count <= 1) {
    for (int i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<int> next{0};
  std::atomic<bool> failed{false};
  std::exception_ptr error;
  const auto run = [&] {
    try {
      for (int i = next++; i < count && !failed; i = next++) work(i);
    } catch (...) {
      if (!failed.exchange(true)) error = std::current_exception();
    }
  };
  std::vector<std::thread> workers;
  try {
    for (int t = 1; t < std::min(threads, count); ++t) workers.emplace_back(run);
  } catch (...) {  // the system gives no more threads: those that are there do it all
  }
  run();
  for (std::thread& worker : workers) worker.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace northstar
