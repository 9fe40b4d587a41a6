#include "words/survey.h"

#include <fmt/format.h>

#include "base/number_words.h"
#include "base/text.h"

namespace northstar {
namespace {

using Code = SurveyStatement::Code;

Sentence People(int64_t count) {
  return Value(fmt::format("{} {}", WithThousands(count), count == 1 ? "person" : "people"));
}

Sentence GradeList(const SurveyStatement& s) {
  std::vector<Sentence> parts;
  for (const auto& [question, grade] : s.grades)
    parts.push_back(Say("{} {}", question, Value(grade)));
  return Listed(parts);
}

// "9 of 12 people who were graded in full know Active teams: 75% (95% interval: 47% to 91%)"
Sentence RateWords(const SurveyStatement& s) {
  const int64_t graded = s.answered - s.unclear;
  const Sentence who = s.unclear == 0 ? "who answered" : "whose answers are fully graded";
  return Say("{} {} {} {}: {} (95% interval: {} to {})",
             Value(fmt::format("{} of {}", WithThousands(s.knows), WithThousands(graded))),
             graded == 1 ? "person" : "people", who,
             Say("can name, explain and move {}", s.star.AsWords()), Value(PercentText(s.share)),
             Value(PercentText(s.low)), Value(PercentText(s.high)));
}

Sentence First(const SurveyStatement& s) {
  switch (s.code) {
    case Code::kOpened:
      if (!s.invited) {
        return Say("The survey about {} is open to everyone.", s.star.AsWords());
      }
      return Say("The survey about {} is open: {} of {} {} invited.", s.star.AsWords(),
                 People(*s.invited), Value(Plural(s.teams, "team")),
                 *s.invited == 1 ? "is" : "are");
    case Code::kNobodyAnswered:
      return Say("Nobody has answered the survey about {} yet.", s.star.AsWords());
    case Code::kNoneGraded:
      return Say("None of the {} about {} is fully graded yet.",
                 Value(Plural(s.answered, "answer")), s.star.AsWords());
    case Code::kRate:
      return Say("{}.", RateWords(s));
    case Code::kAnswered:
      return Say("The answer was recorded as {}: {}.", Value(s.id), GradeList(s));
    case Code::kAnsweredBefore:
      return Say("This answer was already recorded as {}: {}.", Value(s.id), GradeList(s));
    case Code::kGraded:
      return Say("{} graded answer {}: {}.", s.by, Value(s.id), GradeList(s));
    case Code::kClosed:
      return s.named ? Say("The survey about {} is closed.", s.star.AsWords())
                     : Say("The survey about {} is closed, and the key that linked answers to "
                           "people is destroyed.",
                           s.star.AsWords());
  }
  return "";
}

// There is a rate to tell, also a last one.
bool IsRated(const SurveyStatement& s) {
  return s.code == Code::kRate || (s.code == Code::kClosed && s.answered > s.unclear);
}

bool IsOfAll(Code code) {
  return code == Code::kNobodyAnswered || code == Code::kNoneGraded || code == Code::kRate ||
         code == Code::kClosed;
}

// What silence and open grades leave unknown.
Sentence More(const SurveyStatement& s) {
  Sentence more;
  if (!IsOfAll(s.code)) return more;
  if (s.code == Code::kClosed && IsRated(s)) more.Add(Say("{}.", RateWords(s)));
  if (IsRated(s) && s.unclear > 0) {
    more.Add(Say("{} {} not fully graded yet.", Value(Plural(s.unclear, "answer")),
                 s.unclear == 1 ? "is" : "are"));
  }
  if (!s.invited || *s.invited == 0) return more;
  const Sentence answered = Say("Of {} invited, {} answered", Value(WithThousands(*s.invited)),
                                Value(WithThousands(s.answered)));
  if (!IsRated(s)) {
    more.Add(Say("{}.", answered));
    return more;
  }
  const double of_all = static_cast<double>(s.knows) / static_cast<double>(*s.invited);
  more.Add(Say("{}; counting everyone else as “no”, the rate is {}.", answered,
               Value(PercentText(of_all))));
  return more;
}

}  // namespace

std::span<const Rule> SurveyRules() {
  static constexpr Rule kRules[] = {
      {"opened", "a survey was opened"},
      {"nobody_answered", "results, and there is no answer"},
      {"none_graded", "results, and no answer has a grade on all three questions"},
      {"rate", "results, with at least one answer that is graded in full"},
      {"answered", "one answer was recorded"},
      {"answered_before", "one answer was given that the person had given already"},
      {"graded", "somebody graded an answer"},
      {"closed", "the survey was closed"},
  };
  return kRules;
}

Said Words(const SurveyStatement& s) {
  const Sentence first =
      s.named ? Say("This survey is not anonymous: addresses are kept. {}", First(s)) : First(s);
  return {first, More(s), RuleName(SurveyRules(), s.code)};
}

}  // namespace northstar
