#include "words/value_words.h"

#include "base/text.h"

namespace northstar {
namespace {

using Code = ValueWordsStatement::Code;

constexpr size_t kNamed = 3;  // terms that are named

Sentence Count(int64_t number) {
  return Value(std::to_string(number));
}

Sentence TermList(const ValueWordsStatement& s) {
  std::vector<Sentence> terms;
  for (size_t i = 0; i < s.terms.size() && i < kNamed; ++i)
    terms.push_back(Say("“{}”", Segment(s.terms[i])));
  return Listed(terms);
}

Sentence First(const ValueWordsStatement& s) {
  const std::string several = s.entity.empty() ? "customers" : PluralOf(s.entity);
  const char* stayed = s.paying ? "stayed and pay" : "stayed";
  switch (s.code) {
    case Code::kWordsOfStayed:
      return Say("{} that {} mention {} more than those that left.", Capitalised(several), stayed,
                 TermList(s));
    case Code::kNoWords:
      return Say("No word was found that {} who {} use more than those who left ({} and {}).",
                 several, stayed, Count(s.stayed), Count(s.left));
    case Code::kTooFewWrote:
      return Say(
          "Too few have written to compare those who stayed with those who left: {} {} and {}; at "
          "least {} of each are needed.",
          Count(s.stayed), several, Count(s.left), Count(s.least));
  }
  return "";
}

}  // namespace

std::span<const Rule> ValueWordsRules() {
  static constexpr Rule kRules[] = {
      {"words_of_stayed", "words that those who stayed use more"},
      {"no_words", "no word tells the two apart"},
      {"too_few_wrote", "too few of one of the two wrote"},
  };
  return kRules;
}

Said Words(const ValueWordsStatement& s) {
  Said said{First(s), "", RuleName(ValueWordsRules(), s.code)};
  if (s.code == Code::kWordsOfStayed)
    said.Add("What do they do when they say this? That may be worth counting.");
  return said;
}

}  // namespace northstar
