// Texts that may not be valid UTF-8, and the two ways of writing an accented letter. File names and
// cells come in any bytes; what is stored and shown is UTF-8, and must lead back to the bytes. Pure
// and thread safe; letters are compared and composed by ICU's rules, not by a locale's.
#pragma once

#include <string>
#include <string_view>

namespace northstar {

// Valid UTF-8 that says which bytes were not, each as \x and two capital hex digits:
// "caf\\xE9.csv". A backslash becomes two, so that different texts stay different.
std::string EscapeInvalidUtf8(std::string_view text);
// The bytes that EscapeInvalidUtf8 was given. REQUIRES: what EscapeInvalidUtf8 returned; other text
// after "\x" may throw.
std::string UnescapeInvalidUtf8(std::string_view text);

// With accents and letters composed (Unicode's form NFC); what is not valid UTF-8 comes back as it
// is.
std::string Composed(const std::string& text);

}  // namespace northstar
