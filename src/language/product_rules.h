// What people who speak of software say in several words, beyond the published rules: full forms
// ("does not"), "no longer", "nobody", "could not be happier", "used to", requests and questions,
// "although", mock praise. Only with a lexicon of their words. All words in small letters. Pure and
// thread safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "language/sentiment_lexicon.h"

namespace northstar::language {

struct Token {
  std::string written;
  char ends = 0;  // the mark right after it that ends a clause or a sentence: , ; . ! ?
};

// Words that are read as one: phrases of the lexicon ("waste of money"), "does not" as "doesn't",
// "no longer" as "no-longer". As written, joined where they are; drawn-out letters ("sooo") cut.
std::vector<Token> JoinWords(std::vector<Token> tokens, const SentimentLexicon& lexicon);

// Besides those of the published rules.
bool NegatesInProducts(std::string_view word);

// Whether a negation before word i leaves it what it is: "never been happier", "could not be
// worse", "could not be more helpful".
bool KeptByNegation(std::span<const std::string> words, size_t negation, size_t i);

// One sentence: `valences` are those of its words by themselves, 0 where they have none.
struct Sentence {
  std::span<const std::string> words;
  std::span<const double> valences;
  std::span<const char> ends;  // as of tokens
};
// Whether word i says that something does what it did not: "the map loads now".
bool WorksAgain(const Sentence& sentence, size_t i);

// What each word counts for what stands around it in the sentence.
std::vector<double> FactorsOf(const Sentence& sentence);

}  // namespace northstar::language
