#include "model/rewire.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace northstar {
namespace {

namespace fs = std::filesystem;
using Fate = RewiredPlace::Fate;

constexpr std::string_view kMetrics = R"(version: 1
sources: [{name: app, files: e.csv, time: t, event_column: e, entities: {user: u}}]
metrics:
  - {name: sent, type: count, event: sent}
  - {name: opened, type: count, event: opened}
  - {name: fresh, type: active, entity: user, event: opened}
north_star:
  metric: fresh   # since the decision
  guardrails: [{metric: sent}]
  history: [{metric: sent}]
)";

Rewiring Of(const std::string& northstar, const std::string& other = "") {
  const fs::path root = fs::path(::testing::TempDir()) / ("rewire " + std::to_string(::getpid()));
  fs::create_directories(root);
  std::ofstream(root / "northstar.yml", std::ios::binary) << kMetrics << northstar;
  if (!other.empty()) std::ofstream(root / "other.yml", std::ios::binary) << other;
  const auto loaded = LoadProject(root.string(), ProcessEnvironment());
  fs::remove_all(root);
  EXPECT_TRUE(loaded.ok());
  return Rewire(*loaded, *ParseDay("2026-02-01"));
}

std::vector<Fate> FatesOf(const Rewiring& rewiring) {
  std::vector<Fate> fates;
  for (const RewiredPlace& one : rewiring.places) fates.push_back(one.fate);
  return fates;
}

TEST(Rewire, NamesAloneChange) {
  const std::string before =
      "\xEF\xBB\xBFokrs:\r\n"
      "  - objective: \"sent, \\u00fc\"   # sent\r\n"
      "    period: 2026-Q1\r\n"
      "    key_results: [{metric: 'sent', to: 5}, {metric: sent, to: 6}, {metric: opened, to: 1}]"
      "\r\n"
      "kpis: [{metric: sent, ladders_to: \"sent\"}]  # last line";
  const std::string after =
      "\xEF\xBB\xBFokrs:\r\n"
      "  - objective: \"sent, \\u00fc\"   # sent\r\n"
      "    period: 2026-Q1\r\n"
      "    key_results: [{metric: 'fresh', to: 5}, {metric: fresh, to: 6}, {metric: opened, to: 1}]"
      "\r\n"
      "kpis: [{metric: fresh, ladders_to: \"fresh\"}]  # last line";
  const Rewiring found = Of("candidates: [sent]\nbets:\n  - name: old\n    moves: sent\n", before);
  EXPECT_EQ(FatesOf(found),
            (std::vector<Fate>{Fate::kEdited, Fate::kEdited, Fate::kEdited, Fate::kEdited,
                               Fate::kEdited, Fate::kKept, Fate::kKept}));
  ASSERT_EQ(found.files.size(), 2U);
  const RewiredFile& own = found.files[0];
  EXPECT_EQ(own.path, "northstar.yml");
  EXPECT_EQ(own.after,
            std::string(kMetrics) + "candidates: [sent]\nbets:\n  - name: old\n    moves: fresh\n");
  EXPECT_EQ(found.files[1].path, "other.yml");
  EXPECT_EQ(found.files[1].before, before);
  EXPECT_EQ(found.files[1].after, after);
}

TEST(Rewire, WhatCannotBeEditedSafelyIsLeftToPeople) {
  const Rewiring anchored = Of("kpis:\n  - {metric: &old sent}\n  - {metric: *old}\n");
  EXPECT_EQ(FatesOf(anchored), (std::vector<Fate>{Fate::kByHand, Fate::kByHand, Fate::kKept}));
  EXPECT_TRUE(anchored.files.empty());
  const Rewiring escaped = Of("kpis: [{metric: \"\\x73ent\"}]\n");
  EXPECT_EQ(FatesOf(escaped), (std::vector<Fate>{Fate::kByHand, Fate::kKept}));
}

TEST(Rewire, AnOkrWhosePeriodIsOverStaysAsItIs) {
  const Rewiring found = Of(R"(okrs:
  - {objective: Then, period: 2025-Q4, key_results: [{metric: sent, to: 5}]}
)");
  EXPECT_EQ(FatesOf(found), (std::vector<Fate>{Fate::kOver, Fate::kKept}));
  EXPECT_TRUE(found.files.empty());
}

TEST(Rewire, NothingIsLeftToDoTheSecondTime) {
  const Rewiring found = Of("kpis: [{metric: fresh}]\n");
  EXPECT_EQ(FatesOf(found), std::vector<Fate>{Fate::kKept});
  EXPECT_TRUE(found.files.empty());
}

}  // namespace
}  // namespace northstar
