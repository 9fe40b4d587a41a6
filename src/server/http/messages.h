// What a response tells that does not end with its first words: text that waits until the
// connection takes it. Thread safe.
#pragma once

#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace northstar::server {

class Messages {
 public:
  // `first`: waits from the start. Whoever lets more than `most` bytes wait is let go. `left`:
  // called once, when the client leaves before the end.
  explicit Messages(std::string first = {}, size_t most = std::numeric_limits<size_t>::max(),
                    std::function<void()> left = {})
      : most_(most), left_(std::move(left)), waiting_(std::move(first)) {}

  // For whoever tells.
  void Add(std::string_view text);
  // Nothing comes after what waits.
  void End();

  // For the connection. What waits; empty: nothing. Nullopt: it is over.
  std::optional<std::string> Take();
  // Called whenever there is something to take; set once, before anything is taken.
  void OnReady(std::function<void()> ready);
  // The client has left.
  void Close();

 private:
  const size_t most_;
  const std::function<void()> left_;
  std::mutex mutex_;
  std::string waiting_;
  std::function<void()> ready_;
  bool ended_ = false, closed_ = false;
};

}  // namespace northstar::server
