#include "analysis/cohorts/event_words.h"

#include <cctype>

#include "base/text.h"

namespace northstar {
namespace {

bool IsUpper(char c) {
  return std::isupper(static_cast<unsigned char>(c)) != 0;
}
bool IsLower(char c) {
  return std::islower(static_cast<unsigned char>(c)) != 0;
}
// Bytes of other scripts are letters too; whether they change case is not looked at.
bool IsLetter(char c) {
  return IsUpper(c) || IsLower(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool IsWithin(std::span<const std::string> words, std::string_view phrase) {
  size_t at = 0;
  bool any = false;
  for (const std::string& wanted : Split(phrase, ' ')) {
    if (wanted.empty()) continue;
    while (at < words.size() && words[at] != wanted) ++at;
    if (at == words.size()) return false;
    ++at;
    any = true;
  }
  return any;
}

}  // namespace

std::vector<std::string> WordsOfEvent(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(LowerUtf8(word));
    word.clear();
  };
  for (size_t i = 0; i < name.size(); ++i) {
    if (!IsLetter(name[i])) {
      end_word();
      continue;
    }
    // "planDeleted" ends a word before D, "SMSSent" before the last S.
    const bool begins = IsUpper(name[i]) && i > 0 &&
                        (IsLower(name[i - 1]) || (i + 1 < name.size() && IsLower(name[i + 1])));
    if (begins) end_word();
    word += name[i];
  }
  end_word();
  return words;
}

bool HoldPhrase(std::span<const std::string> words, std::span<const std::string> phrases) {
  for (const std::string& phrase : phrases) {
    if (IsWithin(words, phrase)) return true;
  }
  return false;
}

}  // namespace northstar
