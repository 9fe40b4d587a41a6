#include "language/text_features.h"

#include <algorithm>
#include <string>

#include "base/random.h"
#include "base/text.h"
#include "language/code_points.h"

namespace northstar::language {
namespace {

constexpr size_t kShortestRun = 3;
constexpr size_t kLongestRun = 5;

std::vector<std::string> WordsOf(const std::string& small) {
  std::vector<std::string> words;
  std::string word;
  const auto take = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  ForEachCodePoint(small, [&](char32_t code, std::string_view bytes) {
    if (IsLetterOrDigit(code) || IsMark(code) || (code == '\'' && !word.empty())) {
      word += bytes;
      return;
    }
    take();
    const bool sign =
        code >= 0x80 ? !IsSpace(code) && !IsEmojiModifier(code) : code == '!' || code == '?';
    if (sign) words.emplace_back(bytes);
  });
  take();
  return words;
}

// Of different kinds, so that the run "art" is not the word "art".
uint32_t Hash(char kind, std::string_view text) {
  return static_cast<uint32_t>((MixText(text) ^ Mix64(static_cast<uint64_t>(kind))) >>
                               (64 - kFeatureBits));
}

void AddRuns(const std::string& word, std::vector<uint32_t>& features) {
  const std::string padded = " " + word + " ";
  std::vector<size_t> starts;
  for (size_t i = 0; i < padded.size(); ++i) {
    if ((static_cast<unsigned char>(padded[i]) & 0xC0) != 0x80) starts.push_back(i);
  }
  starts.push_back(padded.size());
  for (size_t length = kShortestRun; length <= kLongestRun; ++length) {
    for (size_t i = 0; i + length < starts.size(); ++i) {
      const std::string_view run(padded.data() + starts[i], starts[i + length] - starts[i]);
      features.push_back(Hash('r', run));
    }
  }
}

}  // namespace

std::vector<uint32_t> TextFeatures(std::string_view text) {
  const std::vector<std::string> words = WordsOf(LowerUtf8(text));
  std::vector<uint32_t> features;
  for (size_t i = 0; i < words.size(); ++i) {
    features.push_back(Hash('w', words[i]));
    if (i > 0) features.push_back(Hash('p', words[i - 1] + " " + words[i]));
    AddRuns(words[i], features);
  }
  std::sort(features.begin(), features.end());
  features.erase(std::unique(features.begin(), features.end()), features.end());
  return features;
}

}  // namespace northstar::language
