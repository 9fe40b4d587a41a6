// The head of a request, judged before its body is read: whatever two programs could frame in
// different ways is refused (RFC 9112, sections 3 to 7), so that nothing can hide in it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "server/http/exchange.h"

namespace northstar::server {

// Of a head without its target.
inline constexpr size_t kMostHead = 16 * 1024;
// Of any target; the limit of a path may be less.
inline constexpr size_t kMostTarget = 64 * 1024;

struct HeadError {
  int status = 400;
  std::string why;
};

// `text` ends with the empty line.
std::variant<RequestHead, HeadError> ReadHead(std::string_view text);

// "a=1&b=%20" in their order.
std::vector<std::pair<std::string, std::string>> ReadQuery(std::string_view query);

}  // namespace northstar::server
