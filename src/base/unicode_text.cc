#include "base/unicode_text.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <charconv>

#include "base/code_points.h"
#include "base/text.h"

namespace northstar {
std::string EscapeInvalidUtf8(std::string_view text) {
  std::string out;
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < length;) {
    const int32_t at = i;
    const int32_t c = NextCodePoint(text, i);
    const std::string_view bytes =
        text.substr(static_cast<size_t>(at), static_cast<size_t>(i - at));
    if (c == '\\') {
      out += "\\\\";
    } else if (c >= 0) {
      out += bytes;
    } else {
      for (const char byte : bytes)
        out += fmt::format("\\x{:02X}", static_cast<unsigned>(static_cast<unsigned char>(byte)));
    }
  }
  return out;
}

std::string UnescapeInvalidUtf8(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 1 < text.size();
    uint8_t byte = 0;
    const bool coded =
        escape && text[i + 1] == 'x' && i + 3 < text.size() &&
        std::from_chars(&text[i + 2], &text[i + 2] + 2, byte, 16).ptr == &text[i + 2] + 2;
    if (coded) {
      out += static_cast<char>(byte);
      i += 3;
    } else {
      out += text[i];
      if (escape && text[i + 1] == '\\') ++i;
    }
  }
  return out;
}

std::string Composed(const std::string& text) {
  if (!IsValidUtf8(text)) return text;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return text;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  nfc->normalizeUTF8(0, text, sink, nullptr, status);
  return U_SUCCESS(status) ? out : text;
}

}  // namespace northstar
