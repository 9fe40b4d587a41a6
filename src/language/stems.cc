#include "language/stems.h"

#include <libstemmer.h>

#include <array>
#include <cctype>
#include <memory>

#include "base/text.h"
#include "language/cased_words.h"
#include "language/stop_words.h"

namespace northstar::language {
namespace {

struct Delete {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, Delete>;

std::string StemOf(sb_stemmer* stemmer, const std::string& word) {
  if (stemmer == nullptr) return word;
  const auto* bytes = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* stem = sb_stemmer_stem(stemmer, bytes, static_cast<int>(word.size()));
  if (stem == nullptr) return word;
  return {reinterpret_cast<const char*>(stem), static_cast<size_t>(sb_stemmer_length(stemmer))};
}

// Of English alone: definitions say "three" where people write "3".
std::string WithDigits(const std::string& word) {
  static constexpr std::array<std::string_view, 10> kNumbers = {
      "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
  for (size_t i = 0; i < kNumbers.size(); ++i) {
    if (word == kNumbers[i]) return std::to_string(i + 1);
  }
  return word;
}

}  // namespace

std::vector<std::string> PlainWordsOf(std::string_view text) {
  std::string spaced(text);
  for (const std::string_view end : {"_", "-", "/", "'", "’", "@"})
    spaced = ReplaceAll(std::move(spaced), end, " ");
  std::vector<std::string> words;
  for (CasedWord& word : CasedWordsOf(spaced)) words.push_back(std::move(word.small));
  return words;
}

int LanguageOf(std::string_view text) {
  return StopWords::BuiltIn().LanguageOf(PlainWordsOf(text));
}

std::vector<std::string> ContentStems(std::string_view text, int language) {
  const StopWords& stop_words = StopWords::BuiltIn();
  const Stemmer stemmer(sb_stemmer_new(stop_words.NameOf(language).c_str(), nullptr));
  std::vector<std::string> stems;
  for (const std::string& word : PlainWordsOf(text)) {
    const std::string number = WithDigits(word);
    const bool letter = word.size() == 1 && std::isalpha(static_cast<unsigned char>(word[0])) != 0;
    if (letter || (number == word && stop_words.Holds(word, language))) continue;
    stems.push_back(StemOf(stemmer.get(), number));
  }
  return stems;
}

}  // namespace northstar::language
