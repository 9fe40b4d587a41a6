// The seam between the event log and the disk: files that are written at places, made durable, cut;
// and the names in a folder. LocalDisk is the machine's own; tests put one in its place that fails
// or forgets (tests/faulty_disk.h). Calls of one file come from one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace northstar::eventlog {

// Closes itself. Errors are kData, with the system's reason.
class DiskFile {
 public:
  virtual ~DiskFile() = default;
  // All of `bytes`, or an error; what is written may be lost until Sync succeeds.
  virtual Status Write(int64_t at, std::string_view bytes) = 0;
  // What was written is there after a crash of the machine. An error says nothing of what is: the
  // system may have dropped it, so it is not asked again.
  virtual Status Sync() = 0;
  virtual Status Truncate(int64_t bytes) = 0;
  // Up to `bytes`, fewer at the end of the file.
  virtual Result<std::string> Read(int64_t at, int64_t bytes) = 0;
  virtual Result<int64_t> Size() = 0;
};

class Disk {
 public:
  virtual ~Disk() = default;
  // A new file of `bytes` zeros, the space for them taken from the disk; fails where the name is
  // there already, and where the disk has no room for it.
  virtual Result<std::unique_ptr<DiskFile>> Create(const std::string& path, int64_t bytes) = 0;
  virtual Result<std::unique_ptr<DiskFile>> Open(const std::string& path) = 0;
  virtual Status Remove(const std::string& path) = 0;
  // Takes the place of what is there under the new name; durable with SyncFolder.
  virtual Status Rename(const std::string& from, const std::string& to) = 0;
  // Makes the folder where it is not there.
  virtual Status MakeFolder(const std::string& folder) = 0;
  // Names that were made or removed are so after a crash.
  virtual Status SyncFolder(const std::string& folder) = 0;
  // In no order.
  virtual Result<std::vector<std::string>> Names(const std::string& folder) = 0;
};

class LocalDisk : public Disk {
 public:
  Result<std::unique_ptr<DiskFile>> Create(const std::string& path, int64_t bytes) override;
  Result<std::unique_ptr<DiskFile>> Open(const std::string& path) override;
  Status Remove(const std::string& path) override;
  Status Rename(const std::string& from, const std::string& to) override;
  Status MakeFolder(const std::string& folder) override;
  Status SyncFolder(const std::string& folder) override;
  Result<std::vector<std::string>> Names(const std::string& folder) override;
};

}  // namespace northstar::eventlog
