#include "model/written_password.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace northstar {
namespace {

// "${NAME}" once or several times, and nothing else.
bool IsAllVariables(std::string_view text) {
  while (text.starts_with("${")) {
    const size_t end = text.find('}');
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
  return text.empty();
}

// "pass%77ord" is "password".
std::string WithoutPercents(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    int byte = 0;
    const std::string_view digits = text.substr(std::min(i + 1, text.size()), 2);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (text[i] == '%' && error == std::errc() && digits.size() == 2 &&
        end == digits.data() + digits.size()) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool ParametersHoldPassword(std::string_view text) {
  const std::string plain = WithoutPercents(text);
  for (const std::string_view keyword : {"password=", "password ="}) {
    for (size_t at = 0; (at = plain.find(keyword, at)) != std::string::npos;) {
      at += keyword.size();
      const size_t end = std::min(plain.find_first_of("& ", at), plain.size());
      if (!IsAllVariables(std::string_view(plain).substr(at, end - at))) return true;
    }
  }
  return false;
}

}  // namespace

bool HoldsPassword(std::string_view address) {
  if (address.starts_with("sqlite:")) return false;
  const size_t scheme = address.find("://");
  if (scheme != std::string_view::npos) {
    // Up to the last "@": one within a password is not always written as %40.
    const std::string_view rest = address.substr(scheme + 3);
    const size_t end = rest.rfind('@');
    const std::string_view user = rest.substr(0, end);
    const size_t colon = user.find(':');
    if (end != std::string_view::npos && colon != std::string_view::npos &&
        !IsAllVariables(user.substr(colon + 1)))
      return true;
  }
  return ParametersHoldPassword(address);
}

}  // namespace northstar
