// Server-sent events: what happens, told to everybody who listens. Thread safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/exchange.h"

namespace northstar::server {

class LiveMessages {
 public:
  // A response that tells what happens from now on.
  Response Listen();
  // `event`: data, project, check, job; `data`: JSON on one line.
  void Tell(std::string_view event, std::string_view data);
  // So that proxies and clients see that the connection lives.
  void Beat();
  size_t listeners() const;

 private:
  void Send(const std::string& text);

  mutable std::mutex mutex_;
  std::vector<std::weak_ptr<Messages>> listeners_;
};

}  // namespace northstar::server
