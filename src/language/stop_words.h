// Words that say nothing about what a text is about: those of every sentence, by language
// (language/stop_words.txt), and those that only judge ("great", language/verdict_words.txt). Built
// into the program, so there is nothing to read and nothing that fails. Words are compared as they
// stand: small letters, no stemming. Immutable; thread safe.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace northstar::language {

class StopWords {
 public:
  // Made at the first call; holds for ever.
  static const StopWords& BuiltIn();

  // The language most of whose stop words are among the words of a text, each in small letters;
  // English when none has more of them than English. A number for Holds: the row of the file,
  // English is 0.
  int LanguageOf(std::span<const std::string> words) const;
  // "english": how the file calls a language; "scandinavian" are several.
  const std::string& NameOf(int language) const { return names_[static_cast<size_t>(language)]; }
  // Whether every sentence of that language may have the word, or every English one: products write
  // English words into texts of any language.
  bool Holds(const std::string& word, int language) const;
  // Whether a word alone names no theme in any language.
  bool OnlyJudges(const std::string& word) const { return verdicts_.contains(word); }

 private:
  StopWords();

  std::unordered_map<std::string, std::vector<int>> languages_of_;  // by word; 0 is English
  std::unordered_set<std::string> verdicts_;
  std::vector<std::string> names_;  // of languages
};

}  // namespace northstar::language
