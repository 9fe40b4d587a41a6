// E-mail addresses and telephone numbers in what people write, in any script. Thread safe.
#pragma once

#include <string>
#include <string_view>

namespace northstar {

// "a.b@example.org" and "имя@пример.рф" → `mail`; numbers of at least seven digits, with spaces,
// dashes, dots, slashes and brackets between them → `number`. A number within a word ("v12345678")
// stays, and so do "@" alone, "version 1.2.3", dates and thousands ("2024-01-15", "10.000.000").
// O(length).
std::string ReplaceContacts(std::string_view text, std::string_view mail, std::string_view number);

}  // namespace northstar
