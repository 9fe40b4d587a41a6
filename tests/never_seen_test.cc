// Events and values that never occurred: said by `validate`, `query` and `evaluate`, with what was
// probably meant; and what needs them is not measured, which is not 0.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/program.h"

namespace northstar::testing {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kEvents =
    "t,e,u,country,tier,a\n"
    "2024-01-03T10:00:00Z,Signed Up,u1,United Kingdom,gold,1\n"
    "2024-01-04T10:00:00Z,Signed Up,u2,France,silver,2\n"
    "2024-01-05T10:00:00Z,Paid,u1,United Kingdom,gold,3\n"
    "2024-02-05T10:00:00Z,Paid,u1,United Kingdom,,4\n"
    "2024-02-06T10:00:00Z,Paid,u3,,7,5\n"
    "2024-03-06T10:00:00Z,Paid,u1,France,gold,5\n"
    "2024-04-06T10:00:00Z,Paid,u1,,,5\n"
    "2024-05-06T10:00:00Z,Paid,u1,,,5\n";

constexpr std::string_view kHead =
    "version: 1\n"
    "sources:\n"
    "  - {name: app, files: e.csv, time: t, event_column: e, entities: {user: u},\n"
    "     dimensions: {country: country, tier: tier}, values: {a: a}}\n"
    "metrics:\n";

class NeverSeenTest : public ::testing::Test {
 protected:
  void SetUp() override { dir_.Write("e.csv", std::string(kEvents)); }

  void Define(const std::string& metrics, const std::string& rest = "") {
    dir_.Write("northstar.yml", std::string(kHead) + metrics + rest);
  }

  ProgramRun Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"-p", dir_.path()});
    return RunProgram(arguments);
  }

  // Values per month; null is "null".
  std::string Values(const std::string& metric, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"query",      metric, "--grain",    "month",    "--from",
                                       "2024-01-01", "--to", "2024-02-28", "--format", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramRun run = Run(arguments);
    if (run.exit_code != 0) return run.err;
    std::string out;
    const Json answer = Json::parse(run.out);
    for (const Json& row : answer["rows"]) out += (out.empty() ? "" : " ") + row["value"].dump();
    said_ = run.err;
    return out;
  }

  TempDir dir_;
  std::string said_;
};

TEST_F(NeverSeenTest, WhatIsNeededIsNotMeasured) {
  const struct {
    std::string metric, values, said;
  } kCases[] = {
      {"type: count, event: signup", "null null", "did you mean 'Signed Up' (2 times)?"},
      {"type: count, event: [signup, signups]", "null null", "No event 'signups' was seen"},
      {"type: count, event: [signup, Paid]", "1.0 2.0", "no event 'signup' was seen"},
      {"type: sum, event: paid, value: a", "null null", "did you mean 'Paid' (6 times)?"},
      {"type: active, entity: user, event: login", "null null", "no event 'login' was seen"},
      {"type: count, event: any, where: \"country = 'UK'\"", "null null",
       "did you mean 'United Kingdom' (3 times)?"},
      {"type: count, event: any, where: \"'UK' = country\"", "null null", "'United Kingdom'"},
      {"type: count, event: any, where: \"tier in ('Gold')\"", "null null",
       "did you mean 'gold' (3 times)?"},
      {"type: count, event: any, where: \"tier in ('Gold', 'silver')\"", "1.0 0.0", "'Gold'"},
      {"type: count, event: any, where: \"country = 'UK' or tier = 'gold'\"", "2.0 0.0", "'UK'"},
      {"type: count, event: any, where: \"country = 'UK' and tier = 'gold'\"", "null null", "'UK'"},
      {"type: count, event: any, where: \"not (country != 'UK')\"", "null null", "'UK'"},
      {"type: count, event: any, where: \"not (not (country = 'UK'))\"", "null null", "'UK'"},
      {"type: count, event: any, where: \"if(a > 2, country = 'UK', tier = 'Gold')\"", "null null",
       "'Gold'"},
      {"type: count, event: any, where: \"if(a > 2, country = 'UK', tier = 'gold')\"", "1.0 0.0",
       "'UK'"},
      {"type: count, event: any, where: \"lower(country) = 'UK'\"", "null null", "'UK'"},
      {"type: count, event: any, where: \"upper(tier) = 'GOLD'\"", "2.0 0.0", ""},
      {"type: count, event: any, where: \"coalesce(tier, 'none') = 'none'\"", "0.0 1.0", ""},
      {"type: count, event: any, where: \"tier = 7\"", "0.0 1.0", ""},
      {"type: count, event: any, where: \"tier = 8\"", "null null", "no tier '8' was seen"},
      {"type: count, event: any, where: \"country like 'UK%'\"", "0.0 0.0", ""},
      {"type: count, event: any, where: \"a > 100\"", "0.0 0.0", ""},
      {"type: count, event: any, where: \"user = 'u9'\"", "null null", "no user 'u9' was seen"},
      {"type: count, event: any, where: \"user = 'u1'\"", "2.0 1.0", ""},
      {"type: count, event: any, where: \"event = 'paid'\"", "null null", "'Paid'"},
      {"type: count, event: any, where: \"event = 'Paid'\"", "1.0 2.0", ""},
      {"type: count, event: {event: Paid, where: \"country = 'UK'\"}", "null null", "'UK'"},
      {"type: count, event: [{event: Paid, where: \"country = 'UK'\"}, 'Signed Up']", "2.0 0.0",
       "'UK'"},
      {"type: sum, event: Paid, value: \"if(tier = 'Gold', a, 0)\"", "0.0 0.0", "'Gold'"},
      {"type: conversion, entity: user, from: signup, to: Paid, within: 7d", "null null",
       "'Signed Up'"},
      {"type: conversion, entity: user, from: 'Signed Up', to: paid, within: 7d", "0.0 null",
       "'Paid'"},
      {"type: conversion, entity: user, steps: ['Signed Up', paid], within: 7d", "0.0 null",
       "'Paid'"},
      {"type: state, entity: user, on: subscribe, off: 'Signed Up'", "null null", "'subscribe'"},
      {"type: state, entity: user, on: 'Signed Up', off: cancel", "2.0 2.0", "'cancel'"},
      {"type: retention, entity: user, event: Paid, return_event: login, after: 1", "0.0 0.0",
       "'login'"},
      {"type: count, event: Paid, entity: user, only: [{since: signup, within: 7d}]", "null null",
       "'signup'"},
      {"type: count, event: Paid, entity: user, only: [{event: login, at_least: 2}]", "null null",
       "'login'"},
  };
  for (const auto& one : kCases) {
    Define("  - {name: m, grain: month, " + one.metric + "}\n");
    EXPECT_EQ(Values("m"), one.values) << one.metric;
    if (one.said.empty()) {
      EXPECT_EQ(said_.find("warning"), std::string::npos) << one.metric << "\n" << said_;
    } else {
      EXPECT_NE(said_.find(one.said), std::string::npos) << one.metric << "\n" << said_;
      const ProgramRun validate = Run({"validate"});
      EXPECT_NE(validate.out.find("NS40"), std::string::npos) << one.metric << validate.out;
    }
  }
}

