// A file that stays the one that was opened, whatever happens to its name, and a name for it that
// DuckDB takes as it stands: no pattern, no byte that is not UTF-8.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace northstar::duck {

// What tells whether a file is as it was. Two equal stamps: nobody wrote to it in between.
struct FileStamp {
  int64_t size = 0;
  int64_t mtime_ns = 0;
  int64_t ctime_ns = 0;
  int64_t inode = 0;
  int64_t device = 0;

  bool operator==(const FileStamp&) const = default;
};

// Fails for what is no file that can be read; `shown` is its name in messages.
Result<FileStamp> StampOf(const std::string& path, const std::string& shown);

enum class Compression { kNone, kGzip, kZstd };

class OpenedFile {
 public:
  static Result<OpenedFile> Open(const std::string& path, const std::string& shown);
  OpenedFile(OpenedFile&& other) noexcept;
  OpenedFile& operator=(OpenedFile&& other) noexcept;
  ~OpenedFile();

  // Valid while this object lives.
  const std::string& alias() const { return alias_; }
  const std::string& shown() const { return shown_; }
  // By its first bytes, not by its name.
  Compression compression() const { return compression_; }
  Result<FileStamp> Stamp() const;
  // Up to `bytes` of its content as it lies on the disk, from the given place on.
  std::string Head(size_t bytes, int64_t from = 0) const;

 private:
  OpenedFile() = default;

  int fd_ = -1;
  std::string alias_, shown_;
  Compression compression_ = Compression::kNone;
};

}  // namespace northstar::duck
