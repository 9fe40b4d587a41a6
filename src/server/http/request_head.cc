#include "server/http/request_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "ingest/body.h"

namespace northstar::server {
namespace {

constexpr std::array<std::string_view, 7> kMethods{"GET",    "HEAD",    "POST", "PUT",
                                                   "DELETE", "OPTIONS", "PATCH"};

// RFC 9110, section 5.6.2.
bool IsTokenSign(char c) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         kOthers.find(c) != std::string_view::npos;
}
bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenSign);
}
bool IsSafeValue(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  });
}

// Blanks and tabs around it are not part of a value; other white space is.
std::string_view WithoutBlanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

class HeadReader {
 public:
  explicit HeadReader(std::string_view text) : rest_(text) {}

  std::variant<RequestHead, HeadError> Read() {
    if (!ReadLine() || !ReadRequestLine()) return error_;
    while (true) {
      if (!ReadLine()) return error_;
      if (line_.empty()) break;
      if (!ReadField()) return error_;
    }
    if (!CheckFraming() || !CheckHost() || !CheckConnection()) return error_;
    return std::move(head_);
  }

 private:
  bool Wrong(std::string why, int status = 400) {
    error_ = {status, std::move(why)};
    return false;
  }

  bool ReadLine() {
    const size_t end = rest_.find('\n');
    if (end == std::string_view::npos || end == 0 || rest_[end - 1] != '\r')
      return Wrong("a line of the header does not end with CR LF");
    line_ = rest_.substr(0, end - 1);
    rest_.remove_prefix(end + 1);
    return line_.find('\r') == std::string_view::npos ||
           Wrong("there is a CR within a line of the header");
  }

  bool ReadRequestLine() {
    const size_t first = line_.find(' ');
    const size_t last = line_.rfind(' ');
    if (first == std::string_view::npos || first == last)
      return Wrong("the request line is not 'METHOD TARGET HTTP/1.1'");
    head_.method = line_.substr(0, first);
    if (!IsToken(head_.method)) return Wrong("the method is no word");
    if (std::find(kMethods.begin(), kMethods.end(), head_.method) == kMethods.end())
      return Wrong("the method is unknown", 501);
    const std::string_view version = line_.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
      return Wrong("only HTTP/1.1 is spoken here", 505);
    old_ = version == "HTTP/1.0";
    const std::string_view target = line_.substr(first + 1, last - first - 1);
    if (target.size() > kMostTarget) return Wrong("the address is too long", 414);
    const bool plain = std::all_of(target.begin(), target.end(), [](char c) {
      return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != '#';
    });
    if (!target.starts_with('/') || !plain) return Wrong("the address is no path");
    const size_t question = target.find('?');
    head_.path = target.substr(0, question);
    if (question != std::string_view::npos) head_.query = target.substr(question + 1);
    return true;
  }

  bool ReadField() {
    if (line_[0] == ' ' || line_[0] == '\t')
      return Wrong("a header field goes on over several lines");
    const size_t colon = line_.find(':');
    const std::string_view name = line_.substr(0, colon);
    if (colon == std::string_view::npos || !IsToken(name))
      return Wrong("a header field has no name, or a blank before its colon");
    const std::string_view value = WithoutBlanks(line_.substr(colon + 1));
    if (!IsSafeValue(value)) return Wrong("a header field holds a control character");
    head_.headers.emplace_back(LowerAscii(name), value);
    return true;
  }

  std::vector<std::string_view> All(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [one, value] : head_.headers) {
      if (one == name) values.push_back(value);
    }
    return values;
  }

  // How long the body is must be said in one way alone.
  bool CheckFraming() {
    const auto encodings = All("transfer-encoding");
    const auto lengths = All("content-length");
    if (!encodings.empty()) {
      if (encodings.size() > 1 || LowerAscii(encodings[0]) != "chunked")
        return Wrong("of Transfer-Encoding only 'chunked' is understood", 501);
      if (!lengths.empty()) return Wrong("Content-Length and Transfer-Encoding exclude each other");
      if (old_) return Wrong("HTTP/1.0 has no Transfer-Encoding");
      head_.chunked = true;
    }
    if (lengths.empty()) return true;
    const std::string_view text = lengths[0];
    uint64_t length = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (lengths.size() > 1 || failed != std::errc() || end != text.data() + text.size() ||
        text.empty() || text[0] == '+' || text[0] == '-')
      return Wrong("Content-Length is not one whole number");
    head_.content_length = length;
    return true;
  }

  bool CheckHost() {
    const auto hosts = All("host");
    if (hosts.size() != 1 || hosts[0].empty()) return Wrong("there must be exactly one Host");
    head_.host = LowerAscii(hosts[0]);
    return true;
  }

  bool CheckConnection() {
    head_.keep_alive = !old_;
    for (const std::string_view value : All("connection")) {
      const std::string lower = LowerAscii(value);
      if (lower.find("close") != std::string::npos) head_.keep_alive = false;
      if (old_ && lower == "keep-alive") head_.keep_alive = true;
    }
    for (const std::string_view value : All("expect")) {
      if (LowerAscii(value) != "100-continue") return Wrong("what is expected is unknown", 417);
      head_.expects_continue = true;
    }
    return true;
  }

  static std::string LowerAscii(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
  }

  std::string_view rest_, line_;
  RequestHead head_;
  HeadError error_;
  bool old_ = false;
};

}  // namespace

std::string_view RequestHead::Header(std::string_view name) const {
  for (const auto& [one, value] : headers) {
    if (one == name) return value;
  }
  return "";
}

bool RequestHead::HasHeader(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

std::variant<RequestHead, HeadError> ReadHead(std::string_view text) {
  return HeadReader(text).Read();
}

std::vector<std::pair<std::string, std::string>> ReadQuery(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    const std::string_view one = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(one.size() + 1, query.size()));
    if (one.empty()) continue;
    const size_t equals = one.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : one.substr(equals + 1);
    parameters.emplace_back(ingest::PercentDecoded(one.substr(0, equals), true),
                            ingest::PercentDecoded(value, true));
  }
  return parameters;
}

}  // namespace northstar::server