// What is written under `!=` and `not in` is only said.
TEST_F(NeverSeenTest, WhatIsExcludedNeedNotOccur) {
  for (const std::string where : {"country != 'UK'", "country not in ('UK')",
                                  "not (country = 'UK')", "country not in ('UK', 'DE')"}) {
    Define("  - {name: m, grain: month, type: count, event: any, where: \"" + where + "\"}\n");
    const std::string values = Values("m");
    EXPECT_EQ(values.find("null"), std::string::npos) << where << ": " << values;
    EXPECT_NE(said_.find("no country 'UK' was seen"), std::string::npos) << said_;
  }
}

TEST_F(NeverSeenTest, CompoundMetricsAreNotMeasuredEither) {
  Define(
      "  - {name: s, type: count, event: signup, grain: month}\n"
      "  - {name: p, type: count, event: Paid, grain: month}\n"
      "  - {name: u, type: active, entity: user, event: login, grain: month}\n"
      "  - {name: top, type: ratio, numerator: s, denominator: p}\n"
      "  - {name: bottom, type: ratio, numerator: p, denominator: s}\n"
      "  - {name: sum, type: derived, expr: s + p}\n"
      "  - {name: filled, type: derived, expr: \"coalesce(s, 0) + p\"}\n"
      "  - {name: before, type: derived, expr: \"p - prev(s)\"}\n"
      "  - {name: running, type: cumulative, metric: s}\n"
      "  - {name: trailing, type: cumulative, metric: s, window: 28d}\n"
      "  - {name: fresh, type: lifecycle, metric: u, part: new}\n"
      "  - {name: gone, type: lifecycle, metric: u, part: churned}\n");
  for (const char* metric :
       {"s", "top", "bottom", "sum", "before", "running", "trailing", "fresh", "gone"}) {
    EXPECT_EQ(Values(metric), "null null") << metric;
    EXPECT_NE(said_.find("was not measured"), std::string::npos) << metric << said_;
  }
  EXPECT_EQ(Values("filled"), "1.0 2.0");
  EXPECT_EQ(Values("p"), "1.0 2.0");
  EXPECT_EQ(said_.find("warning"), std::string::npos) << said_;
  EXPECT_EQ(Values("s", {"--engine", "sql"}), "null null");
  EXPECT_EQ(Values("s", {"--ci", "--parts", "--compare", "previous"}), "null null");
  EXPECT_EQ(Values("s", {"--by", "country"}), "");
  EXPECT_EQ(Values("p", {"--where", "country = 'UK'"}), "null null");
  EXPECT_NE(said_.find("'United Kingdom'"), std::string::npos) << said_;
}

