// Questions that share one plan answer what they answer alone: the same metrics with and without a
// dimension, and as of different times.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analysis/query/query.h"
#include "base/random.h"
#include "model/project.h"
#include "tests/loaded.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

constexpr const char* kProject = R"(version: 1
sources:
  - {name: app, files: e.csv, time: time, event_column: kind, entities: {user: user, team: team}, dimensions: {plan: plan},
     values: {amount: amount}}
metrics:
  - {name: count, type: count, event: any, grain: week}
  - {name: sum, type: sum, event: a, value: amount, grain: week}
  - {name: median, type: median, event: a, value: amount, grain: week}
  - {name: active, type: active, entity: user, event: a, grain: week}
  - {name: in_window, type: active, entity: user, event: a, window: 28d, grain: week}
  - {name: in_teams, type: active, entity: team, event: a, distinct: user, at_least: 2, window: 14d, grain: week}
  - {name: days, type: frequency, entity: user, event: a, grain: week}
  - {name: fresh, type: lifecycle, metric: active, part: new}
  - {name: back, type: lifecycle, metric: active, part: resurrected}
  - {name: first, type: first_time, entity: user, event: a, grain: week}
  - {name: conversion, type: conversion, entity: user, from: a, to: b, within: 3d, grain: week}
  - {name: duration, type: duration, entity: user, from: a, to: b, within: 3d, grain: week}
  - {name: retention, type: retention, entity: user, event: a, cohort: new, grain: week}
  - {name: sessions, type: sessions, entity: user, event: any, gap: 12h, statistic: per_entity, grain: week}
  - {name: state, type: state, entity: user, on: a, off: b, grain: week}
  - {name: early, type: count, event: any, only: [{since: a, within: 7d}], entity: user, grain: week}
)";

std::string RandomRows() {
  Random random(11);
  std::string csv = "time,kind,user,team,plan,amount\n";
  for (int i = 0; i < 4'000; ++i) {
    const auto user = random.Below(150);
    csv += fmt::format("2024-0{}-{:02}T{:02}:{:02}:00Z,{},u{},t{},{},{}\n", 1 + random.Below(3),
                       1 + random.Below(28), random.Below(24), random.Below(60),
                       random.Below(3) == 0 ? "b" : "a", user, user % 20,
                       random.Below(9) == 0 ? "" : fmt::format("p{}", random.Below(3)),
                       random.Below(100));
  }
  return csv;
}

TEST(SharedPlans, AnswerWhatQuestionsAnswerAlone) {
  const TempDir dir;
  dir.Write("e.csv", RandomRows());
  dir.Write("northstar.yml", kProject);
  const auto loaded = LoadProject(dir.path(), [](const std::string&) { return std::nullopt; });
  ASSERT_TRUE(loaded.ok());
  const ProjectRef project = loaded->project;
  ASSERT_TRUE(LoadAll(*project, ParseTime("2026-11-22")->us).ok());
  const auto engine = OpenLoaded(*project);
  const DataFacts facts = *engine->Facts();

  std::vector<Question> questions;
  for (const std::string& name : project->MetricNames()) {
    for (const bool by : {false, true}) {
      for (const char* as_of : {"", "2024-02-13T10:30:00Z", "2024-03-05T00:00:00Z"}) {
        Question question;
        question.metrics = {name};
        if (by) question.by = {"plan"};
        if (*as_of != '\0') question.as_of_us = ParseTime(as_of)->us;
        questions.push_back(std::move(question));
      }
    }
  }
  const auto bound = [&](const Question& question) {
    auto result = BindQuestion(project, question, facts, INT64_MAX / 4);
    EXPECT_TRUE(result.ok()) << result.error().message;
    return std::move(*result);
  };
  SharedGather shared(engine.get(), project, facts);
  std::vector<size_t> numbers;
  for (const Question& question : questions) numbers.push_back(shared.Add(bound(question)));
  ASSERT_TRUE(shared.Run({}).ok());
  size_t known = 0;
  for (size_t q = 0; q < questions.size(); ++q) {
    SharedGather alone(engine.get(), project, facts);
    const size_t number = alone.Add(bound(questions[q]));
    ASSERT_TRUE(alone.Run({}).ok());
    const Metric& metric = *alone.question(number).metrics.front();
    std::vector<GroupKey> groups{{}};
    if (!questions[q].by.empty()) groups = {{"p0"}, {"p1"}, {"p2"}, {std::nullopt}};
    for (const GroupKey& group : groups) {
      const auto expected = alone.Values(number, metric, group);
      EXPECT_EQ(shared.Values(numbers[q], metric, group), expected)
          << metric.name << " as of " << questions[q].as_of_us.value_or(0) << " by "
          << questions[q].by.size();
      for (const auto& value : expected) known += value.value_or(0) != 0;
    }
  }
  EXPECT_GT(known, 500U);
}

}  // namespace
}  // namespace northstar::testing
