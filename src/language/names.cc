#include "language/names.h"

#include <algorithm>

#include "base/text.h"
#include "language/sentiment_rules.h"

namespace northstar::language {
namespace {

constexpr size_t kMostWords = 8;
constexpr size_t kShortestName = 2;  // letters
constexpr int kLeastTexts = 3;       // with a capitalized word, before it counts as a name
constexpr int kLeastOfGiven = 2;     // the same where it was given as one

bool ChangesWhatOthersSay(const std::string& word) {
  return Negates(word) || DegreeOf(word) != 0 || word == "no" || word == "too";
}

bool HasLetters(const std::string& word) {
  return UpperUtf8(word) != word && CodePoints(word) >= kShortestName;
}

bool IsName(std::string_view name, const std::vector<CasedWord>& words) {
  if (words.empty() || words.size() > kMostWords) return false;
  if (words.size() == 1) return HasLetters(words[0].small);
  const auto is_small = [](const CasedWord& word) { return word.letters == WordCase::kSmall; };
  const bool all_small = std::all_of(words.begin(), words.end(), is_small);
  if (name.find(' ') == std::string_view::npos && all_small) return false;
  const bool rest_small = std::all_of(words.begin() + 1, words.end(), is_small);
  return !rest_small || std::none_of(words.begin(), words.end(), [](const CasedWord& word) {
    return ChangesWhatOthersSay(word.small);
  });
}

}  // namespace

void AddWords(std::string_view text, Vocabulary& vocabulary) {
  for (CasedWord& word : CasedWordsOf(text)) vocabulary.insert(std::move(word.small));
}

bool CouldName(std::string_view name, const Vocabulary& vocabulary) {
  const std::vector<CasedWord> words = CasedWordsOf(name);
  return IsName(name, words) && std::all_of(words.begin(), words.end(), [&](const auto& word) {
           return vocabulary.contains(word.small);
         });
}

Names::Names(std::span<const std::string> given) {
  for (const std::string& name : given) {
    const std::vector<CasedWord> words = CasedWordsOf(name);
    if (!northstar::language::IsName(name, words)) continue;
    if (words.size() == 1) {
      single_.insert(words[0].small);
      if (words[0].letters == WordCase::kAllCapitals) acronyms_.insert(words[0].small);
      continue;
    }
    std::vector<std::string> phrase;
    for (const CasedWord& word : words) phrase.push_back(word.small);
    phrases_[phrase[0]].push_back(std::move(phrase));
  }
  for (auto& [first, phrases] : phrases_) {
    std::sort(phrases.begin(), phrases.end(), [](const auto& a, const auto& b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    phrases.erase(std::unique(phrases.begin(), phrases.end()), phrases.end());
  }
}

void Names::Learn(std::span<const std::string_view> texts, const SentimentLexicon& lexicon) {
  struct Counts {
    int capital = 0, small = 0;  // texts
  };
  const auto counts_at_all = [&](const std::string& word) {
    return lexicon.ValenceOf(word).value_or(0) != 0 || single_.contains(word);
  };
  std::unordered_map<std::string, Counts> counts;
  std::unordered_set<std::string_view> seen;
  for (const std::string_view text : texts) {
    if (!seen.insert(text).second) continue;
    const std::vector<CasedWord> words = CasedWordsOf(text);
    std::unordered_set<std::string_view> capital;
    std::unordered_set<std::string_view> small;
    for (size_t i = 0; i < words.size();) {
      if (const size_t phrase = PhraseAt(words, i); phrase > 0) {
        i += phrase;
        continue;
      }
      const CasedWord& word = words[i++];
      if (!word.inside || !counts_at_all(word.small)) continue;
      const bool acronym = word.letters == WordCase::kAllCapitals && acronyms_.contains(word.small);
      if (word.letters == WordCase::kSmall) {
        small.insert(word.small);
      } else if (word.tells && (acronym || word.letters == WordCase::kCapital)) {
        capital.insert(word.small);
      }
    }
    for (const std::string_view word : capital) ++counts[std::string(word)].capital;
    for (const std::string_view word : small) ++counts[std::string(word)].small;
  }
  for (const auto& [word, count] : counts) {
    const int least = single_.contains(word) ? kLeastOfGiven : kLeastTexts;
    if (count.capital >= least && count.capital > count.small) capitalized_.insert(word);
  }
}

size_t Names::PhraseAt(const std::vector<CasedWord>& words, size_t i) const {
  const auto found = phrases_.find(words[i].small);
  if (found == phrases_.end()) return 0;
  for (const std::vector<std::string>& phrase : found->second) {
    bool same = i + phrase.size() <= words.size();
    for (size_t k = 1; same && k < phrase.size(); ++k)
      same = words[i + k].small == phrase[k] && !words[i + k].new_sentence;
    if (same) return phrase.size();
  }
  return 0;
}

bool Names::IsGiven(const CasedWord& word) const {
  return word.letters == WordCase::kCapital && word.tells && single_.contains(word.small);
}

bool Names::IsName(const CasedWord& word) const {
  if (word.mention) return true;
  if (word.letters == WordCase::kSmall) return false;
  return capitalized_.contains(word.small) || IsGiven(word);
}

bool Names::GivenIn(std::string_view text) const {
  const std::vector<CasedWord> words = CasedWordsOf(text);
  for (size_t i = 0; i < words.size(); ++i) {
    if (IsGiven(words[i]) || PhraseAt(words, i) > 0) return true;
    if (words[i].letters == WordCase::kAllCapitals && acronyms_.contains(words[i].small))
      return true;
  }
  return false;
}

std::vector<TextRange> Names::In(std::string_view text) const {
  std::vector<TextRange> names;
  const std::vector<CasedWord> words = CasedWordsOf(text);
  for (size_t i = 0; i < words.size();) {
    const size_t phrase = PhraseAt(words, i);
    if (phrase > 0) {
      names.push_back({words[i].from, words[i + phrase - 1].to});
    } else if (IsName(words[i])) {
      names.push_back({words[i].from, words[i].to});
    }
    i += std::max<size_t>(phrase, 1);
  }
  return names;
}

std::string Replaced(std::string_view text, std::span<const TextRange> ranges,
                     std::string_view with) {
  std::string out;
  size_t at = 0;
  for (const TextRange& range : ranges) {
    const std::string_view hidden = text.substr(range.from, range.to - range.from);
    out += text.substr(at, range.from - at);
    const bool capitals = UpperUtf8(hidden) == hidden && LowerUtf8(hidden) != hidden;
    out += capitals ? UpperUtf8(with) : std::string(with);
    at = range.to;
  }
  out += text.substr(at);
  return out;
}

}  // namespace northstar::language
