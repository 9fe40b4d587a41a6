#include "words/candidate/simple.h"

#include "base/text.h"

namespace northstar {
namespace {

using Code = SimpleStatement::Code;

Sentence Text(const SimpleStatement& s) {
  const Sentence metric = s.metric.AsWords();
  const Sentence words = Value(Plural(s.words, "word"));
  switch (s.code) {
    case Code::kComposite:
      return Say(
          "{} is a weighted sum of several numbers; nobody can say what an increase of one means.",
          metric);
    case Code::kNoDescription:
      return Say("{} has no description, so it is unknown whether one sentence is enough.", metric);
    case Code::kComplicated:
      return Say("{} takes {} to describe and {} to compute: hard to keep in mind.", metric, words,
                 Value(Plural(s.parts, "part")));
    case Code::kOneSentence:
      return Say("It can be said in one sentence ({}): “{}”.", words, s.description);
  }
  return "";
}

}  // namespace

std::span<const Rule> SimpleRules() {
  static constexpr Rule kRules[] = {
      {"composite", "it is a weighted sum of several numbers"},
      {"no_description", "it has no description"},
      {"complicated", "it takes many words, or many parts"},
      {"one_sentence", "it can be said in one sentence"},
  };
  return kRules;
}

Said Words(const SimpleStatement& s) {
  return {Text(s), "", RuleName(SimpleRules(), s.code)};
}

}  // namespace northstar
