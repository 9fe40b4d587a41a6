// Each test of `evaluate` on a small world that deserves its finding, and on one that does not.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/random.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

using Json = nlohmann::json;

constexpr const char* kProject = R"(version: 1
sources:
  - {name: app, files: e.csv, time: time, event_column: kind, entities: {user: user, team: team}, values: {amount: amount},
     dimensions: {coupon: coupon}}
outcome: revenue
candidates: [users]
metrics:
  - {name: users, description: People who used it this week, type: active, entity: user, event: used, grain: week}
  - {name: uses, description: Uses of this week, type: count, entity: user, event: used, grain: week}
  - {name: pairs, description: Teams in which two people used it, type: active, entity: team, event: used, distinct: user,
     at_least: 2, grain: week}
  - {name: pushed, description: Uses of this week, type: count, entity: user, event: used, grain: week,
     incentivised: coupon is not null}
  - {name: rate, description: Money per use, type: ratio, numerator: revenue, denominator: uses}
  - {name: helped, description: Times that somebody was helped, type: count, event: helped, grain: week, owner: support}
  - {name: usual, description: Half pay at most this much, type: median, event: paid, value: amount, entity: user, grain: week}
  - {name: mean, description: Money per payment, type: average, event: paid, value: amount, entity: user, grain: week}
  - {name: revenue, description: Money of this week, type: sum, event: paid, value: amount, entity: user, grain: week}
)";

