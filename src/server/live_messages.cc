#include "server/live_messages.h"

#include <fmt/format.h>

#include <algorithm>

namespace northstar::server {
namespace {

// Whoever reads so slowly is let go, and may come again.
constexpr size_t kMostWaiting = 256 * 1024;

}  // namespace

Response LiveMessages::Listen() {
  const auto listener = std::make_shared<Messages>(": northstar\n\n", kMostWaiting);
  Response response;
  response.content_type = "text/event-stream";
  response.headers = {{"Cache-Control", "no-cache"}, {"X-Accel-Buffering", "no"}};
  response.messages = listener;
  const std::scoped_lock lock(mutex_);
  listeners_.push_back(listener);
  return response;
}

void LiveMessages::Tell(std::string_view event, std::string_view data) {
  Send(fmt::format("event: {}\ndata: {}\n\n", event, data));
}

void LiveMessages::Beat() {
  Send(": beat\n\n");
}

void LiveMessages::Send(const std::string& text) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(listeners_, [](const auto& listener) { return listener.expired(); });
  for (const auto& weak : listeners_) {
    if (const auto listener = weak.lock()) listener->Add(text);
  }
}

size_t LiveMessages::listeners() const {
  const std::scoped_lock lock(mutex_);
  return static_cast<size_t>(std::count_if(listeners_.begin(), listeners_.end(),
                                           [](const auto& one) { return !one.expired(); }));
}

}  // namespace northstar::server
