#include "analysis/bets/bet_plan.h"

#include <algorithm>
#include <tuple>

#include "analysis/query/name_of.h"
#include "words/bets.h"

namespace northstar {

void Foresee(const StarStrengths& strengths, const std::optional<stats::BetRecord>& record,
             PlannedBet& planned) {
  const Bet& bet = *planned.bet;
  if (!planned.moves_input) return;
  if (bet.expect) planned.shrunk = *bet.expect * (record ? record->factor : 1);
  planned.strength = strengths.Of(*planned.moves);
  planned.outside_formula =
      strengths.has_formula() && planned.strength.source == StrengthSource::kUnknown;
  if (!planned.shrunk || planned.strength.source == StrengthSource::kUnknown) return;
  const auto change = [&](double of_input) {
    return strengths.StarChange(*planned.moves, planned.strength, of_input);
  };
  planned.star_effect = change(*planned.shrunk);
  if (bet.effort) planned.per_effort = *planned.star_effect / *bet.effort;
  std::optional<std::pair<double, double>> ends;
  const StrengthFinding& strength = planned.strength;
  const bool exact =
      strength.source == StrengthSource::kFormula || strength.source == StrengthSource::kStarItself;
  if (exact && record && record->next_low && record->next_high) {
    ends = std::pair(change(*bet.expect * *record->next_low),
                     change(*bet.expect * *record->next_high));
  } else if (!exact && strength.low && strength.high) {
    ends = std::pair(*planned.shrunk * *strength.low, *planned.shrunk * *strength.high);
  }
  if (!ends) return;
  planned.low = std::min(ends->first, ends->second);
  planned.high = std::max(ends->first, ends->second);
}

void SortPlan(bool increase_is_good, std::vector<PlannedBet>& plan) {
  const double sign = increase_is_good ? 1 : -1;
  const auto key = [&](const PlannedBet& one) {
    if (!one.moves_input) return std::tuple(3, 0.0);
    if (!one.star_effect) return std::tuple(2, 0.0);
    if (!one.per_effort) return std::tuple(1, -sign * *one.star_effect);
    return std::tuple(0, -sign * *one.per_effort);
  };
  std::stable_sort(plan.begin(), plan.end(),
                   [&](const PlannedBet& a, const PlannedBet& b) { return key(a) < key(b); });
}

void SayPlan(const Metric* star, std::vector<PlannedBet>& plan) {
  using Code = PlannedBetStatement::Code;
  const auto with_effort = std::count_if(
      plan.begin(), plan.end(), [](const PlannedBet& one) { return one.per_effort.has_value(); });
  for (size_t i = 0; i < plan.size(); ++i) {
    PlannedBet& one = plan[i];
    PlannedBetStatement s{Code::kUnknown};
    s.bet = one.bet->label;
    if (star != nullptr) s.star = NameOf(*star);
    if (one.moves != nullptr) s.input = NameOf(*one.moves);
    if (star == nullptr) {
      s.code = Code::kNoStar;
    } else if (!one.moves_input) {
      s.code = Code::kMovesNothing;
    } else if (one.star_effect) {
      s.code = Code::kMoves;
      s.effect = *one.star_effect;
      s.low = one.low;
      s.high = one.high;
      const double gain = star->increase_is_good ? s.effect : -s.effect;
      s.best = i == 0 && with_effort > 1 && one.per_effort && gain > 0;
    } else if (!one.shrunk) {
      s.code = Code::kNoExpectation;
    } else if (one.outside_formula) {
      s.code = Code::kOutsideFormula;
    }
    one.said = Words(s);
  }
}

}  // namespace northstar
