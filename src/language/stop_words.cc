#include "language/stop_words.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "language/sentiment_lexicon.h"

namespace northstar::language {
namespace {

constexpr int kEnglish = 0;  // the first row

// Calls `take(row, word)` for every word of a file of rows "language, tab, words"; the languages.
template <typename Take>
std::vector<std::string> ForEachWord(std::string_view file, Take take) {
  std::vector<std::string> rows;
  for (const EmbeddedFile& one : LanguageFiles()) {
    if (one.name != file) continue;
    for (const std::string& line : Split(one.text, '\n')) {
      const size_t tab = line.find('\t');
      if (tab == std::string::npos || line.starts_with("# ")) continue;
      for (const std::string& word : Split(line.substr(tab + 1), ' ')) {
        take(static_cast<int>(rows.size()), word);
      }
      rows.push_back(line.substr(0, tab));
    }
  }
  NS_CHECK(!rows.empty());
  return rows;
}

}  // namespace

StopWords::StopWords() {
  names_ = ForEachWord("stop_words.txt", [&](int language, const std::string& word) {
    languages_of_[word].push_back(language);
  });
  ForEachWord("verdict_words.txt", [&](int, const std::string& word) { verdicts_.insert(word); });
}

const StopWords& StopWords::BuiltIn() {
  static const StopWords words;
  return words;
}

int StopWords::LanguageOf(std::span<const std::string> words) const {
  std::vector<int> counts(names_.size());
  for (const std::string& word : words) {
    const auto found = languages_of_.find(word);
    if (found == languages_of_.end()) continue;
    for (const int language : found->second) ++counts[static_cast<size_t>(language)];
  }
  return static_cast<int>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

bool StopWords::Holds(const std::string& word, int language) const {
  const auto found = languages_of_.find(word);
  if (found == languages_of_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](int one) { return one == language || one == kEnglish; });
}

}  // namespace northstar::language
