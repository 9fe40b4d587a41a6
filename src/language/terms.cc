#include "language/terms.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"

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

namespace {

bool IsMailByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-' ||
         c == '+' || c == '%';
}

bool IsPhoneByte(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == ' ' || c == '-' || c == '/' ||
         c == '(' || c == ')' || c == '.';
}

std::string Replace(const std::string& text, std::string_view mail, std::string_view number) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '@' && !out.empty() && IsMailByte(out.back()) && i + 1 < text.size() &&
        IsMailByte(text[i + 1])) {
      while (!out.empty() && IsMailByte(out.back())) out.pop_back();
      ++i;
      while (i < text.size() && IsMailByte(text[i])) ++i;
      out += mail;
      if (text[i - 1] == '.') out += '.';  // the end of a sentence
      continue;
    }
    const bool starts = (text[i] == '+' || text[i] == '(' ||
                         std::isdigit(static_cast<unsigned char>(text[i])) != 0) &&
                        (out.empty() || !IsWordByte(out.back()));
    if (starts) {
      size_t end = i + 1;
      while (end < text.size() && IsPhoneByte(text[end])) ++end;
      while (end > i + 1 && std::isdigit(static_cast<unsigned char>(text[end - 1])) == 0) --end;
      const auto digits =
          std::count_if(text.begin() + static_cast<std::ptrdiff_t>(i),
                        text.begin() + static_cast<std::ptrdiff_t>(end),
                        [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
      if (digits >= 7) {
        out += number;
        i = end;
        continue;
      }
    }
    out += text[i++];
  }
  return out;
}

}  // namespace

std::string MaskContacts(const std::string& text) {
  return Replace(text, "[e-mail]", "[number]");
}

std::set<std::string> TermsOf(const std::string& text) {
  const std::string small = LowerUtf8(Replace(text, ".", "."));
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
