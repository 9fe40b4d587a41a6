#include "language/sentiment_lexicon.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"
#include "base/text.h"
#include "base/unreachable.h"

namespace northstar::language {
namespace {

constexpr double kStrongest = 4;

// Calls `take(key, value)` for the first two columns of every row; counts rows where that fails.
template <typename Take>
int ForEachRow(std::string_view text, Take take) {
  int unread = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
    if (row.empty() || row == "#" || row.starts_with("# ")) continue;
    const size_t tab = row.find('\t');
    if (tab == 0 || tab == std::string_view::npos) {
      ++unread;
      continue;
    }
    const std::string_view rest = row.substr(tab + 1);
    if (!take(row.substr(0, tab), rest.substr(0, rest.find('\t')))) ++unread;
  }
  return unread;
}

using Valences = std::unordered_map<std::string, double>;

int AddValences(std::string_view text, Valences& valences) {
  return ForEachRow(text, [&](std::string_view word, std::string_view measure) {
    const std::optional<double> valence = ParseNumber(measure);
    if (!valence || std::fabs(*valence) > kStrongest) return false;
    valences[std::string(word)] = *valence;
    return true;
  });
}

std::optional<double> Find(const Valences& valences, const std::string& word) {
  const auto found = valences.find(word);
  if (found == valences.end()) return std::nullopt;
  return found->second;
}

std::string_view TextOf(std::string_view name) {
  for (const EmbeddedFile& file : LanguageFiles()) {
    if (file.name == name) return file.text;
  }
  NS_UNREACHABLE("a word list is not built in");
  return {};
}

}  // namespace

int SentimentLexicon::AddWords(std::string_view text) {
  return AddValences(text, valences_);
}

int SentimentLexicon::AddUnmet(std::string_view text) {
  return AddValences(text, unmet_);
}

int SentimentLexicon::AddPhrases(std::string_view text) {
  return ForEachRow(text, [&](std::string_view phrase, std::string_view measure) {
    const std::optional<double> valence = ParseNumber(measure);
    const size_t blank = phrase.find(' ');
    if (!valence || std::fabs(*valence) > kStrongest || blank == std::string_view::npos)
      return false;
    valences_[std::string(phrase)] = *valence;
    starts_.emplace(phrase.substr(0, blank));
    return true;
  });
}

int SentimentLexicon::AddEmojiNames(std::string_view text) {
  return ForEachRow(text, [&](std::string_view emoji, std::string_view name) {
    if (CodePoints(emoji) != 1 || name.empty()) return false;
    emoji_names_[std::string(emoji)] = std::string(name);
    return true;
  });
}

std::optional<double> SentimentLexicon::ValenceOf(const std::string& word) const {
  return Find(valences_, word);
}

std::optional<double> SentimentLexicon::UnmetValence(const std::string& word) const {
  return Find(unmet_, word);
}

const std::string* SentimentLexicon::EmojiName(std::string_view code_point) const {
  const auto found = emoji_names_.find(std::string(code_point));
  return found == emoji_names_.end() ? nullptr : &found->second;
}

SentimentLexicon PublishedLexicon() {
  SentimentLexicon lexicon;
  NS_CHECK(lexicon.AddWords(TextOf("vader_lexicon.txt")) == 0);
  // The only row that the fetched version lacks and that the published examples need: with it, and
  // not without it, the example with emoji has the compound of .875 that is published.
  NS_CHECK(lexicon.AddWords("heart\t3.2") == 0);
  NS_CHECK(lexicon.AddEmojiNames(TextOf("emoji_names.txt")) == 0);
  return lexicon;
}

SentimentLexicon ProductLexicon() {
  SentimentLexicon lexicon = PublishedLexicon();
  NS_CHECK(lexicon.AddWords(TextOf("product_words.txt")) == 0);
  NS_CHECK(lexicon.AddPhrases(TextOf("product_phrases.txt")) == 0);
  NS_CHECK(lexicon.AddUnmet(TextOf("unmet_words.txt")) == 0);
  return lexicon;
}

}  // namespace northstar::language
