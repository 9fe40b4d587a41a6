// Bytes that are added at the end and read back anywhere, in bounded memory: beyond a limit they
// lie in a file that has no name, beside the one that is being written, so that nothing stays when
// the program ends in between.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace northstar::files {

class SpilledBytes {
 public:
  // `beside`: the path of the file in whose folder they may lie. `memory`: bytes held before that.
  explicit SpilledBytes(std::string beside, size_t memory = size_t{32} << 20)
      : beside_(std::move(beside)), memory_(memory) {}
  SpilledBytes(const SpilledBytes&) = delete;
  SpilledBytes& operator=(const SpilledBytes&) = delete;
  ~SpilledBytes();

  // Fails where the disk does.
  Status Append(std::string_view bytes);
  int64_t size() const { return spilled_ + static_cast<int64_t>(tail_.size()); }
  // Puts size bytes from `from` on into `bytes`. REQUIRES: they were appended.
  Status Read(int64_t from, size_t size, std::string& bytes) const;

 private:
  Status Spill();

  std::string beside_;
  size_t memory_;
  std::string tail_;     // what is not in the file yet
  int64_t spilled_ = 0;  // bytes in the file
  int fd_ = -1;
};

}  // namespace northstar::files
