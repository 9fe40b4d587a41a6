#include "words/feedback.h"

#include "tests/said_rows.h"
#include "words/value_words.h"

namespace northstar::testing {
namespace {

using Code = FeedbackStatement::Code;

FeedbackStatement Written(Code code) {
  return {code, 1'204, 1, DayOf({2026, 5, 1}), DayOf({2026, 5, 31})};
}

TEST(FeedbackWords, EveryCodeHasItsSentence) {
  const std::string first =
      "{1,204 texts} from {1 person} between |May 1, 2026| and |May 31, 2026|";
  FeedbackStatement rising = Written(Code::kRising);
  rising.people = 980;
  rising.per_day = 38.8;
  rising.per_day_before = 21.4;
  rising.unhappy = 0.314;
  rising.unhappy_before = 0.2;
  rising.topics = {{"price", 0.21}, {"speed", 0.1}};
  rising.rising = {"invoice", "price", "export", "login"};
  FeedbackStatement few = Written(Code::kTooFewToCompare);
  few.per_day = 2;
  few.unhappy = 0.5;
  few.scored_people = 1'100;
  ExpectSaid<FeedbackStatement>(
      {{{Code::kNobodyWrote}, "nobody_wrote", "Nobody wrote anything in this period."},
       {Written(Code::kNothingToCompare), "nothing_to_compare",
        first + ". // There is no earlier period to compare with."},
       {few, "too_few_to_compare",
        first + " ({2} a day); {50%} of the {1,100} whose sentiment is known are unhappy. // Too "
                "few people wrote to compare their words with the period before."},
       {Written(Code::kNothingRising), "nothing_rising",
        first + ". // No word was mentioned more than before."},
       {rising, "rising",
        "{1,204 texts} from {980 people} between |May 1, 2026| and |May 31, 2026| ({39} a day, "
        "{21} "
        "before); {31%} of them are unhappy, {20%} before. // Mentioned most: “[price]” ({21%}) "
        "and “[speed]” ({10%}). Mentioned more than before: “[invoice]”, “[price]” and "
        "“[export]”."}},
      FeedbackRules());
}

TEST(ValueWordsWords, EveryCodeHasItsSentence) {
  using Of = ValueWordsStatement::Code;
  ExpectSaid<ValueWordsStatement>(
      {{{Of::kWordsOfStayed, "company", true, 120, 80, 0, {"export", "team", "api", "price"}},
        "words_of_stayed",
        "Companies that stayed and pay mention “[export]”, “[team]” and “[api]” more than those "
        "that left. // What do they do when they say this? That may be worth counting."},
       {{Of::kNoWords, "", false, 120, 80},
        "no_words",
        "No word was found that customers who stayed use more than those who left ({120} and "
        "{80})."},
       {{Of::kTooFewWrote, "user", false, 12, 3, 50},
        "too_few_wrote",
        "Too few have written to compare those who stayed with those who left: {12} users and {3}; "
        "at least {50} of each are needed."}},
      ValueWordsRules());
}

}  // namespace
}  // namespace northstar::testing
