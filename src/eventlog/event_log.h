// Events that arrive, made durable before anybody is told so: one thread takes all that waits,
// writes it, syncs once, and answers. So a slow disk costs latency, not rate.
//
//   auto opened = EventLog::Open(disk, settings, applied + 1, fold);
//   opened->log->Append(record, [](const Status& durable) { … });
//
// What cannot be written is answered with an error, and the next group tries a new segment: after a
// failed write or sync the segment is left for good, since the system may have dropped its pages.
// Append, Roll, Health and Close are thread safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "eventlog/disk.h"
#include "eventlog/segment.h"

namespace northstar::eventlog {

class EventLog {
 public:
  struct Settings {
    std::string folder;
    // Whose log it is: kDatabaseId bytes.
    std::string database;
    int64_t segment_bytes = int64_t{64} << 20;
    // Of records that wait to be written.
    size_t queue_bytes = size_t{64} << 20;
  };

  // What an earlier process left.
  struct Found {
    // Segments that ended in the middle of a record, and were cut there.
    std::vector<std::string> torn;
    // Segments that are not of this log or cannot be read at all, as they are named.
    std::vector<std::string> unreadable;
    std::vector<Lost> lost;
  };
  struct Opened {
    std::unique_ptr<EventLog> log;
    Found found;
  };

  // Calls `take` for all records that hold events from number `from` on, in their order, cuts torn
  // ends, and begins to accept. kData where the folder cannot be read or made.
  static Result<Opened> Open(Disk& disk, Settings settings, uint64_t from,
                             const std::function<void(Record&&)>& take);
  // Closes.
  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  enum class Taken { kYes, kFull, kClosed };
  using Done = std::function<void(const Status& durable)>;
  // `done` is called once, on the log's thread, after kYes alone: with success when the record is
  // durable. Records keep the order in which they were given.
  Taken Append(Record record, Done done);
  // The segment that is being written is over when this returns; the next group begins another.
  void Roll();
  // Writes what waits, then accepts nothing more.
  void Close();

  struct State {
    // Events with lower numbers are durable.
    uint64_t durable = 1;
    size_t queued_bytes = 0;
    // Number of the segment that is being written; 0: none is, and the next group begins one.
    uint64_t segment = 0;
    // Why the last group could not be written; empty: it could.
    std::string failure;
  };
  State Health() const;

 private:
  struct Waiting {
    Record record;
    Done done;
  };
  EventLog(Disk& disk, Settings settings, uint64_t next, uint64_t durable)
      : disk_(disk), settings_(std::move(settings)), next_(next) {
    state_.durable = durable;
  }
  class Survey;
  void Run();
  Status Write(std::vector<Waiting>& group);
  Status Begin(size_t bytes);
  void End();
  void Leave();
  std::string PathOf(uint64_t first) const;

  Disk& disk_;
  const Settings settings_;

  // Of the log's thread.
  uint64_t next_;  // the number that the next event gets
  std::unique_ptr<DiskFile> segment_;
  std::string written_path_;      // of it
  int64_t used_ = 0, space_ = 0;  // bytes of it

  mutable std::mutex mutex_;
  std::condition_variable changed_, rolled_;
  std::vector<Waiting> queue_;
  State state_;
  bool closed_ = false, rolling_ = false;
  std::thread thread_;
};

}  // namespace northstar::eventlog
