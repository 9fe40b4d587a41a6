// What a text is about, word by word, so that two texts can be compared: its words without those
// that every sentence of its language has, each cut down to its stem ("completed", "completing" and
// "completes" are one), numbers as digits. It leaves out synonyms, and word order.
// Source: Porter 2001 (Snowball), by libstemmer. Pure and thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace northstar::language {

// Words in small letters in their order; also at "_", "-", "/" and apostrophes a word ends.
std::vector<std::string> PlainWordsOf(std::string_view text);

// One of StopWords: that of most stop words of the text, else English.
int LanguageOf(std::string_view text);
// Of the words that say something, in their order, with repeats; as they stand where there is no
// stemmer for the language. A single Latin letter says nothing. `language`: one of StopWords.
std::vector<std::string> ContentStems(std::string_view text, int language);

}  // namespace northstar::language
