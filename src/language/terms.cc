#include "language/terms.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "language/contacts.h"

namespace northstar {
namespace {

// What stands in sentences of every kind. Sorted.
constexpr std::array<std::string_view, 137> kStopWords{
    "about",  "after", "again", "all",     "also",   "am",      "an",      "and",    "any",
    "are",    "aren",  "as",    "at",      "be",     "because", "been",    "before", "being",
    "but",    "by",    "can",   "cannot",  "could",  "couldn",  "did",     "didn",   "do",
    "does",   "doesn", "doing", "don",     "down",   "each",    "else",    "ever",   "every",
    "few",    "for",   "from",  "further", "get",    "gets",    "getting", "got",    "had",
    "has",    "hasn",  "have",  "haven",   "having", "he",      "her",     "here",   "hers",
    "him",    "his",   "how",   "if",      "in",     "into",    "is",      "isn",    "it",
    "its",    "just",  "let",   "like",    "ll",     "may",     "me",      "might",  "more",
    "most",   "much",  "must",  "my",      "need",   "no",      "nor",     "not",    "now",
    "of",     "off",   "on",    "once",    "one",    "only",    "or",      "other",  "our",
    "ours",   "out",   "over",  "own",     "re",     "really",  "same",    "shall",  "she",
    "should", "so",    "some",  "such",    "than",   "that",    "the",     "their",  "them",
    "then",   "there", "these", "they",    "this",   "those",   "through", "to",     "too",
    "under",  "until", "up",    "us",      "ve",     "very",    "was",     "we",     "were",
    "what",   "when",  "where", "which",   "while",  "who",     "why",     "will",   "with",
    "would",  "you"};

bool IsStopWord(std::string_view word) {
  return std::binary_search(kStopWords.begin(), kStopWords.end(), word);
}

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0;
}

bool EndsSentence(char c) {
  return c == '.' || c == '!' || c == '?' || c == ';' || c == ':' || c == '\n' || c == ',';
}

}  // namespace

std::string MaskContacts(const std::string& text) {
  return ReplaceContacts(text, "[e-mail]", "[number]");
}

std::set<std::string> TermsOf(const std::string& text) {
  const std::string small = LowerUtf8(ReplaceContacts(text, ".", "."));
  std::set<std::string> terms;
  std::string word;
  std::string before;  // the word before in the same sentence; empty: none, or a stop word
  const auto take = [&] {
    const bool counts = CodePoints(word) >= 2 && !IsStopWord(word);
    if (counts) {
      terms.insert(word);
      if (!before.empty()) terms.insert(before + " " + word);
    }
    before = counts ? word : "";
    word.clear();
  };
  for (const char c : small) {
    if (IsWordByte(c)) {
      word += c;
      continue;
    }
    if (!word.empty()) take();
    if (EndsSentence(c)) before.clear();
  }
  if (!word.empty()) take();
  return terms;
}

}  // namespace northstar
