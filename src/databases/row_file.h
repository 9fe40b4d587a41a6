// The file that rows are copied into: written whole or not at all. Bytes go to a file beside it
// (".part", readable by its owner alone), which takes its place at the end, and is removed where
// that does not come about. Memory: one buffer of 1 MB. For one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace northstar::databases {

class RowFile {
 public:
  // kData where it cannot be made. The folder must exist.
  static Result<RowFile> Make(const std::string& path);
  RowFile(RowFile&& other) noexcept;
  RowFile& operator=(RowFile&&) = delete;
  // Removes what was written, unless it was kept.
  ~RowFile();

  // kData where the disk fails; what is given after that is refused as well.
  Status Append(std::string_view bytes);
  // So far, the buffer included.
  int64_t bytes() const { return bytes_; }
  // Once, at the end.
  Status Keep();

 private:
  RowFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  Status Flush();
  std::string Part() const { return path_ + ".part"; }

  std::string path_;
  int descriptor_;  // -1: kept or moved away
  std::string buffer_ = {};
  int64_t bytes_ = 0;
};

}  // namespace northstar::databases
