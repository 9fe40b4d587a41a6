#include "analysis/feedback/feedback_words.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar {
namespace {

constexpr double kFewUnscored = 0.05;
constexpr size_t kNamed = 3;  // words that are named

// Words that people wrote, as they are shown.
Sentence Quoted(const std::vector<std::string>& words) {
  std::vector<Sentence> parts;
  for (const std::string& word : words) parts.push_back(Say("“{}”", Segment(word)));
  return Listed(parts);
}

Sentence PaceWords(const FeedbackVolume& volume) {
  if (!volume.per_day) return "";
  Sentence pace = Say(" ({} a day", Value(Humanize(*volume.per_day, 2)));
  if (volume.usual && volume.per_day_before)
    pace += Say(", {} before", Value(Humanize(*volume.per_day_before, 2)));
  return pace + ")";
}

// The share of unhappy people before is of the same sources, or left out.
Sentence UnhappyWords(const FeedbackFindings& f) {
  if (!f.after.negative) return "";
  const std::string of = f.after.ShareUnscored() < kFewUnscored
                             ? "them"
                             : fmt::format("the {} whose sentiment is known",
                                           WithThousands(f.after.people - f.after.unscored));
  const auto percent = [](double share) { return Value(fmt::format("{:.0f}%", share * 100)); };
  Sentence text = Say("; {} of {} are unhappy", percent(*f.after.negative), of);
  const bool alike = f.compared_people == f.after.people;
  if (f.Compared() && alike && f.before.negative)
    text += Say(", {} before", percent(*f.before.negative));
  return text;
}

Sentence TopicWords(const FeedbackFindings& f) {
  std::vector<Sentence> named;
  for (size_t i = 0; i < f.topics.size() && i < kNamed; ++i)
    named.push_back(Say("“{}” ({})", Segment(f.topics[i].label),
                        Value(fmt::format("{:.0f}%", f.topics[i].share * 100))));
  return named.empty() ? "" : Say("Mentioned most: {}.", Listed(named));
}

Sentence ChangeWords(const FeedbackFindings& f) {
  if (!f.Compared()) return "There is no earlier period to compare with.";
  if (!f.enough) return "Too few people wrote to compare their words with the period before.";
  if (f.rising.empty()) return "No word was mentioned more than before.";
  std::vector<std::string> words;
  for (size_t i = 0; i < f.rising.size() && i < kNamed; ++i) words.push_back(f.rising[i].term.term);
  return Say("Mentioned more than before: {}.", Quoted(words));
}

std::string RuleOf(const FeedbackFindings& f) {
  if (!f.Compared()) return "nothing_to_compare";
  if (!f.enough) return "too_few_to_compare";
  return f.rising.empty() ? "nothing_rising" : "rising";
}

}  // namespace

Said SayFeedback(const FeedbackFindings& f) {
  if (f.after.people == 0) return {"Nobody wrote anything in this period.", "", "nobody_wrote"};
  Said said{Say("{} from {} between {} and {}{}{}.", Value(Plural(f.after.texts, "text")),
                Value(f.after.people == 1 ? "1 person" : WithThousands(f.after.people) + " people"),
                Period(FormatDay(f.from)), Period(FormatDay(f.to - 1)), PaceWords(f.volume),
                UnhappyWords(f)),
            TopicWords(f), RuleOf(f)};
  said.Add(ChangeWords(f));
  return said;
}

}  // namespace northstar
