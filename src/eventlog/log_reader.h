// Reads a log while it is written: records that are durable, in their order, from a number on.
//
//   LogReader reader(disk, folder, database, from);
//   reader.Read(log.Health().durable, most, [](Record&& record) { … });
//
// What EventLog::Open said of torn or damaged segments is not said again. For one thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "eventlog/disk.h"
#include "eventlog/segment.h"

namespace northstar::eventlog {

class LogReader {
 public:
  LogReader(Disk& disk, std::string folder, std::string database, uint64_t from)
      : disk_(disk), folder_(std::move(folder)), database_(std::move(database)), next_(from) {}

  // One more than the number of the last event that was handed on.
  uint64_t next() const { return next_; }
  // Records that hold events from next() on and below `durable`, until they have `most` bytes
  // between them or there are no more. kData where the disk fails; what was handed on stays so.
  Status Read(uint64_t durable, int64_t most, const std::function<void(Record&&)>& take);

 private:
  Result<std::optional<uint64_t>> LaterSegment();
  Status BeginSegment(uint64_t first);
  Result<bool> PassDamage();
  Result<bool> ReadSome(uint64_t durable, int64_t& most, const std::function<void(Record&&)>& take);

  Disk& disk_;
  const std::string folder_, database_;
  uint64_t next_;
  std::unique_ptr<DiskFile> file_;
  uint64_t first_ = 0;  // of the segment
  int64_t at_ = 0;      // in it
};

}  // namespace northstar::eventlog
