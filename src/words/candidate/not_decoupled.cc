#include "words/candidate/not_decoupled.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = NotDecoupledStatement::Code;

Sentence PushedWords(double share) {
  return Say("{} of its most recent rise was paid for or pushed.", Value(Percent(share)));
}

Sentence DecoupledWords(const NotDecoupledStatement& s) {
  return Say("{}, it rose by {} while {} {} by {}: it can go up while customers get less.",
             Period(fmt::format("From {} to {}", FormatDay(s.from), FormatDay(s.until))),
             Value(Percent(s.rise)), s.guards.front(), s.guard_change < 0 ? "fell" : "rose",
             Value(Percent(std::fabs(s.guard_change))));
}

Sentence First(const NotDecoupledStatement& s) {
  switch (s.code) {
    case Code::kNothingToCompare:
      return Say(
          "There is nothing to compare {} with yet: neither {} of retention, nor a guardrail, nor "
          "ratings.",
          s.metric.AsWords(), Value(std::to_string(s.least_periods) + " periods"));
    case Code::kDecoupled:
      return DecoupledWords(s);
    case Code::kIncentivised:
      return PushedWords(std::min(1.0, s.incentivised.value_or(0)));
    case Code::kNeverDecoupled:
      return Say("No period was found in which it rose for long while {} got worse.",
                 Join(s.guards, " or "));
  }
  return "";
}

}  // namespace

std::span<const Rule> NotDecoupledRules() {
  static constexpr Rule kRules[] = {
      {"nothing_to_compare", "there is nothing to compare it with"},
      {"decoupled", "it rose while something that must not suffer got worse"},
      {"incentivised", "much of its latest rise was paid for or pushed"},
      {"never_decoupled", "it never rose for long while customers got less"},
  };
  return kRules;
}

Said Words(const NotDecoupledStatement& s) {
  Said said{First(s), "", RuleName(NotDecoupledRules(), s.code)};
  if (s.code == Code::kNeverDecoupled && s.incentivised.value_or(0) > 0)
    said.Add(PushedWords(*s.incentivised));
  return said;
}

}  // namespace northstar
