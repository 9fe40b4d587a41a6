#include "words/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/period_words.h"
#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = ExplanationStatement::Code;

constexpr size_t kNamedTerms = 2;
constexpr double kOtherWay = 1.15;  // share of the change from which on the rest moved back
constexpr double kNoShare = 0.05;

std::string InPoints(double difference) {
  return Humanize(std::fabs(difference) * 100, 2) + " points";
}

Sentence MovementWords(const ExplanationStatement& s) {
  const Sentence metric = s.metric.AsWords();
  const Sentence now = Value(FormatValue(s.look, s.after.value));
  if (s.change == 0) return Say("{} stayed at {}", metric, now);
  Sentence by;
  if (s.in_points) {
    by = Say(" by {}", Value(InPoints(s.change)));
  } else if (s.before.value > 0 && s.after.value >= 0) {
    by = Say(" by {}", Value(PercentText(std::fabs(s.change / s.before.value))));
  }
  return Say("{} {}{}, from {} {} to {} {}", metric, s.change > 0 ? "rose" : "fell", by,
             Value(FormatValue(s.look, s.before.value)), Period(InPeriod(s.grain, s.before.label)),
             now, Period(InPeriod(s.grain, s.after.label)));
}

Sentence UsualWords(const ExplanationStatement& s) {
  if (!s.usual) return "";
  const UsualRange& u = *s.usual;
  const Sentence between =
      Value(fmt::format("{} to {}", FormatValue(s.look, u.low), FormatValue(s.look, u.high)));
  if (s.unusual) return Say(", which is unusual (expected: {})", between);
  if (!u.movement) return Say("; this is within the expected range ({})", between);
  const std::string movement = u.relative    ? PercentText(*u.movement)
                               : s.in_points ? InPoints(*u.movement)
                                             : FormatValue(s.look, *u.movement);
  return Say("; this is within its usual movement (up to {})",
             Value((s.change < 0 ? "−" : "+") + movement));
}

// "plan = free and country = DE"
std::string ConditionWords(const std::vector<NotableSegments::Condition>& conditions) {
  std::vector<std::string> parts;
  for (const NotableSegments::Condition& one : conditions)
    parts.push_back(fmt::format("{} = {}", one.dimension, Printable(one.value.value_or("(none)"))));
  return Join(parts, " and ");
}

Sentence SegmentWords(const ExplanationStatement& s) {
  if (!s.segments) return "";
  const NotableSegments& n = *s.segments;
  const std::string searched = Join(n.searched, ", ");
  if (n.code == NotableSegments::Code::kTooFewValues)
    return Say("{} has too few values to tell whether one stands out.", searched);
  if (n.code == NotableSegments::Code::kNone) return Say("No segment of {} stands out.", searched);
  std::vector<Sentence> named;
  for (const auto& conditions : n.segments) named.push_back(Segment(ConditionWords(conditions)));
  const Sentence who = Listed(named);
  if (n.share < kNoShare)
    return Say("Most notable: {}, which moved differently from the rest.", who);
  if (n.share > kOtherWay) return Say("Most notable: {}; the rest moved the other way.", who);
  return Say("Most notable: {}, with {} of the change.", who,
             Value(fmt::format("{:.0f}%", std::clamp(n.share * 100, 0.0, 100.0))));
}

Sentence InputWords(const ExplanationStatement& s) {
  if (!s.input) return "";
  return Say("The largest contribution comes from {}.", s.input->AsWords());
}

Sentence ReasonWords(const ExplanationStatement& s) {
  if (!s.reason) return "";
  const LifecycleReason& reason = *s.reason;
  const std::string who = Several(reason.entity);
  const char* const more = reason.raises ? "more" : "fewer";
  switch (reason.flow) {
    case LifecycleReason::Flow::kNew:
      return Say("The main reason: {} new {} than usual.", more, who);
    case LifecycleReason::Flow::kResurrected:
      return Say("The main reason: {} {} than usual came back.", more, who);
    case LifecycleReason::Flow::kChurned:
      return Say("The main reason: {} {} than usual did not return.",
                 reason.raises ? "fewer" : "more", who);
    case LifecycleReason::Flow::kContribution:
      return Say("The main reason: {} active in both periods contributed {}.", who,
                 reason.raises ? "more" : "less");
  }
  return "";
}

Sentence MentionWords(const ExplanationStatement& s) {
  if (s.mentioned.empty()) return "";
  std::vector<Sentence> quoted;
  for (size_t i = 0; i < s.mentioned.size() && i < kNamedTerms; ++i)
    quoted.push_back(Say("“{}”", Segment(s.mentioned[i])));
  return Say("Customers mentioned {} more than before.", Listed(quoted));
}

}  // namespace

std::span<const Rule> ExplanationRules() {
  static constexpr Rule kRules[] = {
      {"data_suspect", "look at the data first"},
      {"unchanged", "the two values are equal"},
      {"unusual", "the movement is outside what is usual"},
      {"usual", "the movement is within what is usual"},
      {"moved", "the history is too short to tell what is usual"},
  };
  return kRules;
}

Said Words(const ExplanationStatement& s) {
  const Sentence movement = Say("{}{}.", MovementWords(s), UsualWords(s));
  Said said{movement, "", RuleName(ExplanationRules(), s.code)};
  if (s.code == Code::kDataSuspect) {
    said.first = Say("Check the data first: {}", s.suspect);
    said.more = movement;
  }
  said.Add(SegmentWords(s));
  said.Add(InputWords(s));
  said.Add(ReasonWords(s));
  said.Add(MentionWords(s));
  return said;
}

}  // namespace northstar
