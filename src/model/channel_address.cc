#include "model/channel_address.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace northstar {
namespace {

bool IsPrintable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != 0x7f; });
}

bool IsLetterOrDigit(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool IsHost(std::string_view host) {
  if (host.starts_with('[')) {
    const size_t close = host.find(']');
    if (close == std::string_view::npos || close < 3) return false;
    host = host.substr(close + 1);
    if (host.empty()) return true;
    if (!host.starts_with(':')) return false;
  }
  const size_t colon = host.find(':');
  const std::string_view name = host.substr(0, colon);
  const std::string_view port = colon == std::string_view::npos ? "1" : host.substr(colon + 1);
  return std::all_of(
             name.begin(), name.end(),
             [](char c) { return IsLetterOrDigit(c) || c == '-' || c == '.' || c == '_'; }) &&
         (colon == 0 || !name.empty()) && !port.empty() && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<ChannelAddress> ParseChannelAddress(std::string_view url) {
  const size_t colon = url.find("://");
  if (colon == std::string_view::npos || colon == 0 || !IsPrintable(url)) return std::nullopt;
  std::string_view rest = url.substr(colon + 3);
  rest = rest.substr(0, rest.find_first_of("/?#\\"));
  if (const size_t at = rest.rfind('@'); at != std::string_view::npos) rest = rest.substr(at + 1);
  if (rest.empty() || rest.starts_with(':') || !IsHost(rest)) return std::nullopt;
  return ChannelAddress{LowerUtf8(url.substr(0, colon)), LowerUtf8(rest)};
}

bool IsMailAddress(std::string_view text) {
  constexpr std::string_view kLocal = ".!#$%&'*+-/=?^_`{|}~";
  const size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || text.size() > 254) return false;
  const std::string_view local = text.substr(0, at), domain = text.substr(at + 1);
  return std::all_of(local.begin(), local.end(),
                     [&](char c) {
                       return IsLetterOrDigit(c) || kLocal.find(c) != std::string_view::npos;
                     }) &&
         !domain.empty() && !domain.starts_with('.') && !domain.ends_with('.') &&
         std::all_of(domain.begin(), domain.end(),
                     [](char c) { return IsLetterOrDigit(c) || c == '-' || c == '.'; });
}

}  // namespace northstar
