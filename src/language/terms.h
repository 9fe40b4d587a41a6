// Words and phrases of what customers wrote: letters and digits in any script, small; one and two
// words; without the words that every sentence of its language has. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace northstar {

// The terms of a text, each once: words of two letters or more that are no stop words, and pairs of
// neighbouring words of one sentence of which neither is a stop word ("weekly planning"). Scripts
// that write no blanks between words are split by a dictionary. E-mail addresses, telephone numbers
// and "@names" are no terms.
std::set<std::string> TermsOf(const std::string& text);

// E-mail addresses and numbers that could be telephone numbers are replaced; nothing that
// identifies somebody is quoted.
std::string MaskContacts(const std::string& text);

}  // namespace northstar
