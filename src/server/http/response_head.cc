#include "server/http/response_head.h"

#include <fmt/format.h>

#include <array>
#include <boost/beast/http/status.hpp>
#include <ctime>

namespace northstar::server {
namespace {

std::string_view Reason(int status) {
  if (status == 421) return "Misdirected Request";
  const auto known =
      boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  return {known.data(), known.size()};
}

// As RFC 9110 writes it.
std::string DateHeader() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 40> text{};
  const size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
  return {text.data(), size};
}

}  // namespace

std::string HeadOf(const Response& response, bool keep_alive) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                                 Reason(response.status), DateHeader());
  const bool bodyless = response.status == 204 || response.status == 304;
  if (!bodyless) head += fmt::format("Content-Type: {}\r\n", response.content_type);
  if (response.messages != nullptr) {
    head += "Transfer-Encoding: chunked\r\n";
  } else if (!bodyless) {
    head += fmt::format("Content-Length: {}\r\n", response.body.size());
  }
  for (const auto& [name, value] : response.headers) head += fmt::format("{}: {}\r\n", name, value);
  if (!keep_alive) head += "Connection: close\r\n";
  return head + "\r\n";
}

}  // namespace northstar::server
