// Words and phrases of what customers wrote: letters and digits in any script, small; one and two
// words; without the words that every sentence of its language has. It leaves out stems and
// synonyms: "crash" and "crashes" are two terms. Pure and thread safe; what is no UTF-8 parts
// words.
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

// E-mail addresses and numbers that could be telephone numbers are replaced by "[e-mail]" and
// "[number]"; nothing that identifies somebody is quoted. Names of people stay.
std::string MaskContacts(const std::string& text);

}  // namespace northstar
