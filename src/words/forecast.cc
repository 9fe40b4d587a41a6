#include "words/forecast.h"

#include <fmt/format.h>

#include <cmath>

#include "base/period_words.h"
#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

Sentence NeedWords(const GoalStatement& s) {
  const Sentence amount = Value(FormatValue(s.look, s.amount));
  switch (s.takes) {
    case GoalStatement::Takes::kMean:
      return Say("it needs an average of {} per remaining {}", amount,
                 s.time.grain ? GrainName(*s.time.grain) : "period");
    case GoalStatement::Takes::kStaying:
      return "it is there now and must stay there";
    case GoalStatement::Takes::kShareOfGrowth:
      return Say("it needs {} growth per period", Value(Humanize(s.amount * 100, 2) + "%"));
    case GoalStatement::Takes::kGrowth:
      return Say("it needs {} more per period", amount);
  }
  return "";
}

Sentence First(const GoalStatement& s) {
  const Sentence goal = GoalWords(s.series, s.look, s.target, s.over, s.date);
  const Sentence chance = Say("{}: chance {}", goal, Value(ChanceWords(s.chance)));
  switch (s.code) {
    case GoalStatement::Code::kOpen:
      return Say("{}; {}.", chance, NeedWords(s));
    case GoalStatement::Code::kUnrealistic:
      return Say("{}; {}, more than ever before over as long a time.", chance, NeedWords(s));
    case GoalStatement::Code::kAlreadyCertain:
      return Say("{}; it is almost certain, and a higher goal would tell you more.", chance);
    case GoalStatement::Code::kTooShort:
      return Say("{}: the history is too short to tell.", goal);
  }
  return "";
}

Sentence First(const ForecastStatement& s) {
  const Sentence mean = Value(FormatValue(s.look, s.mean));
  if (s.code == ForecastStatement::Code::kNoInterval) {
    return Say("The history of {} is too short for an interval; the point forecast is {}.",
               s.series.AsWords(), mean);
  }
  return Say("{} is forecast to be {} {} ({} interval: {} to {}).", s.series.AsWords(), mean,
             Period(WhenWords(s.time, s.label)),
             FormatNumber(std::round(s.level * 1000) / 10) + "%", Value(FormatValue(s.look, s.low)),
             Value(FormatValue(s.look, s.high)));
}

}  // namespace

Sentence GoalWords(const SeriesName& series, const ValueLook& look, double target,
                   GoalStatement::Over over, const std::string& date) {
  const char* aggregate = over == GoalStatement::Over::kSum       ? " in total"
                          : over == GoalStatement::Over::kAverage ? " on average"
                                                                  : "";
  return Say("{} of {}{} by {}", series.AsWords(), Value(FormatValue(look, target)), aggregate,
             Period(DateWords(date)));
}

std::span<const Rule> ForecastRules() {
  static constexpr Rule kRules[] = {
      {"forecast", "the last period asked for"},
      {"no_interval", "the history is too short for an interval"},
  };
  return kRules;
}

std::span<const Rule> GoalRules() {
  static constexpr Rule kRules[] = {
      {"open", "it may or may not be reached"},
      {"unrealistic", "it takes more than there ever was"},
      {"already_certain", "it is almost certain"},
      {"too_short", "the history is too short to tell"},
  };
  return kRules;
}

Said Words(const ForecastStatement& s) {
  return {First(s), "", RuleName(ForecastRules(), s.code)};
}

Said Words(const GoalStatement& s) {
  return {First(s), "", RuleName(GoalRules(), s.code)};
}

}  // namespace northstar
