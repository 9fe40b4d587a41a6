#include "analysis/check/alert_state.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

using What = AlertEvent::What;
constexpr int64_t kHour = 3'600'000'000;

// One look: what the data say of the one alert, and in which period.
struct LookAt {
  Look look;
  std::string period;
  int64_t hour = 0;
  std::string held_by = {};
  bool muted = false, notify = true, is_static = false;
};
// What came of it: the status, since when, and what was told.
struct Came {
  AlertStatus status;
  std::string since;
  std::vector<What> told = {};
};
struct Step {
  LookAt look;
  Came came;
};

CheckFinding FindingOf(const LookAt& look, int for_looks, CheckSeverity severity) {
  CheckFinding finding;
  finding.subject = "rating";
  finding.severity = severity;
  finding.look = look.look;
  finding.period = look.period;
  finding.held_by = look.held_by;
  finding.for_looks = for_looks;
  finding.is_static = look.is_static;
  return finding;
}

void ExpectSteps(const std::vector<Step>& steps, int for_looks = 1,
                 CheckSeverity severity = CheckSeverity::kCritical) {
  const AlertKey key{"guardrail", "rating"};
  std::vector<AlertState> states;
  for (size_t i = 0; i < steps.size(); ++i) {
    const LookAt& look = steps[i].look;
    const std::vector<CheckFinding> findings{FindingOf(look, for_looks, severity)};
    const std::set<AlertKey> muted = look.muted ? std::set{key} : std::set<AlertKey>{};
    const LookResult result =
        Advance(findings, states, muted,
                {.now_us = look.hour * kHour, .renotify_us = 24 * kHour, .notify = look.notify});
    states = result.states;
    EXPECT_EQ(states[0].status, steps[i].came.status) << "look " << i;
    EXPECT_EQ(states[0].since, steps[i].came.since) << "look " << i;
    std::vector<What> told;
    for (const AlertEvent& event : result.events) told.push_back(event.what);
    EXPECT_EQ(told, steps[i].came.told) << "look " << i;
  }
}

constexpr auto kOk = AlertStatus::kOk;
constexpr auto kPending = AlertStatus::kPending;
constexpr auto kFiring = AlertStatus::kFiring;
constexpr auto kNoData = AlertStatus::kNoData;

TEST(AlertState, StartsEndsAndStartsAgain) {
  ExpectSteps({{{Look::kHolds, "01"}, {kOk, "01"}},
               {{Look::kFails, "08"}, {kFiring, "08", {What::kStarted}}},
               {{Look::kFails, "08", 1}, {kFiring, "08"}},
               {{Look::kFails, "15", 2}, {kFiring, "08"}},
               {{Look::kHolds, "22", 3}, {kOk, "22", {What::kEnded}}},
               {{Look::kHolds, "29", 4}, {kOk, "22"}},
               {{Look::kFails, "36", 5}, {kFiring, "36", {What::kStarted}}}});
}

TEST(AlertState, ForCountsPeriodsNotLooks) {
  ExpectSteps({{{Look::kFails, "08"}, {kPending, "08"}},
               {{Look::kFails, "08", 1}, {kPending, "08"}},
               {{Look::kFails, "08", 2}, {kPending, "08"}},
               {{Look::kFails, "15", 3}, {kFiring, "08", {What::kStarted}}},
               {{Look::kHolds, "22", 4}, {kOk, "22", {What::kEnded}}},
               {{Look::kFails, "29", 5}, {kPending, "29"}},
               {{Look::kHolds, "36", 6}, {kOk, "36"}},
               {{Look::kFails, "43", 7}, {kPending, "43"}}},
              2);
}

TEST(AlertState, CriticalOnesAreToldAgainAndWarningsAreNot) {
  ExpectSteps({{{Look::kFails, "08", 0}, {kFiring, "08", {What::kStarted}}},
               {{Look::kFails, "08", 23}, {kFiring, "08"}},
               {{Look::kFails, "08", 24}, {kFiring, "08", {What::kRepeated}}},
               {{Look::kFails, "08", 47}, {kFiring, "08"}},
               {{Look::kFails, "15", 49}, {kFiring, "08", {What::kRepeated}}}});
  ExpectSteps({{{Look::kFails, "08", 0}, {kFiring, "08", {What::kStarted}}},
               {{Look::kFails, "08", 48}, {kFiring, "08"}}},
              1, CheckSeverity::kWarning);
}

TEST(AlertState, HeldBackItStaysAsItWas) {
  ExpectSteps({{{Look::kFails, "08"}, {kFiring, "08", {What::kStarted}}},
               {{Look::kHolds, "15", 30, "freshness/app"}, {kFiring, "08"}},
               {{Look::kFails, "15", 31}, {kFiring, "08", {What::kRepeated}}}});
  ExpectSteps({{{Look::kFails, "08", 0, "freshness/app"}, {kNoData, ""}},
               {{Look::kFails, "15", 1, "freshness/app"}, {kNoData, ""}},
               {{Look::kHolds, "22", 2}, {kOk, "22"}}});
  CheckFinding held =
      FindingOf({Look::kFails, "08", 0, "freshness/app"}, 1, CheckSeverity::kWarning);
  AlertState firing;
  firing.status = kFiring;
  EXPECT_FALSE(Fires(held, firing));
  held.held_by.clear();
  EXPECT_TRUE(Fires(held, firing));
}

