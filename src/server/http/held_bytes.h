// Bytes of a body that is being read, which all bodies together may have only so many of. For one
// thread. Internal to server.
#pragma once

#include <cstddef>
#include <cstdint>

namespace northstar::server {

class HeldBytes {
 public:
  HeldBytes(int64_t& of_all, int64_t most) : all_(of_all), most_(most) {}
  ~HeldBytes() { all_ -= bytes_; }
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;

  // False: all have too many.
  bool Take(size_t now) {
    all_ += static_cast<int64_t>(now) - bytes_;
    bytes_ = static_cast<int64_t>(now);
    return all_ <= most_;
  }

 private:
  int64_t& all_;
  const int64_t most_;
  int64_t bytes_ = 0;
};

}  // namespace northstar::server
