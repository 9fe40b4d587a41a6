// One code point after the other of a text that may not be valid UTF-8. Internal to base.
#pragma once

#include <unicode/utf8.h>

#include <cstdint>
#include <string_view>

namespace northstar {

// The code point at `i`, which moves behind it; negative where the bytes are none.
inline int32_t NextCodePoint(std::string_view text, int32_t& i) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int32_t>(text.size());
  UChar32 c = 0;
  U8_NEXT(bytes, i, length, c);
  return c;
}

}  // namespace northstar