TEST_F(NeverSeenTest, AnIgnoreWithItsReasonMeansZero) {
  Define(
      "  # northstar: ignore=NS401 it starts in May\n"
      "  - {name: s, type: count, event: signup, grain: month}\n"
      "  # northstar: ignore=NS401\n"
      "  - {name: t, type: count, event: signup, grain: month}\n"
      "  - name: v\n"
      "    type: count\n"
      "    event: any\n"
      "    grain: month\n"
      "    # northstar: ignore=NS402 we open there in May\n"
      "    where: country = 'UK'\n");
  EXPECT_EQ(Values("s"), "0.0 0.0");
  EXPECT_EQ(said_.find("warning"), std::string::npos) << said_;
  EXPECT_EQ(Values("t"), "null null");
  EXPECT_EQ(Values("v"), "0.0 0.0");
  const std::string out = Run({"validate"}).out;
  EXPECT_EQ(out.find("s is not measured"), std::string::npos) << out;
  EXPECT_NE(out.find("t is not measured"), std::string::npos) << out;
  EXPECT_EQ(out.find("NS402"), std::string::npos) << out;
}

// The name that a source gives to all of its rows is a name like any other.
TEST_F(NeverSeenTest, ASourcesOwnEventIsKnown) {
  dir_.Write("o.csv", "t,u,n\n2024-01-03,u1,1\n");
  std::string text = std::string(kHead) +
                     "  - {name: one, type: count, event: order, grain: month}\n"
                     "  - {name: many, type: count, event: orders, grain: month}\n"
                     "  - {name: shown, type: count, event: any, where: \"event = 'order'\"}\n";
  text.replace(text.find("metrics:"), 0,
               "  - {name: shop, files: o.csv, time: t, event: order, since: 2024-01-01, "
               "through: 2024-06-01}\n");
  dir_.Write("northstar.yml", text);
  EXPECT_EQ(Values("one"), "1.0 0.0");
  EXPECT_EQ(said_.find("warning"), std::string::npos) << said_;
  EXPECT_EQ(Values("many"), "null null");
  EXPECT_NE(said_.find("did you mean 'order' (once)?"), std::string::npos) << said_;
  EXPECT_EQ(Values("shown"), "1.0 0.0");
}

// A value that other events have is known, so 0 of these is 0.
TEST_F(NeverSeenTest, AValueOfOtherEventsIsSeen) {
  Define("  - {name: m, grain: month, type: count, event: 'Signed Up', where: \"tier = '7'\"}\n");
  EXPECT_EQ(Values("m"), "0.0 0.0");
  EXPECT_EQ(said_.find("warning"), std::string::npos) << said_;
}

TEST_F(NeverSeenTest, EveryCommandSaysSoInsteadOfCounting) {
  Define(
      "  - {name: s, type: active, entity: user, event: signup, grain: month, owner: growth}\n"
      "  - {name: p, type: count, event: Paid, grain: month}\n",
      "teams: [{name: growth}]\noutcome: p\ncandidates: [s, p]\n"
      "north_star:\n  metric: p\n  inputs:\n    - {metric: s, owner: growth}\n"
      "    - {metric: p, where: \"country = 'UK'\", owner: growth}\n"
      "  guardrails: [{metric: s, at_least: 5}]\n");
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"explain", "s"},
        {"detect", "s"},
        {"forecast", "s"},
        {"cohorts", "s"},
        {"query", "s", "--entities", "--period", "2024-01-01"}}) {
    const ProgramRun run = Run(command);
    EXPECT_EQ(run.exit_code, 3) << command[0];
    EXPECT_NE(run.err.find("no event 'signup' was seen"), std::string::npos) << run.err;
  }
  const Json lead = Json::parse(Run({"lead", "s", "p", "--format", "json"}).out);
  EXPECT_EQ(lead["verdict"], "insufficient_data");
  EXPECT_EQ(lead["finding"], "NEVER_SEEN");
  const Json tree = Json::parse(Run({"tree", "--format", "json"}).out);
  for (const Json& node : tree["nodes"]) {
    if (node["metric"] == "p" && node["role"] == "north_star") continue;
    if (node["role"] == "star") continue;
    EXPECT_TRUE(node["value"].is_null()) << node.dump();
    EXPECT_NE(node["problem"].get<std::string>().find("was not measured"), std::string::npos);
  }
}

TEST_F(NeverSeenTest, ACandidateIsNeitherRecommendedNorRejected) {
  Define(
      "  - {name: s, type: count, event: signup, grain: month, description: Sign-ups}\n"
      "  - {name: u, type: active, entity: user, event: any, grain: month}\n"
      "  - {name: p, type: count, event: Paid, grain: month}\n",
      "outcome: p\ncandidates: [s, u]\n");
  const Json evaluation = Json::parse(Run({"evaluate", "--format", "json"}).out);
  for (const Json& candidate : evaluation["candidates"]) {
    if (candidate["metric"] != "s") continue;
    EXPECT_EQ(candidate["verdict"], "possible");
    EXPECT_EQ(candidate["first_share"], 0);
    EXPECT_TRUE(candidate["score"].is_null());
    for (const Json& test : candidate["tests"]) {
      if (test["test"] == "simple" || test["test"] == "people") continue;
      EXPECT_EQ(test["verdict"], "insufficient_data") << test["test"];
      EXPECT_EQ(test["finding"], "NEVER_SEEN") << test["test"];
      EXPECT_NE(test["sentence"].get<std::string>().find("'Signed Up'"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace northstar::testing
