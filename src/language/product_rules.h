// What people who speak of software say in several words, beyond the published rules: full forms
// ("does not"), "no longer", "nobody", "could not be happier", "used to". Only with a lexicon of
// their words. All words in small letters. Pure and thread safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace northstar::language {

// Words that are read as one: "does not" as "doesn't", "no longer" as "no-longer", "not working" as
// "not-working". As written, joined where they are.
std::vector<std::string> JoinWords(std::vector<std::string> written);

// Besides those of the published rules.
bool NegatesInProducts(std::string_view word);

// Whether a negation before word i praises by it: "never been happier", "could not be better".
bool PraisesByNegation(std::span<const std::string> words, size_t negation, size_t i);

// What word i is multiplied by for what stands around it in a sentence: "recommend to nobody",
// "used to be great".
double FactorOfSentence(std::span<const std::string> words, size_t i, double negation);

}  // namespace northstar::language
