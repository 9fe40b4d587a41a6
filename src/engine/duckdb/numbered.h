// Objects under numbers: how a statement names what it cannot say. For any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

namespace northstar::duck {

// `Handle`: a pointer, plain or shared.
template <typename Handle>
class Numbered {
 public:
  // Never 0.
  int64_t Add(Handle handle) {
    const std::scoped_lock lock(mutex_);
    handles_.emplace(++last_, std::move(handle));
    return last_;
  }
  void Remove(int64_t number) {
    const std::scoped_lock lock(mutex_);
    handles_.erase(number);
  }
  // Null where there is none of this number.
  Handle Find(int64_t number) {
    const std::scoped_lock lock(mutex_);
    const auto found = handles_.find(number);
    return found == handles_.end() ? nullptr : found->second;
  }

 private:
  std::mutex mutex_;
  std::map<int64_t, Handle> handles_;
  int64_t last_ = 0;
};

}  // namespace northstar::duck
