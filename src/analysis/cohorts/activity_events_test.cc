// What counts as activity, and what `activity:` says about it.
#include "analysis/cohorts/activity_events.h"

#include <gtest/gtest.h>

#include "model/load_project.h"
#include "model/project.h"
#include "tests/program.h"

namespace northstar {
namespace {

using northstar::testing::TempDir;
using testing::RunProgram;

constexpr const char* kSources = R"(version: 1
sources: [{name: app, files: e.csv, time: t, event_column: what, entities: {user: user, team: team}, values: {n: n}}]
)";

ProjectRef Load(const std::string& text) {
  const TempDir dir;
  dir.Write("northstar.yml", kSources + text);
  auto loaded = LoadProject(dir.path(), [](const auto&) { return std::nullopt; });
  EXPECT_TRUE(loaded.ok()) << text;
  return loaded->project;
}

// The reasons by event; every event has a row.
std::map<std::string, std::string> LeftOut(const std::string& text,
                                           const std::vector<std::string>& events,
                                           const std::vector<std::string>& candidates = {}) {
  const ProjectRef project = Load(text);
  std::map<std::string, int64_t> rows;
  for (const std::string& event : events) rows[event] = 1;
  std::vector<const Metric*> judged;
  for (const std::string& name : candidates) judged.push_back(project->FindMetric(name));
  std::map<std::string, std::string> reasons;
  for (const LeftOutEvent& one : FindActivity(*project, "user", rows, judged).left_out)
    reasons[one.event] = WhyLeftOutName(one.why);
  return reasons;
}

using Reasons = std::map<std::string, std::string>;

TEST(ActivityEvents, LeaveOutWhatIsNotStaying) {
  const std::string metrics = R"(metrics:
  - {name: plans, type: state, entity: user, on: started, off: contract_over}
  - {name: walls, type: count, event: limit_hit, desired_change: decrease}
)";
  EXPECT_EQ(LeftOut(metrics, {"started", "opened", "contract_over", "limit_hit", "planCancelled",
                              "push_sent"}),
            (Reasons{{"contract_over", "ends_state"},
                     {"limit_hit", "unwanted"},
                     {"planCancelled", "leaving"},
                     {"push_sent", "done_to"}}));
  // Nothing else would be left.
  EXPECT_EQ(LeftOut("", {"ticket_opened", "refund"}), Reasons{});
  EXPECT_EQ(LeftOut("", {}), Reasons{});
}

TEST(ActivityEvents, OnlyWhatIsCountedToBringItDownIsUnwanted) {
  const std::vector<std::string> events{"opened", "hit", "mended"};
  struct Case {
    const char* metrics;
    Reasons left_out;
  };
  for (const Case& one : {
           // Another metric counts it as good.
           Case{"  - {name: a, type: count, event: hit, desired_change: decrease}\n"
                "  - {name: b, type: count, event: hit}\n",
                {}},
           // Any event is no event of its own.
           Case{"  - {name: a, type: count, event: hit, desired_change: decrease}\n"
                "  - {name: b, type: count, event: any}\n",
                {{"hit", "unwanted"}}},
           // A time or a mean that should fall says nothing against what is timed.
           Case{"  - {name: a, type: duration, entity: user, from: hit, to: mended, within: 7d, "
                "desired_change: decrease}\n",
                {}},
           Case{"  - {name: a, type: average, event: hit, value: n, desired_change: decrease}\n",
                {}},
           // Those who get there, not those who set out.
           Case{"  - {name: a, type: conversion, entity: user, from: mended, to: hit, within: 7d, "
                "desired_change: decrease}\n",
                {{"hit", "unwanted"}}},
           // The part of a rate serves the rate, unless it is wanted elsewhere.
           Case{
               "  - {name: a, type: count, event: hit}\n  - {name: b, type: count, event: mended}\n"
               "  - {name: r, type: ratio, numerator: a, denominator: b, desired_change: "
               "decrease}\n",
               {{"hit", "unwanted"}}},
           Case{
               "  - {name: a, type: count, event: hit}\n  - {name: b, type: count, event: mended}\n"
               "  - {name: r, type: ratio, numerator: a, denominator: b, desired_change: "
               "decrease}\n"
               "  - {name: g, type: ratio, numerator: a, denominator: b}\n",
               {}},
       })
    EXPECT_EQ(LeftOut(std::string("metrics:\n") + one.metrics, events), one.left_out)
        << one.metrics;
}

TEST(ActivityEvents, WhatIsJudgedCounts) {
  const std::vector<std::string> events{"opened", "ticket_sold", "ticket_lost", "refund"};
  const std::string metrics = R"(metrics:
  - {name: sold, type: count, event: ticket_sold}
  - {name: lost, type: count, event: ticket_lost, desired_change: decrease}
  - {name: takings, type: sum, event: ticket_sold, value: n}
  - {name: all, type: active, entity: user, event: any}
)";
  const Reasons all{{"ticket_sold", "leaving"}, {"ticket_lost", "unwanted"}, {"refund", "leaving"}};
  const Reasons rest{{"ticket_lost", "unwanted"}, {"refund", "leaving"}};
  EXPECT_EQ(LeftOut(metrics, events), all);
  EXPECT_EQ(LeftOut(metrics + "candidates: [sold]\n", events), rest);
  EXPECT_EQ(LeftOut(metrics + "outcome: takings\n", events), rest);
  EXPECT_EQ(LeftOut(metrics, events, {"sold"}), rest);
  EXPECT_EQ(LeftOut(metrics + "north_star: {metric: all, inputs: [{metric: sold}]}\n", events),
            rest);
  EXPECT_EQ(LeftOut(metrics + "north_star: {metric: sold}\n", events), rest);
  // What should go down protects nothing, and `any` names nothing.
  EXPECT_EQ(LeftOut(metrics + "candidates: [lost, all]\n", events), all);
}

