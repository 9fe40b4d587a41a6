#include "words/align.h"

#include "base/text.h"

namespace northstar {
namespace {

Sentence Names(const std::vector<std::string>& names) {
  return Listed(std::vector<Sentence>(names.begin(), names.end()));
}

Sentence First(const EdgeStatement& s) {
  using Code = EdgeStatement::Code;
  const Sentence from = s.from.AsWords();
  const Sentence to = s.to.AsWords();
  switch (s.code) {
    case Code::kContributed:
      return Say("{} contributed {} to the last change of {}.", from,
                 Value(SignedWithUnit(s.look, s.contribution)), to);
    case Code::kPartOf:
      return Say("{} is part of {} by definition.", from, to);
    case Code::kLeads:
      return Say("Growth of {} predicts {} of the later growth of {} (90% interval: {} to {}).",
                 from, Value(PercentText(s.share)), to, Value(PercentText(s.low)),
                 Value(PercentText(s.high)));
    case Code::kNoLead:
      return Say("No lead of {} over {} was detected.", from, to);
    case Code::kSameFigure:
      return Say("{} counts the same as {}, with another filter, grain or window.", from, to);
    case Code::kBesideFormula:
      return Say("{} is not part of the formula of {}.", from, to);
    case Code::kNotMeasured:
      return Say("How strongly {} moves {} is unknown: {}.", from, to, s.reason);
  }
  return "";
}

Sentence First(const MovedStatement& s) {
  using Code = MovedStatement::Code;
  const Sentence name = s.series.AsWords();
  const Sentence value = Value(WithUnit(s.look, s.value));
  const Sentence when = Period(WhenWords(s.time, s.label));
  const std::string change = ChangeText(s.look, s.before, s.value);
  switch (s.code) {
    case Code::kMoved:
      return Say("{}: {} {}, {} compared with {} earlier.", name, value, when,
                 Value(change.empty() ? "±0%" : change), StepCount(s.time, s.periods));
    case Code::kNoPast:
      return Say("{}: {} {}.", name, value, when);
    case Code::kNoData:
      return Say("{}: there is no value.", name);
  }
  return "";
}

Sentence First(const TeamStatement& s) {
  using Code = TeamStatement::Code;
  switch (s.code) {
    case Code::kThroughInputs:
      return Say("{} works on {} through {}.", s.team, s.star.AsWords(), Listed(s.inputs));
    case Code::kOwnsStar:
      return Say("{} owns {} itself, and none of its inputs.", s.team, s.star.AsWords());
    case Code::kLooseKpis:
      return Say("{} has no line of sight to {}: {} {} up to no input.", s.team, s.star.AsWords(),
                 Listed(s.loose), s.loose.size() == 1 ? "ladders" : "ladder");
    case Code::kNothing:
      return Say("{} has no line of sight to {}: it owns neither an input nor a KPI.", s.team,
                 s.star.AsWords());
  }
  return "";
}

// What would give it one.
Sentence More(const TeamStatement& s) {
  using Code = TeamStatement::Code;
  switch (s.code) {
    case Code::kThroughInputs:
      return "";
    case Code::kOwnsStar:
      return "Make it the 'owner:' of an input under 'inputs:'.";
    case Code::kLooseKpis:
      return "Set 'ladders_to:' under 'kpis:' to the input they feed.";
    case Code::kNothing:
      return "Make it the owner of an input, or add one of its KPIs under 'kpis:'.";
  }
  return "";
}

// "3 teams", "3 teams and owners"
std::string Whom(const AlignStatement& s) {
  return Plural(static_cast<long long>(s.count), "team") + (s.with_owners ? " and owners" : "");
}

Sentence First(const AlignStatement& s) {
  using Code = AlignStatement::Code;
  const std::string without = s.without.size() == 1 ? "has none" : "have none";
  switch (s.code) {
    case Code::kAll:
      if (s.count == 1) return Say("The only team has a line of sight to {}.", s.star.AsWords());
      return Say("All {} have a line of sight to {}.", Value(Whom(s)), s.star.AsWords());
    case Code::kSome:
      return Say("{} have a line of sight to {}; {} {}.",
                 Value(std::to_string(s.count - s.without.size()) + " of " + Whom(s)),
                 s.star.AsWords(), Names(s.without), without);
    case Code::kNobody:
      if (s.count == 0)
        return Say("No team is named, so nobody has a line of sight to {}.", s.star.AsWords());
      return Say("Nobody has a line of sight to {}: {} {}.", s.star.AsWords(), Names(s.without),
                 without);
  }
  return "";
}

}  // namespace

std::span<const Rule> EdgeRules() {
  static constexpr Rule kRules[] = {
      {"contributed", "a formula says what it added to the last change"},
      {"part_of", "it is part of the other by definition, and its share is not known"},
      {"leads", "the growth of the other follows its growth"},
      {"no_lead", "measured, and no lead was detected"},
      {"same_figure", "both count the same, so that no lead can be told"},
      {"beside_formula", "the other has a formula that does not name it"},
      {"not_measured", "how strongly it moves the other is unknown"},
  };
  return kRules;
}

Said Words(const EdgeStatement& s) {
  return {First(s), "", RuleName(EdgeRules(), s.code)};
}

std::span<const Rule> MovedRules() {
  static constexpr Rule kRules[] = {
      {"moved", "there is a value, and one some periods before"},
      {"no_past", "there is a value, and none before"},
      {"no_value", "there is no value"},
  };
  return kRules;
}

Said Words(const MovedStatement& s) {
  Said said{First(s), "", RuleName(MovedRules(), s.code)};
  if (s.code == MovedStatement::Code::kNoData && !s.problem.empty())
    said.Add(Capitalised(s.problem) + (s.problem.ends_with('.') ? "" : "."));
  return said;
}

std::span<const Rule> TeamRules() {
  static constexpr Rule kRules[] = {
      {"through_inputs", "it owns an input, or a KPI that ladders up to one"},
      {"owns_star", "it owns the star, and nothing below it"},
      {"loose_kpis", "its KPIs ladder up to no input"},
      {"nothing", "it owns no input and no KPI"},
  };
  return kRules;
}

Said Words(const TeamStatement& s) {
  return {First(s), More(s), RuleName(TeamRules(), s.code)};
}

std::span<const Rule> AlignRules() {
  static constexpr Rule kRules[] = {
      {"all", "every team that was asked about has a line of sight"},
      {"some", "some have one, and some have not"},
      {"nobody", "none has one"},
  };
  return kRules;
}

Said Words(const AlignStatement& s) {
  return {First(s), "", RuleName(AlignRules(), s.code)};
}

}  // namespace northstar