class World {
 public:
  void Add(int day, const std::string& kind, const std::string& user, const std::string& team = "",
           const std::string& amount = "", const std::string& coupon = "") {
    rows_ += fmt::format("{}T{:02}:00:00Z,{},{},{},{},{}\n", FormatDay(DayOf({2024, 1, 1}) + day),
                         8 + day % 10, kind, user, team, amount, coupon);
  }
  Json Evaluate(const std::string& metric, const std::string& extra = "") const {
    const TempDir dir;
    dir.Write("e.csv", "time,kind,user,team,amount,coupon\n" + rows_);
    dir.Write("northstar.yml", kProject + extra);
    const ProgramRun run = RunProgram({"-p", dir.path(), "evaluate", metric, "--format", "json"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return Json::parse(run.out)["candidates"][0];
  }

 private:
  std::string rows_;
};

Json Outcome(const Json& candidate, const std::string& name) {
  for (const Json& test : candidate["tests"]) {
    if (test["test"] == name) return test;
  }
  ADD_FAILURE() << name;
  return {};
}

std::string User(int i) {
  return fmt::format("u{}", i);
}

TEST(ValueNotReach, VisitorsWhoLeaveAreHollowAndThoseWhoComeBackAreNot) {
  World visitors;
  World regulars;
  for (int week = 0; week < 30; ++week) {
    for (int i = 0; i < 60; ++i) {
      visitors.Add(week * 7 + i % 7, "used", User(week * 60 + i));
      visitors.Add(week * 7 + i % 7, "used", User(1'000'000 + i % 20));
      visitors.Add(week * 7 + i % 7, "helped", User(1'000'000 + i % 20));
      regulars.Add(week * 7 + i % 7, "used", User(i));
      if (i < 5) regulars.Add(week * 7 + i, "used", User(1'000 + week * 5 + i));
    }
  }
  const Json hollow = Outcome(visitors.Evaluate("users"), "value_not_reach");
  EXPECT_EQ(hollow["finding"], "HOLLOW");
  EXPECT_EQ(hollow["verdict"], "fail");
  EXPECT_NEAR(hollow["value"], 60.0 / 80, 0.01);
  const Json loyal = Outcome(regulars.Evaluate("users"), "value_not_reach");
  EXPECT_EQ(loyal["verdict"], "pass");
  EXPECT_NEAR(loyal["value"], 5.0 / 65, 0.01);
}

TEST(ValueNotReach, WhatMovesOnlyWithSignUpsIsReach) {
  World world;
  Random random(5);
  int next = 0;
  for (int week = 0; week < 40; ++week) {
    // Who comes stays for two weeks; how many come goes up and down.
    const int fresh = 40 + static_cast<int>(random.Below(160));
    for (int i = 0; i < fresh; ++i, ++next) {
      world.Add(week * 7 + i % 6, "used", User(next));
      world.Add(week * 7 + i % 6 + 6, "helped", User(next));
    }
  }
  const Json found = Outcome(world.Evaluate("users"), "value_not_reach");
  EXPECT_EQ(found["finding"], "REACH_ONLY") << found["sentence"];
  EXPECT_GT(found["detail"]["share_of_movement_by_signups"], 0.9);
}

TEST(HardToGame, CountsAreEasyAndTwoPeopleAreNot) {
  World world;
  Random random(6);
  for (int week = 0; week < 12; ++week) {
    for (int team = 0; team < 120; ++team) {
      const auto people = random.Below(4);
      for (uint64_t p = 0; p < people; ++p) {
        for (uint64_t k = 0; k <= random.Below(3); ++k)
          world.Add(week * 7 + static_cast<int>(p), "used", fmt::format("t{}u{}", team, p),
                    fmt::format("t{}", team));
      }
    }
  }
  const Json count = Outcome(world.Evaluate("uses"), "hard_to_game");
  EXPECT_EQ(count["finding"], "EASY_TO_GAME");
  EXPECT_NEAR(count["value"], 0, 1e-9);  // as easy as counting events, because it is that
  const Json users = Outcome(world.Evaluate("users"), "hard_to_game");
  const Json pairs = Outcome(world.Evaluate("pairs"), "hard_to_game");
  EXPECT_GT(users["value"], 50.0);
  EXPECT_GT(pairs["value"], 60.0);
  EXPECT_EQ(pairs["verdict"], "pass");
  ASSERT_FALSE(count["detail"]["remedies"].empty());
  double last = 100;
  for (const Json& remedy : count["detail"]["remedies"]) {
    EXPECT_LE(remedy["score"], last);
    EXPECT_GT(remedy["score"], 5.0);
    last = remedy["score"];
  }
}

TEST(HardToGame, ClockworkIsNoticed) {
  World world;
  Random random(7);
  for (int day = 0; day < 90; ++day) {
    world.Add(day, "used", "robot");
    for (int i = 0; i < 80; ++i) {
      if (random.Below(6) == 0) world.Add(day, "used", User(i));
    }
  }
  const Json found = Outcome(world.Evaluate("uses"), "hard_to_game");
  EXPECT_EQ(found["detail"]["machine_like_units"], 1.0);
}

World Rising(bool worse, const std::string& coupon) {
  World world;
  Random random(8);
  for (int week = 0; week < 80; ++week) {
    // From week 50 to 62 it rises steeply.
    const double level = week < 50 ? 100 : week < 62 ? 100 * std::pow(1.06, week - 50) : 200;
    const double noise = 1 + 0.03 * (random.Uniform() - 0.5);
    for (int i = 0; i < level * noise; ++i)
      world.Add(week * 7 + i % 7, "used", User(i % 150), "", "", i >= 100 ? coupon : "");
    const double stays = worse && week >= 50 && week < 62 ? 200 * std::pow(0.96, week - 50)
                         : worse && week >= 62            ? 130
                                                          : 200;
    const double other = 1 + 0.03 * (random.Uniform() - 0.5);
    for (int i = 0; i < stays * other; ++i) world.Add(week * 7 + i % 7, "helped", User(i));
  }
  return world;
}

constexpr const char* kGuarded = R"(north_star:
  metric: uses
  inputs: [{metric: helped, dimension: depth, owner: support}]
  guardrails: [{metric: helped, no_worse_than: 5%}]
teams: [{name: support}]
)";

TEST(NotDecoupled, ARiseWhileAGuardrailFallsIsSeen) {
  const Json bad = Outcome(Rising(true, "").Evaluate("uses", kGuarded), "not_decoupled");
  EXPECT_EQ(bad["finding"], "DECOUPLED") << bad["detail"];
  EXPECT_LT(bad["value"], -0.1);
  EXPECT_GE(bad["detail"]["until"], "2024-12-01");
  EXPECT_LE(bad["detail"]["until"], "2025-03-24");
  const Json good = Outcome(Rising(false, "").Evaluate("uses", kGuarded), "not_decoupled");
  EXPECT_EQ(good["verdict"], "pass") << good["sentence"];
}

TEST(NotDecoupled, APushedRiseIsDoubted) {
  World world;
  for (int week = 0; week < 40; ++week) {
    for (int i = 0; i < (week < 32 ? 100 : 160); ++i)
      world.Add(week * 7 + i % 7, "used", User(i), "", "", i >= 100 ? "x" : "");
    for (int i = 0; i < 100; ++i) world.Add(week * 7 + i % 7, "helped", User(i));
  }
  const Json found = Outcome(world.Evaluate("pushed"), "not_decoupled");
  EXPECT_EQ(found["finding"], "INCENTIVISED") << found["sentence"];
  EXPECT_NEAR(found["detail"]["incentivised_share_of_rise"], 1, 0.01);
}

TEST(Actionable, OwnedInputsThatGoBeforeItMakeIt) {
  World moves;
  World still;
  Random random(9);
  std::vector<double> push;
  double log_push = 0;
  for (int week = 0; week < 120; ++week) {
    log_push = 0.95 * log_push + 0.2 * (random.Uniform() - 0.5);
    push.push_back(std::exp(log_push));
  }
  double level = 100;
  for (int week = 0; week < 120; ++week) {
    level = 100 * (week > 0 ? push[static_cast<size_t>(week) - 1] : 1);
    for (int i = 0; i < level; ++i) {
      moves.Add(week * 7 + i % 7, "used", User(i));
      still.Add(week * 7 + i % 7, "used", User(i));
    }
    for (int i = 0; i < 100 * push[static_cast<size_t>(week)]; ++i)
      moves.Add(week * 7 + i % 7, "helped", User(i));
    for (uint64_t i = 0; i < 80 + random.Below(40); ++i)
      still.Add(week * 7 + static_cast<int>(i % 7), "helped", User(static_cast<int>(i)));
  }
  const Json yes = Outcome(moves.Evaluate("users"), "actionable");
  EXPECT_EQ(yes["verdict"], "pass") << yes["sentence"];
  EXPECT_LT(yes["detail"]["inputs"][0]["p_adjusted"], 0.05);
  EXPECT_GT(yes["detail"]["minimum_detectable_change"], 0);
  const Json no = Outcome(still.Evaluate("users"), "actionable");
  EXPECT_EQ(no["verdict"], "unclear") << no["sentence"];
}

// Subsets of a median are not known: two halves would both be the whole.
TEST(Measurable, HalvesAreComparedOnlyWhereTheyDiffer) {
  World world;
  Random random(5);
  for (int week = 0; week < 30; ++week) {
    for (int i = 0; i < 60; ++i) {
      world.Add(week * 7 + i % 7, "paid", User(i), "",
                fmt::format("{:.0f}", 10 + 90 * random.Uniform()));
    }
  }
  const Json mean = Outcome(world.Evaluate("mean"), "measurable");
  ASSERT_TRUE(mean["detail"].contains("split_half_reliability")) << mean["detail"];
  EXPECT_LT(mean["detail"]["split_half_reliability"], 0.9) << "it is all chance";
  const Json usual = Outcome(world.Evaluate("usual"), "measurable");
  EXPECT_FALSE(usual["detail"].contains("split_half_reliability")) << usual["detail"];
  EXPECT_TRUE(usual["value"].is_null());
}

TEST(Candidates, WhatIsNotMadeOfEntitiesSaysSo) {
  World world;
  for (int week = 0; week < 30; ++week) {
    for (int i = 0; i < 60; ++i) {
      world.Add(week * 7 + i % 7, "used", User(i));
      world.Add(week * 7 + i % 7, "paid", User(i), "", "3");
    }
  }
  const Json rate = world.Evaluate("rate");
  for (const Json& test : rate["tests"]) {
    EXPECT_TRUE(test["sentence"].is_string() && !test["sentence"].get<std::string>().empty());
    const bool known = test["verdict"] == "pass" || test["verdict"] == "fail" ||
                       test["verdict"] == "unclear" || test["verdict"] == "insufficient_data" ||
                       test["verdict"] == "not_tested";
    EXPECT_TRUE(known) << test;
    if (test["verdict"] == "insufficient_data") {
      EXPECT_TRUE(test["score"].is_null());
    }
  }
}

}  // namespace
}  // namespace northstar::testing
