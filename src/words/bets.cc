#include "words/bets.h"

#include <fmt/format.h>

#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

// "0.0086"; below a thousandth what is certain of it.
std::string ProbabilityText(double p) {
  return p < 0.0001 ? "p < 0.0001" : "p = " + Humanize(p, 2);
}

std::string Signed(const EffectWords& e, double share) {
  return e.effect ? SignedPercent(share) : SignedValue(e.look, share);
}

// "−18% (95% interval: −24% to −12%)"
Sentence AmountWords(const EffectWords& e) {
  const auto& effect = e.effect ? e.effect : e.difference;
  const auto& low = e.effect ? e.low : e.difference_low;
  const auto& high = e.effect ? e.high : e.difference_high;
  if (!effect) return "an unknown amount";
  if (!low || !high) return Value(Signed(e, *effect));
  return Say("{} (95% interval: {} to {})", Value(Signed(e, *effect)), Value(Signed(e, *low)),
             Value(Signed(e, *high)));
}

// "; −20% was expected"
Sentence ExpectedWords(const BetStatement& s) {
  if (!s.expected) return "";
  return Say("; {} was expected", Value(SignedPercent(*s.expected)));
}

Sentence First(const BetStatement& s) {
  using Code = BetStatement::Code;
  const Sentence metric = s.effect.series.AsWords();
  const Sentence amount = AmountWords(s.effect);
  switch (s.code) {
    case Code::kWorked:
      return Say("{} worked: it moved {} by {}{}.", s.bet, metric, amount, ExpectedWords(s));
    case Code::kPartly:
      return Say("{} worked in part: it moved {} by {}{}.", s.bet, metric, amount,
                 ExpectedWords(s));
    case Code::kBackfired:
      return Say("{} backfired: it moved {} by {}{}.", s.bet, metric, amount, ExpectedWords(s));
    case Code::kNotDetected:
      return Say("No effect of {} on {} was detected: {}{}.", s.bet, metric, amount,
                 ExpectedWords(s));
    case Code::kTooEarly:
      return Say("It is too early to judge {}.", s.bet);
    case Code::kSampleRatio:
      return Say("The arm sizes of {} do not match the intended split ({}), so no effect is shown.",
                 s.bet, Value(ProbabilityText(s.arms_p)));
    case Code::kNotMeasurable:
      return Say("The effect of {} cannot be measured.", s.bet);
    case Code::kOpen:
      return Say("{} has not shipped yet.", s.bet);
  }
  return "";
}

std::string WithStop(const std::string& text) {
  return Capitalised(text) + (text.ends_with('.') || text.ends_with('?') ? "" : ".");
}

Sentence ReasonWords(BetStatement::Reason reason) {
  using Reason = BetStatement::Reason;
  switch (reason) {
    case Reason::kParallel:
      return "Both moved the same way before.";
    case Reason::kOnlyControls:
      return "They did not quite move the same way before, but the history is too short for a "
             "forecast.";
    case Reason::kNoControls:
      return "There is no untouched segment to compare with.";
    case Reason::kShort:
      return "The untouched segment has too short a history to compare with.";
    case Reason::kDrift:
      return "The untouched segment moved differently before, so it was not used.";
    case Reason::kAlarms:
      return "Comparing with the untouched segment found effects at too many earlier dates.";
    case Reason::kNone:
      break;
  }
  return "";
}

Sentence ExperimentWords(const BetStatement& s) {
  if (s.code == BetStatement::Code::kSampleRatio) {
    return Say(
        "Units were lost or counted selectively: {} in treatment, {} in control. Check how {} are "
        "assigned and when exposures are sent.",
        Value(std::to_string(s.treated)), Value(std::to_string(s.control)), Several(s.entity));
  }
  Sentence words = Say("By experiment (grade A): {} in treatment, {} in control.",
                       Value(fmt::format("{} {}", WithThousands(s.treated), Several(s.entity))),
                       Value(WithThousands(s.control)));
  if (s.in_both > 0)
    words.Add(Say("{} exposed to both arms were left out.", Value(WithThousands(s.in_both))));
  if (s.not_yet > 0) {
    words.Add(Say("{} were exposed too recently to count.", Value(WithThousands(s.not_yet))));
  }
  if (s.arms_unlikely) {
    words.Add(
        Say("The sizes of the arms are unlikely for the intended split ({}): check how {} "
            "are assigned.",
            Value(ProbabilityText(s.arms_p)), Several(s.entity)));
  }
  return words;
}

