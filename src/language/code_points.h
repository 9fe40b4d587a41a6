// Walking over text by code point, and what kind of sign one is. Invalid bytes count as one
// replacement character. Pure and thread safe.
#pragma once

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <string_view>

namespace northstar::language {

// Calls `take(char32_t code, std::string_view bytes)` for each.
template <typename Take>
void ForEachCodePoint(std::string_view text, Take take) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int32_t>(text.size());
  int32_t i = 0;
  while (i < length) {
    const int32_t start = i;
    UChar32 code = 0;
    U8_NEXT_OR_FFFD(bytes, i, length, code);
    take(static_cast<char32_t>(code),
         text.substr(static_cast<size_t>(start), static_cast<size_t>(i - start)));
  }
}

inline bool IsSpace(char32_t code) {
  return u_isUWhiteSpace(static_cast<UChar32>(code)) != 0;
}
inline bool IsLetter(char32_t code) {
  return u_isalpha(static_cast<UChar32>(code)) != 0;
}
// Vowel signs and accents that stand on a letter.
inline bool IsMark(char32_t code) {
  return (U_GET_GC_MASK(static_cast<UChar32>(code)) & U_GC_M_MASK) != 0;
}
inline bool IsLetterOrDigit(char32_t code) {
  return u_isalnum(static_cast<UChar32>(code)) != 0;
}

// Says how an emoji looks and not what it is: style selectors, joiners and skin tones.
inline bool IsEmojiModifier(char32_t code) {
  return code == 0xFE0F || code == 0xFE0E || code == 0x200D || (code >= 0x1F3FB && code <= 0x1F3FF);
}

inline bool IsLatin(char32_t code) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(code), &status) == USCRIPT_LATIN;
}

}  // namespace northstar::language
