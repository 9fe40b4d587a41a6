// One process at a time: a lock that the system ends with the process that holds it, whatever ended
// that. Beside the store, as an empty file that stays; in it stands who has the lock, for people.
// Move-only; may be handed to another thread.
#pragma once

#include <string>
#include <variant>

#include "base/result.h"

namespace northstar::store {

class ProcessLock {
 public:
  // The number of the process that has it where it is taken; 0: not known.
  struct Taken {
    int process = 0;
  };
  // Does not wait. Makes the file, for its owner alone, and its folder. kData where that cannot be.
  static Result<std::variant<ProcessLock, Taken>> Take(const std::string& path);

  ProcessLock(ProcessLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  ProcessLock& operator=(ProcessLock&&) = delete;
  ~ProcessLock();

 private:
  explicit ProcessLock(int file) : file_(file) {}
  int file_;  // -1: handed on
};

}  // namespace northstar::store
