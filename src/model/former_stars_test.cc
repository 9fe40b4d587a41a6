#include "model/former_stars.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "model/load_project.h"

namespace northstar {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMetrics = R"(version: 1
sources: [{name: app, files: e.csv, time: t, event_column: e, entities: {user: u}}]
teams: [{name: growth}]
metrics:
  - {name: sent, type: count, event: sent}
  - {name: opened, type: count, event: opened}
  - {name: fresh, type: active, entity: user, event: opened}
)";

const Day kToday = *ParseDay("2026-02-01");

LoadedProject Read(const std::string& text) {
  const fs::path root =
      fs::path(::testing::TempDir()) / ("former_stars " + std::to_string(::getpid()));
  fs::create_directories(root);
  std::ofstream(root / "northstar.yml") << kMetrics << text;
  auto loaded = LoadProject(root.string(), ProcessEnvironment());
  fs::remove_all(root);
  EXPECT_TRUE(loaded.ok());
  return *std::move(loaded);
}

TEST(FormerStars, EveryPlaceIsFoundWithItsEdit) {
  const LoadedProject loaded = Read(R"(candidates: [fresh, sent]
north_star:
  metric: fresh
  inputs: [{metric: opened}]
  guardrails: [{metric: sent}]
  history: [{metric: sent, from: 2025-01-01, to: 2026-01-01}, {metric: opened}]
okrs:
  - objective: Be used
    period: 2026-Q1
    key_results: [{metric: sent, to: 5}, {metric: opened, to: 5}]
kpis:
  - {metric: opened, team: growth, ladders_to: sent}
  - {metric: sent, ladders_to: opened}
bets:
  - name: sent
    moves: "sent"   # as before
checks:
  - {check: decoupled, metric: sent, for: 2}
  - {check: anomaly, metric: sent, for: 2}
  - {check: guardrail, metric: sent, for: 2}
  - {check: anomaly, metric: opened, off: true}
)");
  struct Row {
    NamedBy by;
    std::string subject, metric, after;
  };
  const std::vector<Row> rows = {
      {NamedBy::kKeyResult, "Be used", "sent",
       "    key_results: [{metric: fresh, to: 5}, {metric: opened, to: 5}]"},
      {NamedBy::kKpi, "sent", "sent", "  - {metric: fresh, ladders_to: opened}"},
      {NamedBy::kLadder, "opened", "sent", "  - {metric: opened, team: growth, ladders_to: fresh}"},
      {NamedBy::kBet, "sent", "sent", "    moves: \"fresh\"   # as before"},
      {NamedBy::kCheck, "decoupled", "sent", "  - {check: decoupled, metric: fresh, for: 2}"},
      {NamedBy::kInput, "", "opened", ""},
      {NamedBy::kGuardrail, "", "sent", ""},
      {NamedBy::kCandidate, "", "sent", ""},
  };
  const std::vector<StillNamed> found = WhatNamesFormerStars(*loaded.project, kToday);
  ASSERT_EQ(found.size(), rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(found[i].by, rows[i].by);
    EXPECT_EQ(found[i].subject, rows[i].subject);
    EXPECT_EQ(found[i].metric, rows[i].metric);
    EXPECT_EQ(found[i].must_change, !rows[i].after.empty());
    const auto edit = EditOf(found[i], loaded.sources, "fresh");
    ASSERT_EQ(edit.has_value(), !rows[i].after.empty());
    if (!edit) continue;
    EXPECT_EQ(edit->after, rows[i].after);
  }
}

TEST(FormerStars, ACheckOfOneIsNoError) {
  const LoadedProject loaded = Read(R"(north_star:
  metric: fresh
  history: [{metric: sent}]
checks:
  - {check: link, metric: sent, for: 2}
  - {check: anomaly, metric: sent, for: 2}
  - {check: goal, metric: sent, off: true}
)");
  const std::vector<StillNamed> found = WhatNamesFormerStars(*loaded.project, kToday);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(NamerWords(found[1]), "the check anomaly");
  EXPECT_TRUE(found[1].must_change);
}

TEST(FormerStars, AnOkrWhosePeriodIsOverStaysAsItIs) {
  const LoadedProject loaded = Read(R"(north_star: {metric: fresh, history: [{metric: sent}]}
okrs:
  - {objective: Then, period: 2025-Q4, key_results: [{metric: sent, to: 5}]}
  - {objective: Now, period: 2026-Q1, key_results: [{metric: sent, to: 5}]}
  - {objective: Next, period: 2026-Q2, key_results: [{metric: sent, to: 5}]}
)");
  const std::vector<StillNamed> found = WhatNamesFormerStars(*loaded.project, kToday);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_TRUE(found[0].is_over);
  EXPECT_FALSE(found[0].must_change);
  EXPECT_FALSE(EditOf(found[0], loaded.sources, "fresh"));
  for (size_t i : {1, 2}) {
    EXPECT_FALSE(found[i].is_over);
    EXPECT_TRUE(found[i].must_change);
  }
  const Day last = *ParseDay("2026-03-31");
  EXPECT_FALSE(WhatNamesFormerStars(*loaded.project, last)[1].is_over) << "on its last day";
  EXPECT_TRUE(WhatNamesFormerStars(*loaded.project, last + 1)[1].is_over);
}

TEST(FormerStars, NothingIsEditedWhereTheNameDoesNotStand) {
  const LoadedProject loaded = Read(R"(north_star:
  metric: fresh
  history: [{metric: &old sent}]
kpis: [{metric: *old}]
)");
  const std::vector<StillNamed> found = WhatNamesFormerStars(*loaded.project, kToday);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(EditOf(found[0], loaded.sources, "fresh"));  // it would change the star's history
  StillNamed moved = found[0];
  moved.where = loaded.project->north_star->span;  // where "fresh" stands
  EXPECT_FALSE(EditOf(moved, loaded.sources, "fresh"));
  moved.where.line = 1000;
  EXPECT_FALSE(EditOf(moved, loaded.sources, "fresh"));
  moved.where.file = "other.yml";
  EXPECT_FALSE(EditOf(moved, loaded.sources, "fresh"));
}

TEST(FormerStars, ThereAreNoneWithoutAStarOrItsHistory) {
  EXPECT_TRUE(WhatNamesFormerStars(*Read("candidates: [sent]\n").project, kToday).empty());
  EXPECT_TRUE(WhatNamesFormerStars(*Read("candidates: [sent]\nnorth_star: {metric: sent, history: "
                                         "[{metric: sent, from: 2024-01-01, to: 2025-01-01}]}\n")
                                        .project,
                                   kToday)
                  .empty());
}

}  // namespace
}  // namespace northstar
