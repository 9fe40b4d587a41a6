// What metrics cannot be, as their definitions tell.
#include "analysis/query/value_bounds.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "model/load_project.h"
#include "model/project.h"
#include "tests/program.h"

namespace northstar {
namespace {

constexpr double kNone = std::numeric_limits<double>::max();

constexpr const char* kMetrics = R"yaml(version: 1
sources:
  - {name: app, files: e.csv, time: time, event_column: kind, entities: {user: user, team: team},
     dimensions: {plan: plan}, values: {amount: amount}}
metrics:
  - {name: n, type: count, event: act, description: d}
  - {name: late, type: count, event: act, where: plan = 'late', description: d}
  - {name: late_too, type: count, event: {event: act, where: plan = 'late'}, description: d}
  - {name: both, type: count, event: [act, other], description: d}
  - {name: money, type: sum, event: act, value: amount, description: d}
  - {name: flagged, type: sum, event: act, value: "if(amount > 3, 1, 0)",
                     description : d
}
  - {name: size, type: average, event: act, value: abs(amount), description: d}
  - {name: flag, type: average, event: act, value: "if(amount > 3, 1, 0)", description: d}
  - {name: mean, type: average, event: act, value: amount, description: d}
  - {name: active, type: active, entity: user, event: act, grain: week, description: d}
  - {name: keen, type: active, entity: user, event: act, at_least: 3, grain: week, description: d}
  - {name: teams, type: active, entity: team, event: act, grain: week, description: d}
  - {name: kept, type: lifecycle, metric: active, part: retained, description: d}
  - {name: left, type: lifecycle, metric: active, part: churned, description: d}
  - {name: done, type: conversion, entity: user, from: act, to: other, within: 1d, description: d}
  - {name: not_done, type: derived, expr: 1 - done, description: d}
  - {name: percent, type: derived, expr: 100 * done, description: d}
  - {name: late_share, type: ratio, numerator: late, denominator: n, description: d}
  - {name: late_share_too, type: ratio, numerator: late_too, denominator: n, description: d}
  - {name: on_time, type: derived, expr: (n - late) / n, description: d}
  - {name: of_before, type: derived, expr: (prev(n) - late) / n, description: d}
  - {name: act_share, type: ratio, numerator: n, denominator: both, description: d}
  - {name: keen_share, type: ratio, numerator: keen, denominator: active, description: d}
  - {name: per_team, type: ratio, numerator: active, denominator: teams, description: d}
  - {name: wrong_way, type: ratio, numerator: n, denominator: late, description: d}
  - {name: stay, type: derived, expr: kept / prev(active), description: d}
  - {name: leave, type: derived, expr: left / prev(active), description: d}
  - {name: leave_now, type: derived, expr: left / active, description: d}
  - {name: money_each, type: ratio, numerator: money, denominator: n, description: d}
  - {name: change, type: derived, expr: n - late, description: d}
  - {name: all_time, type: cumulative, metric: n, description: d}
)yaml";

TEST(ValueBounds, OfEveryKindOfMetric) {
  const northstar::testing::TempDir dir;
  dir.Write("northstar.yml", kMetrics);
  const auto project = LoadProject(dir.path(), ProcessEnvironment());
  ASSERT_TRUE(project.ok());
  struct Bounds {
    double least, most;
    bool may_be_share = false;
  };
  const std::map<std::string, Bounds> expected{{"n", {0, kNone}},
                                               {"money", {-kNone, kNone}},
                                               {"flagged", {0, kNone}},
                                               {"size", {0, kNone, true}},
                                               {"flag", {0, 1}},
                                               {"mean", {-kNone, kNone, true}},
                                               {"active", {0, kNone}},
                                               {"done", {0, 1}},
                                               {"not_done", {0, 1}},
                                               {"percent", {0, 100}},
                                               {"late_share", {0, 1}},
                                               {"late_share_too", {0, 1}},
                                               {"on_time", {0, 1}},
                                               {"of_before", {-kNone, kNone, true}},
                                               {"act_share", {0, 1}},
                                               {"keen_share", {0, 1}},
                                               {"per_team", {0, kNone, true}},
                                               {"wrong_way", {0, kNone, true}},
                                               {"stay", {0, 1}},
                                               {"leave", {0, 1}},
                                               {"leave_now", {0, kNone, true}},
                                               {"money_each", {-kNone, kNone, true}},
                                               {"change", {-kNone, kNone}},
                                               {"all_time", {0, kNone}}};
  for (const auto& [name, bounds] : expected) {
    const stats::ValueLimits found =
        BoundsOf(*project->project, *project->project->FindMetric(name));
    const auto near = [](double a, double b) { return a == b || (std::abs(a - b) < 1e-9); };
    EXPECT_TRUE(near(found.least, bounds.least)) << name << " " << found.least;
    EXPECT_TRUE(near(found.most, bounds.most)) << name << " " << found.most;
    EXPECT_EQ(found.may_be_share, bounds.may_be_share) << name;
  }
}

}  // namespace
}  // namespace northstar
