// A file that is written from front to back, in blocks. What was not finished is removed again, so
// that no half of a table is ever taken for a whole one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace northstar::files {

class FileWriter {
 public:
  // Makes the file, or empties it.
  static Result<FileWriter> Create(const std::string& path);
  FileWriter(FileWriter&& other) noexcept;
  FileWriter& operator=(FileWriter&&) = delete;
  // Removes the file unless Finish succeeded.
  ~FileWriter();

  // Errors may be told by a later call: bytes wait in a buffer.
  Status Write(std::string_view bytes);
  // REQUIRES: at most once, and nothing is written after it.
  Status Finish();

 private:
  FileWriter(int fd, std::string path);
  Status Flush();

  int fd_;
  std::string path_;
  std::string buffer_;
};

// All of `bytes` to a descriptor; false with errno set where that fails.
bool WriteAll(int fd, std::string_view bytes);

}  // namespace northstar::files
