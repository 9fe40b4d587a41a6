// The bytes of a request → the JSON in it. Clients say little that can be relied on: gzip comes
// with and without Content-Encoding, JSON as a form, forms as text. So the bytes tell: 1f 8b is
// gzip, `data=` is a form that holds base64 or JSON, all else is taken as it is. Pure; thread safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace northstar::ingest {

enum class BodyError {
  kTooLarge,  // more than `most` bytes once it is unpacked: answered with 413
  kBroken,    // gzip that is cut off or damaged, base64 that is none: 400
};

// At most `most` bytes; what is packed is unpacked no further than that. gzip within gzip stays
// packed.
std::variant<std::string, BodyError> UnpackBody(std::string_view bytes, size_t most);

// "a%20b" → "a b"; a "+" stays one unless `form`, where it is a blank. A "%" before anything but
// two digits stays as well.
std::string PercentDecoded(std::string_view text, bool form);
// Base64 in either alphabet, with or without "=" at the end; blanks count as "+", which is what
// became of it on the way. Broken otherwise.
std::variant<std::string, BodyError> Base64Decoded(std::string_view text);

}  // namespace northstar::ingest
