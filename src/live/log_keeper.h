// Keeps the log of what arrived small: segments that are over and stored are compressed, and what
// was kept for as long as its source says goes. A thread of low priority.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "base/clock.h"
#include "eventlog/event_log.h"

namespace northstar::live {

// Keys of which some of what they sent is not in the log any more: a file in its folder for each.
Result<std::set<uint32_t>> TrimmedKeys(eventlog::Disk& disk, const std::string& folder);

class LogKeeper {
 public:
  struct Settings {
    std::string folder;  // of the log
    const Clock* clock = nullptr;
    std::chrono::milliseconds interval{2000};
    // A segment that is written for longer is ended, so that what is in one is of about one time.
    std::chrono::hours most_age{24};
    // Events with lower numbers are stored.
    std::function<uint64_t()> stored;
    // For how long what a key sent is kept, microseconds; 0: until it is stored.
    std::function<int64_t(uint32_t key)> kept_for;
    // A line of the log, without its end.
    std::function<void(const std::string&)> log;
  };
  struct State {
    int64_t packed = 0, failed = 0;
    // Of all segments that were packed, before and after.
    int64_t bytes_before = 0, bytes_after = 0;
  };

  // Begins at once. All of them outlive it.
  LogKeeper(Settings settings, eventlog::Disk& disk, eventlog::EventLog& log);
  ~LogKeeper();
  LogKeeper(const LogKeeper&) = delete;
  LogKeeper& operator=(const LogKeeper&) = delete;

  State Health() const;
  // One round, on the calling thread.
  Status Tidy();
  void Stop();

 private:
  void Run();
  Status TidySegment(uint64_t first, bool last);
  Status Pack(uint64_t first, int64_t now_us);
  Status MarkTrimmed(uint32_t key);

  const Settings settings_;
  eventlog::Disk& disk_;
  eventlog::EventLog& log_;
  uint64_t open_ = 0;       // the segment that was being written in the last round
  int64_t open_since_ = 0;  // microseconds since 1970

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  State state_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace northstar::live
