// A folder for copies that somebody else's data need while they are looked at; under the system's
// for temporary files, and gone with all that is in it when the object goes. For one thread.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace northstar::duck {

class Scratch {
 public:
  static Result<Scratch> Make();
  Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, std::string())) {}
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch();

  // A path that was not given before.
  std::string Next(const std::string& ending);

 private:
  explicit Scratch(std::string path) : path_(std::move(path)) {}
  std::string path_;
  int count_ = 0;
};

}  // namespace northstar::duck