Sentence MethodWords(const BetStatement& s) {
  using Method = BetStatement::Method;
  const auto alarms = [&] {
    return Say(
        "As a check, the same method found an effect at {} of {} earlier dates when nothing "
        "shipped.",
        Value(PercentText(s.false_alarms)), Value(std::to_string(s.placebos)));
  };
  switch (s.method) {
    case Method::kExperiment:
      return ExperimentWords(s);
    case Method::kSegments: {
      Sentence words = Say("The segment it touched was compared with the rest over {} (grade B).",
                           Value(StepCount(s.time, s.after)));
      words.Add(ReasonWords(s.reason));
      words.Add(alarms());
      return words;
    }
    case Method::kForecast: {
      Sentence words = Say("The actual values were compared with a forecast over {} (grade C).",
                           Value(StepCount(s.time, s.after)));
      words.Add(ReasonWords(s.reason));
      words.Add(alarms());
      return words;
    }
    case Method::kNone:
      break;
  }
  return "";
}

Sentence StarWords(const BetStatement& s) {
  if (!s.star) return "";
  Sentence words = Say("Effect on {}: {}.", s.star->series.AsWords(), AmountWords(*s.star));
  if (!s.implied) return words;
  const Sentence implied = Value(SignedPercent(*s.implied));
  words.Add(
      s.explains
          ? Say("The input's known strength implies {}, which is consistent with that.", implied)
          : Say("The input's known strength implies {}, which does not explain it.", implied));
  return words;
}

Sentence More(const BetStatement& s) {
  using Code = BetStatement::Code;
  Sentence words;
  if (s.code == Code::kTooEarly || s.code == Code::kNotMeasurable) {
    if (!s.problem.empty()) words.Add(WithStop(s.problem));
  }
  if (s.code == Code::kOpen) return words;
  if (s.moves_nothing) words.Add("It targets no input of the star.");
  if (s.code == Code::kNotDetected && s.effect.detectable) {
    words.Add(Say("An effect of {} or more would probably have been detected.",
                  Value(PercentText(*s.effect.detectable))));
  }
  words.Add(MethodWords(s));
  words.Add(StarWords(s));
  if (!s.worse.empty()) {
    words.Add(Say("{} got worse: {}.", s.worse.size() == 1 ? "A guardrail" : "Guardrails",
                  CommaList(s.worse)));
  }
  if (!s.meanwhile.empty()) words.Add(Say("Meanwhile: {}.", Join(s.meanwhile, "; ")));
  return words;
}

}  // namespace

std::span<const Rule> BetRules() {
  static constexpr Rule kRules[] = {
      {"worked", "the interval lies beyond 0 and reaches what was expected"},
      {"partly", "the interval lies beyond 0 and wholly short of what was expected"},
      {"backfired", "the interval lies beyond 0 in the other direction"},
      {"not_detected", "the interval holds 0"},
      {"too_early", "under 14 days, or under 100 units in an arm"},
      {"sample_ratio", "the sizes of the arms do not fit the split (p below 0.001)"},
      {"not_measurable", "there is nothing to measure it by"},
      {"open", "it has not shipped"},
  };
  return kRules;
}

Said Words(const BetStatement& s) {
  return {First(s), More(s), RuleName(BetRules(), s.code)};
}

std::span<const Rule> BetRecordRules() {
  static constexpr Rule kRules[] = {
      {"no_record", "no bet with an expectation has been measured"},
      {"record", "bets with an expectation have been measured"},
  };
  return kRules;
}