TEST(AlertState, WithoutDataItNeitherStartsNorEnds) {
  ExpectSteps({{{Look::kFails, "08"}, {kPending, "08"}},
               {{Look::kNoData, "15", 1}, {kNoData, "15"}},
               {{Look::kFails, "22", 2}, {kFiring, "08", {What::kStarted}}},
               {{Look::kNoData, "29", 3}, {kNoData, "29"}},
               {{Look::kHolds, "36", 4}, {kOk, "36", {What::kEnded}}}},
              2);
}

TEST(AlertState, WhatStillFiresAfterAMuteIsToldAndWhatIsOverIsNot) {
  ExpectSteps({{{Look::kFails, "08", 0, "", true}, {kFiring, "08"}},
               {{Look::kFails, "15", 30, "", true}, {kFiring, "08"}},
               {{Look::kFails, "15", 31}, {kFiring, "08", {What::kStarted}}}});
  ExpectSteps({{{Look::kFails, "08", 0, "", true}, {kFiring, "08"}},
               {{Look::kHolds, "15", 1, "", true}, {kOk, "15"}},
               {{Look::kHolds, "15", 2}, {kOk, "15"}}});
  ExpectSteps({{{Look::kFails, "08", 0}, {kFiring, "08", {What::kStarted}}},
               {{Look::kHolds, "15", 1, "", true}, {kOk, "15"}},
               {{Look::kHolds, "22", 2}, {kOk, "15"}}});
}

TEST(AlertState, ALookThatTellsNobodyLosesNothing) {
  ExpectSteps({{{Look::kFails, "08", 0, "", false, false}, {kFiring, "08"}},
               {{Look::kFails, "08", 1}, {kFiring, "08", {What::kStarted}}},
               {{Look::kHolds, "15", 2, "", false, false}, {kOk, "15"}},
               {{Look::kHolds, "15", 3}, {kOk, "15", {What::kEnded}}}});
}

TEST(AlertState, StaticSourcesAreSaidOnceAndNeverFire) {
  CheckFinding finding;
  finding.check = CheckKind::kFreshness;
  finding.look = Look::kFails;
  finding.is_static = true;
  const std::vector<CheckFinding> findings{finding};
  const LookResult first = Advance(findings, {}, {}, {.notify = true});
  EXPECT_EQ(first.newly_static, std::vector<size_t>{0});
  EXPECT_EQ(first.states[0].status, kNoData);
  EXPECT_TRUE(first.events.empty());
  EXPECT_TRUE(Advance(findings, first.states, {}, {.notify = true}).newly_static.empty());
}

TEST(AlertState, WhoHearsOfCriticalAlertsAloneHearsOfStartAndEnd) {
  CheckFinding finding = FindingOf({Look::kFails, "08"}, 1, CheckSeverity::kWarning);
  const AlertKey key = KeyOf(finding);
  const auto look = [&](const std::vector<AlertState>& before) {
    return Advance(std::vector{finding}, before, {},
                   {.now_us = kHour, .renotify_us = 24 * kHour, .notify = true});
  };
  LookResult result = look({});
  EXPECT_EQ(result.events, (std::vector<AlertEvent>{{What::kStarted, key, false}}));
  finding.severity = CheckSeverity::kCritical;
  result = look(result.states);
  EXPECT_EQ(result.events, (std::vector<AlertEvent>{{What::kStarted, key, true}}));
  finding.severity = CheckSeverity::kWarning;
  result = look(result.states);
  EXPECT_TRUE(result.events.empty());
  finding.look = Look::kHolds;
  result = look(result.states);
  EXPECT_EQ(result.events, (std::vector<AlertEvent>{{What::kEnded, key, true}}));
}

TEST(AlertState, WhatTheFilesNoLongerNameEndsAsRemoved) {
  std::vector<AlertState> before(3);
  before[0].key = {"guardrail", "rating"};
  before[1].key = {"anomaly", "hits"};
  before[2].key = {"goal", "hits"};
  for (AlertState& state : before) state.status = kFiring;
  before[2].status = kOk;
  before[0].told = before[0].told_critical = true;
  const LookResult all = Advance({}, before, {}, {.notify = true});
  EXPECT_EQ(all.events,
            (std::vector<AlertEvent>{{What::kEnded, {"guardrail", "rating"}, true, "removed"}}));
  EXPECT_EQ(all.removed.size(), 3U);
  EXPECT_EQ(all.changes.size(), 2U);
  EXPECT_EQ(all.changes[0].reason, "removed");
  // Nobody is told yet, so the end waits for a look that tells.
  const LookResult quiet = Advance({}, before, {}, {.notify = false});
  EXPECT_EQ(quiet.untouched, std::vector<AlertState>{before[0]});
  EXPECT_EQ(quiet.removed.size(), 2U);
  // Only some checks were looked at: the others stay.
  const LookResult some = Advance({}, before, {}, {.notify = true, .complete = false});
  EXPECT_EQ(some.untouched, before);
  EXPECT_TRUE(some.events.empty() && some.removed.empty());
}

}  // namespace
}  // namespace northstar
