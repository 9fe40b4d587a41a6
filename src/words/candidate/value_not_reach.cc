#include "words/candidate/value_not_reach.h"

#include <cmath>
#include <vector>

#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = ValueNotReachStatement::Code;

constexpr double kAboutTheSame = 0.05;  // of a ratio of 1

Sentence RatioWords(const char* verb, double ratio, const char* unit) {
  if (std::fabs(ratio - 1) < kAboutTheSame) return Say("{} about as {}", verb, unit);
  return Say("{} {} as {}", verb, Value(Humanize(ratio, 2) + " times"), unit);
}

Sentence DoubledWords(const ValueNotReachStatement& s) {
  if (!s.doubled) return "";
  const DoubledValue& d = *s.doubled;
  std::vector<Sentence> parts;
  if (d.retained_ratio) parts.push_back(RatioWords("were retained", *d.retained_ratio, "often"));
  if (d.paid_ratio) parts.push_back(RatioWords("paid", *d.paid_ratio, "much"));
  return Say(
      "If it doubled, would customers get twice the value? New {} with about twice the early value "
      "({} rather than {}) {}.",
      Several(s.entity), Value(Humanize(d.doubled, 2)), Value(Humanize(d.early, 2)), Listed(parts));
}

Sentence Days(const ValueNotReachStatement& s) {
  return Value(std::to_string(s.days) + " days");
}

Sentence Text(const ValueNotReachStatement& s) {
  const std::string units = Several(s.entity);
  const Sentence gone = Value(Percent(s.gone));
  const Sentence back = Value(Percent(1 - s.gone));
  const Sentence signups = Value(Percent(s.signups.value_or(0)));
  switch (s.code) {
    case Code::kNoPeriod:
      return "There is no complete period yet.";
    case Code::kNoActivity:
      return Say("No events of {} count as activity.", units);
    case Code::kTooFewCounted:
      return Say(
          "Too few {} were counted in periods that ended at least {} ago to tell whether they come "
          "back.",
          units, Days(s));
    case Code::kHollow:
      return Say(
          "{} of the {} behind it did nothing at all in the next {}: the number consists largely "
          "of visitors who leave.",
          gone, units, Days(s));
    case Code::kReachOnly:
      return Say(
          "{} of its movement is explained by the number of new {}: it counts how many come, not "
          "what they get.",
          signups, units);
    case Code::kValueUnknown:
      return Say(
          "{} of the {} behind it did it again in the next {}. It is unknown whether the others "
          "still got value: the data has no other activity of {}.",
          back, units, Days(s), units);
    case Code::kComeBack:
      return Say("{} of the {} behind it {} in the next {}.", back, units,
                 s.own_events_only ? "did it again" : "were active again", Days(s));
  }
  return "";
}

}  // namespace

std::span<const Rule> ValueNotReachRules() {
  static constexpr Rule kRules[] = {
      {"no_complete_period", "there is no complete period yet"},
      {"no_activity", "no events count as activity"},
      {"too_few_counted", "too few were counted to tell whether they come back"},
      {"hollow", "most of those behind it are gone afterwards"},
      {"reach_only", "it moves with the number of new ones"},
      {"value_unknown", "most did not do it again, and nothing else is known of them"},
      {"come_back", "those behind it come back"},
  };
  return kRules;
}

Said Words(const ValueNotReachStatement& s) {
  Said said{Text(s), "", RuleName(ValueNotReachRules(), s.code)};
  if (s.code == Code::kComeBack && s.signups) {
    said.Add(
        Say("New {} explain {} of its movement.", Several(s.entity), Value(Percent(*s.signups))));
  }
  said.Add(DoubledWords(s));
  return said;
}

}  // namespace northstar