TEST(ActivityEvents, TheProjectStandsAboveTheDefaults) {
  const std::vector<std::string> events{"opened", "moved_out", "refund", "ping"};
  EXPECT_EQ(LeftOut("activity: {except: [moved_out]}\n", events),
            (Reasons{{"moved_out", "project"}}));
  EXPECT_EQ(LeftOut("activity: {except: []}\n", events), Reasons{});
  EXPECT_EQ(LeftOut("activity: {events: any}\n", events), Reasons{});
  EXPECT_EQ(LeftOut("activity: {events: opened}\n", events),
            (Reasons{{"moved_out", "project"}, {"refund", "project"}, {"ping", "project"}}));
  // An entity's own rule stands above the general one.
  const std::string both = "activity: {except: [ping], user: {except: [moved_out]}}\n";
  EXPECT_EQ(LeftOut(both, events), (Reasons{{"moved_out", "project"}}));
  EXPECT_EQ(LeftOut("activity: {team: {except: [ping]}}\n", events),
            (Reasons{{"refund", "leaving"}}));
}

TEST(ActivityEvents, WordsAreTheProjectsToChange) {
  const std::string own = "judgement: {activity: {leaving: [Gekündigt], done_to: []}}\n";
  EXPECT_EQ(LeftOut(own, {"opened", "vertragGekündigt", "refund", "push_sent"}),
            (Reasons{{"vertragGekündigt", "leaving"}}));
  const ProjectRef project = Load(own);
  ASSERT_EQ(project->judgement.overridden.size(), 2U);
  EXPECT_TRUE(project->judgement.overridden[0].starts_with("activity.leaving = 1 words ("));
}

TEST(ActivityEvents, TheSentenceSaysWhatWhyAndHowToChangeIt) {
  const std::map<std::string, int64_t> rows{{"opened", 5}, {"refund", 1}, {"uninstalled", 2}};
  const auto sentence = [&](const std::string& text) {
    return ActivitySentence(FindActivity(*Load(text), "user", rows, {}));
  };
  const std::string usual = sentence("");
  for (const char* part :
       {"users", "uninstalled and refund", "leaving", "activity", "northstar.yml"})
    EXPECT_NE(usual.find(part), std::string::npos) << part << usual;
  EXPECT_EQ(sentence("activity: {except: []}\n"), "");
  const std::string typo = sentence("activity: {except: [refnd]}\n");
  EXPECT_NE(typo.find("never occurred: refnd"), std::string::npos) << typo;
}

TEST(ActivityKey, WrongFormsAreErrorsAtTheirPlace) {
  struct Case {
    const char* text;
    const char* says;
  };
  for (const Case& one : {Case{"activity: [refund]\n", "{except: [refunded]}"},
                          Case{"activity: {}\n", "neither 'except' nor 'events'"},
                          Case{"activity: {user: {}}\n", "neither 'except' nor 'events'"},
                          Case{"activity: {user: }\n", "unknown key 'user'"},
                          Case{"activity: {except: [a], events: [b]}\n", "cannot be combined"},
                          Case{"activity: {exept: [a]}\n", "did you mean 'except'"},
                          Case{"activity: {user: {exept: [a]}}\n", "did you mean 'except'"},
                          Case{"activity: {usr: {except: [a]}}\n", "did you mean 'user'"},
                          Case{"activity: {except: {a: b}}\n", "unknown key 'a'"},
                          Case{"activity: {events: []}\n", "'events' names no event"},
                          Case{"activity: {except: [[a]]}\n", "wrong form"},
                          Case{"judgement: {activity: {leaving: {a: b}}}\n", "wrong form"}}) {
    const TempDir dir;
    dir.Write("northstar.yml", std::string(kSources) + one.text);
    const auto run = RunProgram({"-p", dir.path(), "validate"});
    EXPECT_EQ(run.exit_code, 2) << one.text;
    EXPECT_NE(run.err.find(one.says), std::string::npos) << one.text << run.err;
    EXPECT_NE(run.err.find("northstar.yml:3:"), std::string::npos) << run.err;
  }
  // Events that the sources cannot feed are no error: what an event is called the data say.
  const TempDir dir;
  dir.Write("northstar.yml",
            "version: 1\nsources: [{name: s, files: e.csv, time: t, event: order, entities: "
            "{user: user}}]\nactivity: {except: [nowhere]}\n");
  EXPECT_EQ(RunProgram({"-p", dir.path(), "validate"}).exit_code, 0);
}

}  // namespace
}  // namespace northstar
