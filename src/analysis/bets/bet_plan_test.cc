// The order of open bets and what is said of them; formulas that move with one input.
#include "analysis/bets/bet_plan.h"

#include <gtest/gtest.h>

#include "words/bets.h"

namespace northstar {
namespace {

struct Planned {
  const char* name;
  bool moves_input;
  std::optional<double> star_effect, effort;
};

std::vector<std::string> Order(const std::vector<Planned>& given, bool increase_is_good = true) {
  std::vector<Bet> bets(given.size());
  std::vector<PlannedBet> plan;
  for (size_t i = 0; i < given.size(); ++i) {
    bets[i].name = given[i].name;
    PlannedBet& one = plan.emplace_back();
    one.bet = &bets[i];
    one.moves_input = given[i].moves_input;
    one.star_effect = given[i].star_effect;
    if (given[i].effort && given[i].star_effect)
      one.per_effort = *given[i].star_effect / *given[i].effort;
  }
  SortPlan(increase_is_good, plan);
  std::vector<std::string> names;
  for (const PlannedBet& one : plan) names.push_back(one.bet->name);
  return names;
}

TEST(BetPlan, TheMostOfTheStarPerEffortFirst) {
  const std::vector<Planned> given = {{"dark_mode", false, {}, 3}, {"unknown", true, {}, 1},
                                      {"large", true, .04, 20},    {"small", true, .01, 2},
                                      {"no_effort", true, .5, {}}, {"harm", true, -.02, 1}};
  EXPECT_EQ(Order(given), (std::vector<std::string>{"small", "large", "harm", "no_effort",
                                                    "unknown", "dark_mode"}));
  EXPECT_EQ(Order(given, false).front(), "harm") << "a star that is to fall";
}

TEST(BetPlan, IsSaid) {
  Metric star, input;
  star.name = "teams";
  star.label = "Active teams";
  input.name = input.label = "Invites";
  Bet guided, dark;
  guided.label = "Guided setup";
  dark.label = "Dark mode";
  std::vector<PlannedBet> plan(3);
  plan[0].bet = &guided;
  plan[0].moves = plan[1].moves = &input;
  plan[0].moves_input = plan[1].moves_input = true;
  plan[0].star_effect = .012;
  plan[0].low = .003;
  plan[0].high = .021;
  plan[0].per_effort = .002;
  plan[1].bet = &guided;
  plan[1].star_effect = .001;
  plan[1].per_effort = .001;
  plan[2].bet = &dark;
  SayPlan(&star, plan);
  EXPECT_EQ(plan[0].said.first.text(),
            "Guided setup would move Active teams by +1.2% (+0.3% to +2.1%), the most for its "
            "effort.");
  EXPECT_EQ(plan[2].said.first.text(), "Dark mode is not linked to Active teams.");
  EXPECT_EQ(plan[2].said.rule, "moves_nothing");
  plan[1].star_effect = std::nullopt;
  plan[1].shrunk = .05;
  plan[1].outside_formula = true;
  SayPlan(&star, plan);
  EXPECT_EQ(plan[1].said.rule, "outside_formula");
  SayPlan(nullptr, plan);
  for (const PlannedBet& one : plan) EXPECT_EQ(one.said.rule, "no_star");
}

TEST(FormulaChange, MovesTheMetricOfTheSamePeriodAlone) {
  using stats::FormulaNode;
  using stats::FormulaOp;
  Metric fresh, active, rate, kept;
  // fresh + prev(active) · rate
  ValuedFormula valued;
  const auto leaf = [](int which) {
    FormulaNode node;
    node.op = FormulaOp::kLeaf;
    node.leaf = which;
    return node;
  };
  const auto both = [](FormulaOp op, int left, int right) {
    FormulaNode node;
    node.op = op;
    node.left = left;
    node.right = right;
    return node;
  };
  valued.formula.formula = {leaf(0), leaf(1), leaf(2), both(FormulaOp::kMultiply, 1, 2),
                            both(FormulaOp::kAdd, 0, 3)};
  valued.formula.leaves = {{&fresh, 0, {}}, {&active, 1, {}}, {&rate, 0, {}}};
  valued.formula.parts = {{&fresh, 0, 0, {0}, 0},
                          {&active, 1, 0, {1}, 1},
                          {&rate, 0, 0, {2}, 2},
                          {&kept, 0, 0, {1, 2}, 3}};
  valued.values = {20, 100, .8};
  EXPECT_NEAR(*FormulaChange(valued, rate, .1), .08, 1e-12);
  EXPECT_NEAR(*FormulaChange(valued, fresh, -.5), -.1, 1e-12);
  EXPECT_NEAR(*FormulaChange(valued, kept, .1), .08, 1e-12) << "made of others";
  valued.formula.parts.push_back({&fresh, 0, 1, {2}, 2});
  EXPECT_NEAR(*FormulaChange(valued, fresh, -.5), -.1, 1e-12) << "not what stands deeper";
  EXPECT_FALSE(FormulaChange(valued, active, .1)) << "of the period before";
  valued.values = {0, 0, .8};
  EXPECT_FALSE(FormulaChange(valued, rate, .1)) << "nothing to be relative to";
}

}  // namespace
}  // namespace northstar
