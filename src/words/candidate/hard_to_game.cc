#include "words/candidate/hard_to_game.h"

#include <fmt/format.h>

#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = HardToGameStatement::Code;

Sentence AttackSentence(const GamingAttack& attack, const std::string& entity) {
  const auto extra = static_cast<long long>(attack.extra);
  return Say("{} of {} do it {} more", Value(Percent(attack.share)), Several(entity),
             attack.extra == 1 ? Sentence("once") : Value(WithThousands(extra) + " times"));
}

Sentence RemedySentence(const GamingRemedy& r) {
  switch (r.kind) {
    case GamingRemedy::Kind::kCap:
      return Say("count at most {} per {}", Value(Plural(static_cast<long long>(r.cap), "event")),
                 r.entity);
    case GamingRemedy::Kind::kActiveDays:
      return Say("count active days per {} instead of events", r.entity);
    case GamingRemedy::Kind::kAtLeastOnce:
      return Say("count {} that did it at least once", Several(r.entity));
    case GamingRemedy::Kind::kTwoOthers:
      return Say("count {} in which at least two {} did it", Several(r.entity), Several(r.other));
    case GamingRemedy::Kind::kTwoDays:
      return Say("count {} that did it on at least two days", Several(r.entity));
  }
  return "";
}

Sentence First(const HardToGameStatement& s) {
  const Sentence attack = Say("if {}, it rises by {} with no benefit to customers",
                              AttackSentence(s.worst, s.entity), Value(Percent(s.worst.lift)));
  switch (s.code) {
    case Code::kTooFewUnits:
      return Say("{} {} active within a year; simulating attacks takes at least {}.",
                 Value(Plural(s.units, s.entity)), s.units == 1 ? "was" : "were",
                 Value(FormatNumber(s.least_units)));
    case Code::kNobody:
      return Say("Nobody did it in the most recent {}.", GrainName(s.grain));
    case Code::kHard:
      return Say("Repeating cheap actions barely moves it; at worst, {}.", attack);
    case Code::kPushByMany:
      return Say("Repetition by a few barely moves it, but a push by many would: {}.", attack);
    case Code::kSomewhat:
      return Say("{} can be inflated to some extent: {}.", s.metric.AsWords(), attack);
    case Code::kEasy:
      return Say("{} can be inflated cheaply: {}.", s.metric.AsWords(), attack);
  }
  return "";
}

Sentence BetterWords(const HardToGameStatement& s) {
  const auto points = [](double score) { return fmt::format("{:.0f}", score); };
  return Say("Better: {} ({} instead of {}).", RemedySentence(*s.remedy),
             Value(points(s.remedy->score) + " of 100 points"), Value(points(s.score)));
}

}  // namespace

std::string AttackWords(const GamingAttack& attack, const std::string& entity) {
  return AttackSentence(attack, entity).text();
}

std::string RemedyWords(const GamingRemedy& remedy) {
  return RemedySentence(remedy).text();
}

std::span<const Rule> HardToGameRules() {
  static constexpr Rule kRules[] = {
      {"too_few_units", "too few were active to try attacks on"},
      {"nobody_did_it", "nobody did it in the latest period"},
      {"hard_to_game", "repetition barely moves it"},
      {"push_by_many", "only a push by many moves it"},
      {"somewhat_gameable", "repetition moves it to some extent"},
      {"easy_to_game", "repetition moves it cheaply"},
  };
  return kRules;
}

Said Words(const HardToGameStatement& s) {
  Said said{First(s), "", RuleName(HardToGameRules(), s.code)};
  const bool gameable = s.code == Code::kSomewhat || s.code == Code::kEasy;
  if (gameable && s.remedy) said.Add(BetterWords(s));
  return said;
}

}  // namespace northstar
