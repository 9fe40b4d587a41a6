#include "language/detect_english.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "base/unreachable.h"
#include "language/code_points.h"

namespace northstar::language {
namespace {

constexpr double kMostOtherScript = 0.15;  // of all letters
constexpr double kLeastKnown = 0.5;        // share of words, where no small word says anything
constexpr double kLeastInDoubt = 0.7;      // the same where as much speaks for another language
constexpr double kLeastSmallWords = 0.1;   // share of words of a long text
constexpr int kLongText = 12;              // words
constexpr double kAccent = 0.5;            // what a word with a letter like "ü" counts against

struct Letters {
  std::vector<std::string> words;  // small; with the apostrophes inside
  int latin = 0, other = 0;
  int accented = 0;  // words with a Latin letter beyond a-z
};

Letters FindLetters(std::string_view text) {
  Letters letters;
  std::string word;
  bool accent = false;
  const auto take = [&] {
    while (!word.empty() && word.back() == '\'') word.pop_back();
    if (!word.empty()) {
      letters.words.push_back(LowerUtf8(word));
      letters.accented += accent;
    }
    word.clear();
    accent = false;
  };
  ForEachCodePoint(text, [&](char32_t code, std::string_view bytes) {
    if (IsLetter(code)) {
      const bool latin = IsLatin(code);
      (latin ? letters.latin : letters.other) += 1;
      accent = accent || (latin && code >= 0x80);
      word += bytes;
    } else if ((code == '\'' || code == 0x2019) && !word.empty()) {
      word += '\'';
    } else {
      take();
    }
  });
  take();
  return letters;
}

bool EndsLikeEnglish(std::string_view word) {
  return word.size() > 6 && (word.ends_with("ing") || word.ends_with("ness") ||
                             word.ends_with("ful") || word.ends_with("less"));
}

std::string_view FunctionWords() {
  for (const EmbeddedFile& file : LanguageFiles()) {
    if (file.name == "function_words.txt") return file.text;
  }
  NS_UNREACHABLE("a word list is not built in");
  return {};
}

}  // namespace

EnglishDetector::EnglishDetector(const SentimentLexicon& lexicon) : lexicon_(&lexicon) {
  for (const std::string& line : Split(FunctionWords(), '\n')) {
    const size_t tab = line.find('\t');
    if (tab == std::string::npos || line.starts_with("# ")) continue;
    const std::string name = line.substr(0, tab);
    const bool other = !name.starts_with("english");
    for (const std::string& word : Split(line.substr(tab + 1), ' ')) {
      if (other) {
        others_[word].push_back(languages_);
      } else {
        (name == "english" ? english_ : common_).insert(word);
      }
    }
    languages_ += other;
  }
}

bool EnglishDetector::IsEnglish(std::string_view text) const {
  const Letters letters = FindLetters(text);
  if (letters.words.empty()) return true;
  const double other_script = letters.other / static_cast<double>(letters.latin + letters.other);
  if (other_script > kMostOtherScript) return false;
  const auto words = static_cast<double>(letters.words.size());
  double small_words = 0;
  double known = 0;
  std::vector<double> others(static_cast<size_t>(languages_));
  for (const std::string& word : letters.words) {
    small_words += english_.contains(word);
    const auto other = others_.find(word);
    if (other != others_.end()) {
      for (const int language : other->second) others[static_cast<size_t>(language)] += 1;
    }
    known += english_.contains(word) || common_.contains(word) || lexicon_->Holds(word) ||
             EndsLikeEnglish(word);
  }
  const double against =
      *std::max_element(others.begin(), others.end()) + kAccent * letters.accented;
  if (small_words == 0) return against == 0 && known >= kLeastKnown * words;
  if (words >= kLongText && small_words < kLeastSmallWords * words) return false;
  if (small_words == against) return known >= kLeastInDoubt * words;
  return small_words > against;
}

bool NamesEnglish(std::string_view language) {
  const std::string name = LowerUtf8(Trim(language));
  return name == "english" || name == "en" || name == "eng" || name.starts_with("en-") ||
         name.starts_with("en_");
}

}  // namespace northstar::language
