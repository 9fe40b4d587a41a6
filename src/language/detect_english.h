// Is a text English enough for an English lexicon? By its script, and by the small words that every
// sentence has: more of them must be English than of any other language known here. A text with
// none of them ("Great update") counts as English when at least half of its words are known English
// words and nothing speaks against it. Short texts that read the same in several languages
// ("Super!") may count as English. A text without letters (":)", "👍👍") is of no language and fit
// to be scored.
//
// Said to be English are also languages that are not known here and look like it: none is known.
// Pure once built; safe to share between threads.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "language/sentiment_lexicon.h"

namespace northstar::language {

class EnglishDetector {
 public:
  // Words of `lexicon` count as known English words.
  explicit EnglishDetector(const SentimentLexicon& lexicon);

  bool IsEnglish(std::string_view text) const;

 private:
  std::unordered_set<std::string> english_, common_;
  std::unordered_map<std::string, std::vector<int>> others_;  // word -> languages
  int languages_ = 0;                                         // others
  const SentimentLexicon* lexicon_;
};

// Whether a language that is stated ("en", "en-GB", "eng", "English") is English.
bool NamesEnglish(std::string_view language);

}  // namespace northstar::language
