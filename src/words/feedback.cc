#include "words/feedback.h"

#include <fmt/format.h>

#include "base/period_words.h"
#include "base/text.h"

namespace northstar {
namespace {

using Code = FeedbackStatement::Code;

constexpr size_t kNamed = 3;  // words that are named

Sentence WholePercent(double share) {
  return Value(fmt::format("{:.0f}%", share * 100));
}

Sentence PaceWords(const FeedbackStatement& s) {
  if (!s.per_day) return "";
  Sentence pace = Say(" ({} a day", Value(Humanize(*s.per_day, 2)));
  if (s.per_day_before) pace += Say(", {} before", Value(Humanize(*s.per_day_before, 2)));
  return pace + ")";
}

Sentence UnhappyWords(const FeedbackStatement& s) {
  if (!s.unhappy) return "";
  const Sentence whom = s.scored_people ? Say("the {} whose sentiment is known",
                                              Value(WithThousands(*s.scored_people)))
                                        : Sentence("them");
  Sentence text = Say("; {} of {} are unhappy", WholePercent(*s.unhappy), whom);
  if (s.unhappy_before) text += Say(", {} before", WholePercent(*s.unhappy_before));
  return text;
}

Sentence TopicWords(const FeedbackStatement& s) {
  std::vector<Sentence> named;
  for (size_t i = 0; i < s.topics.size() && i < kNamed; ++i) {
    named.push_back(Say("“{}” ({})", Segment(s.topics[i].label), WholePercent(s.topics[i].share)));
  }
  return named.empty() ? "" : Say("Mentioned most: {}.", Listed(named));
}

Sentence ChangeWords(const FeedbackStatement& s) {
  std::vector<Sentence> words;
  switch (s.code) {
    case Code::kNobodyWrote:
      break;
    case Code::kNothingToCompare:
      return "There is no earlier period to compare with.";
    case Code::kTooFewToCompare:
      return "Too few people wrote to compare their words with the period before.";
    case Code::kNothingRising:
      return "No word was mentioned more than before.";
    case Code::kRising:
      for (size_t i = 0; i < s.rising.size() && i < kNamed; ++i)
        words.push_back(Say("“{}”", Segment(s.rising[i])));
      return Say("Mentioned more than before: {}.", Listed(words));
  }
  return "";
}

Sentence First(const FeedbackStatement& s) {
  if (s.code == Code::kNobodyWrote) return "Nobody wrote anything in this period.";
  return Say("{} from {} between {} and {}{}{}.", Value(Plural(s.texts, "text")),
             Value(s.people == 1 ? "1 person" : WithThousands(s.people) + " people"),
             Period(DateWords(FormatDay(s.first))), Period(DateWords(FormatDay(s.last))),
             PaceWords(s), UnhappyWords(s));
}

}  // namespace

std::span<const Rule> FeedbackRules() {
  static constexpr Rule kRules[] = {
      {"nobody_wrote", "no text in this time"},
      {"nothing_to_compare", "no source covers the time before"},
      {"too_few_to_compare", "too few people wrote"},
      {"nothing_rising", "no word is mentioned more than before"},
      {"rising", "words are mentioned more than before"},
  };
  return kRules;
}

Said Words(const FeedbackStatement& s) {
  Said said{First(s), "", RuleName(FeedbackRules(), s.code)};
  said.Add(TopicWords(s));
  said.Add(ChangeWords(s));
  return said;
}

}  // namespace northstar