Said Words(const BetRecordStatement& s) {
  using Code = BetRecordStatement::Code;
  Said said;
  said.rule = RuleName(BetRecordRules(), s.code);
  switch (s.code) {
    case Code::kNone:
      said.first = "No bet has been measured against an expectation yet.";
      break;
    case Code::kRecord:
      said.first = Say("Past bets delivered {} of their expected effect (median of {}).",
                       Value(PercentText(s.median_ratio)), Value(Plural(s.bets, "bet")));
      said.more =
          Say("{} went in the expected direction (95% interval: {} to {}). New expectations are "
              "scaled by {}.",
              Value(PercentText(s.right)), Value(PercentText(s.right_low)),
              Value(PercentText(s.right_high)), Value(Humanize(s.factor, 2)));
      break;
  }
  return said;
}

std::span<const Rule> PlannedBetRules() {
  static constexpr Rule kRules[] = {
      {"moves_star", "the input's expected movement and its strength are known"},
      {"moves_nothing", "it moves no input of the star"},
      {"no_expectation", "nobody said by how much it should move the input"},
      {"strength_unknown", "it is not known how strongly the input moves the star"},
      {"outside_formula", "the formula of the star does not hold the input"},
      {"no_star", "no star is chosen"},
  };
  return kRules;
}

Said Words(const PlannedBetStatement& s) {
  using Code = PlannedBetStatement::Code;
  const Sentence star = s.star.AsWords();
  Said said;
  said.rule = RuleName(PlannedBetRules(), s.code);
  switch (s.code) {
    case Code::kMoves: {
      Sentence amount = Value(SignedPercent(s.effect));
      if (s.low && s.high)
        amount += Say(" ({} to {})", Value(SignedPercent(*s.low)), Value(SignedPercent(*s.high)));
      said.first = Say("{} would move {} by {}{}.", s.bet, star, amount,
                       s.best ? ", the most for its effort" : "");
      break;
    }
    case Code::kMovesNothing:
      said.first = Say("{} is not linked to {}.", s.bet, star);
      said.more = "It targets no input; set 'moves:' to the one it should move.";
      break;
    case Code::kNoExpectation:
      said.first = Say("How much {} would move {} is unknown.", s.bet, star);
      said.more = Say("Set 'expect:' to how much it should move {}.", s.input.AsWords());
      break;
    case Code::kUnknown:
      said.first = Say("How much {} would move {} is unknown.", s.bet, star);
      said.more =
          Say("It is not known how strongly {} moves it; a formula ('decomposition:') or "
              "a longer history would tell.",
              s.input.AsWords());
      break;
    case Code::kOutsideFormula:
      said.first = Say("How much {} would move {} is unknown.", s.bet, star);
      said.more = Say("{} is not part of the formula of {}.", s.input.AsWords(), star);
      break;
    case Code::kNoStar:
      said.first = Say("What {} would move is unknown: no North Star is chosen.", s.bet);
      break;
  }
  return said;
}

std::span<const Rule> BetsRules() {
  static constexpr Rule kRules[] = {
      {"no_bets", "the project has no bets"},
      {"none_shipped", "no bet has shipped"},
      {"bets_measured", "some have shipped"},
      {"plan", "open bets were asked for"},
      {"none_open", "open bets were asked for, and all have shipped"},
  };
  return kRules;
}

Said Words(const BetsStatement& s) {
  using Code = BetsStatement::Code;
  Said said;
  said.rule = RuleName(BetsRules(), s.code);
  switch (s.code) {
    case Code::kNoBets:
      said.first = "The project has no bets.";
      return said;
    case Code::kNoneShipped:
      said.first = "No bet has shipped yet.";
      break;
    case Code::kPlan:
      break;
    case Code::kNoneOpen:
      said.first = "There are no open bets.";
      break;
    case Code::kCounts: {
      std::vector<Sentence> parts;
      const auto add = [&](size_t count, const char* what) {
        if (count > 0) parts.push_back(Say("{} {}", Value(std::to_string(count)), what));
      };
      add(s.worked, "worked");
      add(s.partly, "worked in part");
      add(s.backfired, "backfired");
      add(s.not_detected, "without a detected effect");
      add(s.too_early, "too early to judge");
      add(s.unread, "not measurable");
      said.first = Say("{}: {}.", Value(Plural(static_cast<long long>(s.shipped), "shipped bet")),
                       Listed(parts));
      break;
    }
  }
  for (const Sentence& one : s.open) (said.first.empty() ? said.first : said.more).Add(one);
  return said;
}

}  // namespace northstar
