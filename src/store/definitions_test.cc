#include "store/definitions.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/hash.h"
#include "base/write_file.h"
#include "model/manifest.h"

namespace northstar::store {
namespace {

namespace fs = std::filesystem;

// 2026-01-05T00:00:00Z and a week later, in microseconds.
constexpr int64_t kFirst = 1'767'571'200'000'000;
constexpr int64_t kLater = kFirst + 7 * kMicrosPerDay;

class DefinitionsTest : public ::testing::Test {
 protected:
  DefinitionsTest()
      : root_(fs::path(::testing::TempDir()) /
              (std::string("definitions ") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~DefinitionsTest() override { fs::remove_all(root_); }

  // A project whose metric `hits` counts `event`, in this version.
  ProjectRef Read(const std::string& event, int version = 1) const {
    std::ofstream(root_ / "northstar.yml")
        << "version: 1\nsources:\n  - {name: app, files: e.csv, time: t, event_column: e}\n"
           "metrics:\n  - {name: hits, type: count, version: "
        << version << ", event: " << event << "}\n  - {name: others, type: count, event: other}\n";
    const auto loaded = LoadProject(root_.string(), ProcessEnvironment());
    EXPECT_TRUE(loaded.ok()) << loaded.error().message;
    return loaded->project;
  }
  static std::vector<RecordedDefinition> HistoryOf(const ProjectRef& project,
                                                   const std::string& metric = "hits") {
    const auto rows = DefinitionHistory(*project, metric);
    EXPECT_TRUE(rows.ok()) << rows.error().message;
    return *rows;
  }
  static std::vector<int> VersionsOf(const std::vector<RecordedDefinition>& rows) {
    std::vector<int> versions;
    for (const RecordedDefinition& row : rows) versions.push_back(row.state.version);
    return versions;
  }

  fs::path root_;
};

TEST_F(DefinitionsTest, AreRecordedOnceAndAgainWhenTheyChange) {
  const ProjectRef hit = Read("hit");
  EXPECT_TRUE(KnownDefinitions(*hit)->empty());
  ASSERT_TRUE(RecordDefinitions(*hit, kFirst).ok());
  ASSERT_TRUE(RecordDefinitions(*hit, kLater).ok());
  std::vector<RecordedDefinition> rows = HistoryOf(hit);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].metric, "hits");
  EXPECT_EQ(rows[0].state.type, "count");
  EXPECT_EQ(rows[0].state.definition, DefinitionText(*hit->FindMetric("hits")));
  EXPECT_EQ(rows[0].state.written, hit->FindMetric("hits")->written);
  EXPECT_EQ(rows[0].hash, HashText(rows[0].state.definition));
  EXPECT_EQ(rows[0].first_seen_us, kFirst);

  const ProjectRef raised = Read("liked", 2);
  ASSERT_TRUE(RecordDefinitions(*raised, kLater).ok());
  const ProjectRef unraised = Read("shared", 2);
  ASSERT_TRUE(RecordDefinitions(*unraised, kLater + 1).ok());
  const ProjectRef back = Read("liked", 2);
  ASSERT_TRUE(RecordDefinitions(*back, kLater + 2).ok());
  rows = HistoryOf(back);
  EXPECT_EQ(VersionsOf(rows), (std::vector<int>{1, 2, 2, 2}));
  EXPECT_EQ(CompareDefinitions(rows[0].state, rows[1].state), DefinitionChange::kNewVersion);
  EXPECT_EQ(CompareDefinitions(rows[1].state, rows[2].state), DefinitionChange::kWithoutVersion);
  EXPECT_EQ(rows[1].hash, rows[3].hash);
  EXPECT_EQ(rows[3].first_seen_us, kLater + 2);
  EXPECT_EQ(HistoryOf(back, "").size(), 5U);

  const Manifest known = *KnownDefinitions(*back);
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].first, "others");
  EXPECT_EQ(known[1].second.definition, rows[3].state.definition);
}

TEST_F(DefinitionsTest, AMetricThatComesBackIsComparedWithItsLast) {
  ASSERT_TRUE(RecordDefinitions(*Read("hit"), kFirst).ok());
  const ProjectRef whole = Read("hit");
  Project without = *whole;
  std::erase_if(without.metrics, [](const Metric& metric) { return metric.name == "hits"; });
  ASSERT_TRUE(RecordDefinitions(without, kLater).ok());
  ASSERT_TRUE(RecordDefinitions(*whole, kLater + 1).ok());
  EXPECT_EQ(HistoryOf(whole).size(), 1U);
}

TEST_F(DefinitionsTest, TakesOverTheManifestOfAnOlderNorthstar) {
  const ProjectRef old = Read("hit", 3);
  ASSERT_TRUE(WriteFiles(root_.string(), {{kManifestFile, ManifestText(*old)}}).ok());
  EXPECT_EQ(KnownDefinitions(*old)->size(), 2U);
  EXPECT_TRUE(HistoryOf(old).empty());

  const ProjectRef now = Read("liked", 4);
  EXPECT_EQ((*KnownDefinitions(*now))[0].second.version, 3);
  ASSERT_TRUE(RecordDefinitions(*now, kLater).ok());
  const std::vector<RecordedDefinition> rows = HistoryOf(now);
  ASSERT_EQ(VersionsOf(rows), (std::vector<int>{3, 4}));
  EXPECT_EQ(rows[0].state.definition, DefinitionText(*old->FindMetric("hits")));
  EXPECT_EQ(rows[0].state.type, "count");
  EXPECT_LE(rows[0].first_seen_us, kLater);
  EXPECT_EQ(HistoryOf(now, "others").size(), 1U);

  // From then on the manifest is an export: what it says changes nothing.
  ASSERT_TRUE(WriteFiles(root_.string(), {{kManifestFile, "{\"metrics\": {}}"}}).ok());
  EXPECT_EQ((*KnownDefinitions(*now))[1].second.version, 4);
}

TEST_F(DefinitionsTest, AManifestThatIsNoneIsPassedOver) {
  const ProjectRef project = Read("hit");
  for (const std::string text : {"", "[1]", "{\"metrics\": [1]}", "{\"metrics\": {\"hits\": 1}}",
                                 "{\"metrics\": {\"hits\": {\"version\": \"x\"}}}"}) {
    ASSERT_TRUE(WriteFiles(root_.string(), {{kManifestFile, text}}).ok());
    EXPECT_TRUE(KnownDefinitions(*project)->empty()) << text;
  }
}

TEST_F(DefinitionsTest, ProcessesThatRecordAtOnceWriteAChangeOnce) {
  const ProjectRef project = Read("hit");
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) {
    const pid_t child = fork();
    if (child == 0) _exit(RecordDefinitions(*project, kFirst).ok() ? 0 : 1);
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  EXPECT_EQ(HistoryOf(project, "").size(), 2U);
}

}  // namespace
}  // namespace northstar::store
