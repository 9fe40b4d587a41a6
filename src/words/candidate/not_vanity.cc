#include "words/candidate/not_vanity.h"

#include <string>

#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = NotVanityStatement::Code;

Sentence Text(const NotVanityStatement& s) {
  const Sentence metric = s.metric.AsWords();
  const Sentence periods = Value(Periods(s.grain, s.changes));
  switch (s.code) {
    case Code::kCumulative:
      return Say("{} adds up everything since the start, so it rises even when nobody comes back.",
                 metric);
    case Code::kTooFewChanges:
      return Say("{} of {} are too few to say whether {} can fall; {} are needed.",
                 Value(Plural(s.changes, "change")), metric, metric, Value(FormatNumber(s.needed)));
    case Code::kNoVariation:
      return Say("{} was the same in all {}, so it is unknown whether it can fall.", metric,
                 Value(Periods(s.grain, s.changes + 1)));
    case Code::kMovedRarely:
      return Say(
          "{} moved only {} in {}, each time up: too rarely to conclude that it cannot fall.",
          metric, Value(s.moves == 1 ? "once" : Plural(s.moves, "time")), periods);
    case Code::kNeverFalls:
      return Say(
          "{} never fell in {}, {} of which it rose: a number that only rises cannot warn of "
          "anything.",
          metric, periods, Value(std::to_string(s.moves)));
    case Code::kCanFall:
      return Say("{} can fall: it did so in {} of {}.", metric, Value(std::to_string(s.falls)),
                 periods);
  }
  return "";
}

}  // namespace

std::span<const Rule> NotVanityRules() {
  static constexpr Rule kRules[] = {
      {"cumulative", "it adds up everything since the start"},
      {"too_few_changes", "the history is too short to tell whether it can fall"},
      {"no_variation", "it has always been the same"},
      {"moved_rarely", "it moved too rarely to tell whether it can fall"},
      {"never_falls", "it never fell"},
      {"can_fall", "it fell at times"},
  };
  return kRules;
}

Said Words(const NotVanityStatement& s) {
  return {Text(s), "", RuleName(NotVanityRules(), s.code)};
}

}  // namespace northstar
