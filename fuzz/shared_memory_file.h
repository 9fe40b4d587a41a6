// A file in memory that holds what a fuzzer tries, for readers that want a path.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace northstar::fuzz {

class SharedMemoryFile {
 public:
  explicit SharedMemoryFile(const std::string& name)
      : path_("/dev/shm/northstar_fuzz_" + name + "_" + std::to_string(::getpid())) {}
  ~SharedMemoryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  SharedMemoryFile(const SharedMemoryFile&) = delete;
  SharedMemoryFile& operator=(const SharedMemoryFile&) = delete;

  void Write(const uint8_t* data, size_t size) const {
    std::ofstream file(path_, std::ios::binary);
    file.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace northstar::fuzz
