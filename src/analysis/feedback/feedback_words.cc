#include "analysis/feedback/feedback_words.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar {
namespace {

constexpr double kFewUnscored = 0.05;
constexpr size_t kNamed = 3;  // words that are named

std::string Listed(const std::vector<std::string>& words) {
  if (words.size() < 2) return Join(words, "");
  const std::vector<std::string> first(words.begin(), words.end() - 1);
  return Join(first, ", ") + " and " + words.back();
}

std::string PaceWords(const FeedbackVolume& volume) {
  if (!volume.per_day) return "";
  std::string pace = fmt::format(" ({} a day", Humanize(*volume.per_day, 2));
  if (volume.usual && volume.per_day_before)
    pace += fmt::format(", {} before", Humanize(*volume.per_day_before, 2));
  return pace + ")";
}

// The share of unhappy people before is of the same sources, or left out.
std::string UnhappyWords(const FeedbackFindings& f) {
  if (!f.after.negative) return "";
  const std::string of = f.after.ShareUnscored() < kFewUnscored
                             ? "them"
                             : fmt::format("the {} whose sentiment is known",
                                           WithThousands(f.after.people - f.after.unscored));
  std::string text = fmt::format("; {:.0f}% of {} are unhappy", *f.after.negative * 100, of);
  const bool alike = f.compared_people == f.after.people;
  if (f.Compared() && alike && f.before.negative)
    text += fmt::format(", {:.0f}% before", *f.before.negative * 100);
  return text;
}

std::string TopicWords(const FeedbackFindings& f) {
  std::vector<std::string> named;
  for (size_t i = 0; i < f.topics.size() && i < kNamed; ++i)
    named.push_back(fmt::format("“{}” ({:.0f}%)", f.topics[i].label, f.topics[i].share * 100));
  return named.empty() ? "" : " Mentioned most: " + Listed(named) + ".";
}

std::string ChangeWords(const FeedbackFindings& f) {
  if (!f.Compared()) return " There is no earlier period to compare with.";
  if (!f.enough) return " Too few people wrote to compare their words with the period before.";
  if (f.rising.empty()) return " No word was mentioned more than before.";
  std::vector<std::string> words;
  for (size_t i = 0; i < f.rising.size() && i < kNamed; ++i)
    words.push_back("“" + f.rising[i].term.term + "”");
  return " Mentioned more than before: " + Listed(words) + ".";
}

}  // namespace

std::string FeedbackSentence(const FeedbackFindings& f) {
  if (f.after.people == 0) return "Nobody wrote anything in this period.";
  return fmt::format("{} from {} between {} and {}", Plural(f.after.texts, "text"),
                     f.after.people == 1 ? "1 person" : WithThousands(f.after.people) + " people",
                     FormatDay(f.from), FormatDay(f.to - 1)) +
         PaceWords(f.volume) + UnhappyWords(f) + "." + TopicWords(f) + ChangeWords(f);
}

}  // namespace northstar
