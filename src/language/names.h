// Names within texts, which say nothing about how their writer feels: "@mentions"; what a project
// calls its things (names of two words or more however they are written, a single word where its
// capital tells that it is a name); and words of mood that a source's texts mostly write with a
// capital within sentences ("United", "Grace", "Joy"). Ordinary words in small letters are never
// names, though something may be called so. English only, as is the lexicon.
//
// What a text's own capitals leave open, at the start of a sentence or in capitals throughout, is
// decided by what the source's texts mostly do. Immutable once filled; safe to share between
// threads.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "language/cased_words.h"
#include "language/sentiment_lexicon.h"

namespace northstar::language {

// The words of texts, in small letters.
using Vocabulary = std::unordered_set<std::string>;
// Each once; what was there stays.
void AddWords(std::string_view text, Vocabulary& vocabulary);

// Whether it is a name, and all of its words are in the vocabulary. A name has at most eight words,
// and letters; a phrase in small letters that negates or compares ("too expensive", "not working")
// is none, nor is one that only a program would write ("order-failed").
bool CouldName(std::string_view name, const Vocabulary& vocabulary);

struct TextRange {
  size_t from = 0, to = 0;  // bytes
};

class Names {
 public:
  // What is no name (CouldName) is left out.
  explicit Names(std::span<const std::string> given = {});

  // What is mostly written with a capital in these texts. A text that comes twice counts once.
  void Learn(std::span<const std::string_view> texts, const SentimentLexicon& lexicon);

  // The names of a text in their order, none within another.
  std::vector<TextRange> In(std::string_view text) const;
  // Whether one that was given is among them.
  bool GivenIn(std::string_view text) const;

 private:
  // Of the given name of two words or more that starts at word i: how many words it has; else 0.
  size_t PhraseAt(const std::vector<CasedWord>& words, size_t i) const;
  bool IsGiven(const CasedWord& word) const;  // by its own capital
  bool IsName(const CasedWord& word) const;

  std::unordered_map<std::string, std::vector<std::vector<std::string>>> phrases_;  // by first word
  std::unordered_set<std::string> single_;
  std::unordered_set<std::string> acronyms_;     // those of `single_` that are written in capitals
  std::unordered_set<std::string> capitalized_;  // mostly so in the texts learned from
};

// The text with something else in place of the ranges; in capitals where the range was.
std::string Replaced(std::string_view text, std::span<const TextRange> ranges,
                     std::string_view with);

}  // namespace northstar::language
