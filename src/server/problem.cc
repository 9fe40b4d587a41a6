#include "server/problem.h"

#include <fmt/format.h>

#include <atomic>
#include <nlohmann/json.hpp>

#include "base/keyed_hash.h"

namespace northstar::server {
namespace {

std::string_view Title(int status) {
  switch (status) {
    case 400:
      return "The request is not understood";
    case 401:
      return "Who asks is not known";
    case 403:
      return "This is not allowed";
    case 404:
      return "There is no such thing";
    case 405:
      return "This method is not allowed here";
    case 409:
      return "It is in the way of something else";
    case 413:
      return "The body is too large";
    case 414:
      return "The address is too long";
    case 421:
      return "This is not the host that was meant";
    case 422:
      return "The project or its data do not allow it";
    case 429:
      return "Too many requests";
    case 431:
      return "The header is too long";
    case 503:
      return "Not now";
    default:
      return status < 500 ? "The request cannot be taken" : "Something failed here";
  }
}

// Different for every request of every start.
std::string NextRequestId() {
  static const std::string kStart = KeyedHash(NewKey(), "start").substr(0, 8);
  static std::atomic<uint64_t> number{0};
  return fmt::format("{}-{}", kStart, ++number);
}

}  // namespace

Response Problem(int status, std::string_view code, const std::string& detail,
                 const std::string& hint) {
  nlohmann::ordered_json body{{"type", "about:blank"},
                              {"title", Title(status)},
                              {"status", status},
                              {"detail", detail},
                              {"code", code},
                              {"hint", nullptr},
                              {"request_id", NextRequestId()}};
  if (!hint.empty()) body["hint"] = hint;
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  response.headers.emplace_back("Cache-Control", "no-store");
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (status == 429 || status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response ProblemOf(const Error& error) {
  if (error.kind == ErrorKind::kData) return Problem(422, "data", error.message, error.hint);
  return Problem(400, "request", error.message, error.hint);
}

}  // namespace northstar::server
