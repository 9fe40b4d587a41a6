// The words of a text, and whether their capitals tell a name from a word. They do within a
// sentence that is otherwise in small letters. They do not at its start, in titles ("Great Value in
// Every Box"), where everything is in capitals, and where small letters are not told from others.
// Pure and thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace northstar::language {

enum class WordCase {
  kSmall,
  kCapital,      // the first letter: "Joy", "PayPal"
  kAllCapitals,  // two letters or more: "IBM"
};

struct CasedWord {
  size_t from = 0, to = 0;  // bytes of the text, without a possessive "'s"
  std::string small;        // in small letters; letters, digits and "_", apostrophes inside
  WordCase letters = WordCase::kSmall;
  bool mention = false;      // "@name", with its "@"
  bool new_sentence = true;  // the word before it, if any, belongs to another sentence
  bool inside = false;       // stands within a sentence, so that a capital is not owed to its start
  bool tells = false;        // whether a capital of this word would tell that it is a name
};

// In their order. Takes invalid UTF-8 as characters that belong to no word.
std::vector<CasedWord> CasedWordsOf(std::string_view text);

}  // namespace northstar::language
