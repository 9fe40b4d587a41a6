#include "server/http/messages.h"

namespace northstar::server {

void Messages::Add(std::string_view text) {
  const std::scoped_lock lock(mutex_);
  if (closed_) return;
  waiting_ += text;
  closed_ = waiting_.size() > most_;
  if (ready_) ready_();
}

void Messages::End() {
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  if (ready_) ready_();
}

std::optional<std::string> Messages::Take() {
  const std::scoped_lock lock(mutex_);
  if (closed_ || (ended_ && waiting_.empty())) return std::nullopt;
  return std::exchange(waiting_, {});
}

void Messages::OnReady(std::function<void()> ready) {
  const std::scoped_lock lock(mutex_);
  ready_ = std::move(ready);
}

void Messages::Close() {
  const std::scoped_lock lock(mutex_);
  ready_ = {};
  if (!closed_ && !ended_ && left_) left_();
  closed_ = true;
}

}  // namespace northstar::server
