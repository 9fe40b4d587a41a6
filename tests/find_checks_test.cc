// Checks of a loaded project: what is judged, of which period, whose it is, what holds it back. A
// product of 20 users over 40 weeks, and two days of a 41st that almost nothing is known of.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "analysis/check/check_findings.h"
#include "base/random.h"
#include "base/written_time.h"
#include "model/load_project.h"
#include "model/project.h"
#include "tests/loaded.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

constexpr int kWeeks = 40;
constexpr int kUsers = 20;
constexpr std::string_view kCountries[] = {"France", "Spain", "Italy", "Poland", "Japan"};

constexpr std::string_view kProject = R"(version: 1
name: acme
sources:
  - {name: app, files: app.csv, time: time, event_column: kind, entities: {user: user},
     dimensions: {country: country}, fresh_within: 2d}
  - {name: survey, files: survey.csv, time: time, event: rated, entities: {user: user},
     values: {stars: stars}}
metrics:
  - {name: tasks, type: count, event: task, entity: user, grain: week, owner: product}
  - {name: visitors, type: active, entity: user, event: visit, grain: week, owner: growth}
  - {name: rating, type: average, event: rated, value: stars, entity: user, grain: week}
north_star:
  metric: tasks
  owner: product
  since: 2024-01-01
  inputs: [{metric: visitors, owner: growth}]
  guardrails: [{metric: rating, at_least: 3.5, owner: support}]
)";
constexpr const char* kReview = "review: {every: quarter, last: 2024-01-01}\n";

// In the last whole week as the arguments have it.
struct LastWeek {
  double stars = 4;
  bool france_works = true;
};

class FindChecksTest : public ::testing::Test {
 protected:
  void Load(const LastWeek& last, const std::string& more = "",
            const std::string& review = kReview) {
    Random random(11);
    const Day monday = *ParseDay("2024-01-01");
    std::string app = "time,kind,user,country\n";
    std::string survey = "time,user,stars\n";
    for (int day = 0; day < 7 * kWeeks + 2; ++day) {
      const bool whole = day < 7 * kWeeks;
      const bool in_last = whole && day >= 7 * (kWeeks - 1);
      for (int user = 0; user < (whole ? kUsers : 1); ++user) {
        const std::string_view country = kCountries[user % std::size(kCountries)];
        const bool french = country == "France";
        const std::string at =
            fmt::format("{}T{:02}:00:00Z", FormatDay(monday + day), 8 + user % 10);
        app += fmt::format("{},visit,u{},{}\n", at, user, country);
        const auto count = 5 + static_cast<int>(random.Below(3));
        for (int i = 0; i < count && (!in_last || !french || last.france_works); ++i)
          app += fmt::format("{},task,u{},{}\n", at, user, country);
        const double stars = whole && !in_last ? 4 : last.stars;
        survey += fmt::format("{},u{},{}\n", at, user, stars + 0.1 * (user % 3));
      }
    }
    dir_.Write("app.csv", app);
    dir_.Write("survey.csv", survey);
    dir_.Write("northstar.yml", std::string(kProject) + review + more);
    auto loaded = LoadProject(dir_.path(), [](const std::string&) { return std::nullopt; });
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    project_ = loaded->project;
    ASSERT_TRUE(LoadAll(*project_, kNow).ok());
    engine_ = OpenLoaded(*project_);
    facts_ = *engine_->Facts();
  }

  CheckFindings Find(const CheckOptions& options = {}, int64_t now = kNow) {
    auto found = FindChecks(*engine_, project_, facts_, now, options);
    EXPECT_TRUE(found.ok()) << found.error().message;
    return *std::move(found);
  }

  static const CheckFinding* Of(const CheckFindings& found, CheckKind kind,
                                const std::string& subject) {
    for (const CheckFinding& one : found.findings) {
      if (one.check == kind && one.subject == subject) return &one;
    }
    return nullptr;
  }

  // A Tuesday evening: the second day of the week that is not over.
  static constexpr int64_t kNow = (19'723 + 7 * kWeeks + 1) * kMicrosPerDay + 20 * kMicrosPerHour;
  static inline const std::string kLast = FormatDay(19'723 + 7 * (kWeeks - 1));

  TempDir dir_;
  ProjectRef project_;
  std::unique_ptr<Engine> engine_;
  DataFacts facts_;
};

TEST_F(FindChecksTest, AQuietProductHoldsWhateverTheOpenWeekShows) {
  Load({});
  const CheckFindings found = Find();
  for (const CheckFinding& one : found.findings) {
    if (one.check == CheckKind::kReview) continue;
    EXPECT_NE(one.look, Look::kFails) << NameOf(one.check) << " " << one.said.whole();
  }
  const CheckFinding* star = Of(found, CheckKind::kAnomaly, "tasks");
  ASSERT_NE(star, nullptr);
  EXPECT_EQ(star->look, Look::kHolds);
  EXPECT_EQ(star->period, kLast);
  EXPECT_EQ(star->owners, std::vector<std::string>{"product"});
}

TEST_F(FindChecksTest, ABrokenLimitIsCriticalAndItsOwners) {
  Load({.stars = 2.5});
  const CheckFindings found = Find();
  const CheckFinding* rating = Of(found, CheckKind::kGuardrail, "rating");
  ASSERT_NE(rating, nullptr);
  EXPECT_EQ(rating->look, Look::kFails);
  EXPECT_EQ(rating->severity, CheckSeverity::kCritical);
  EXPECT_EQ(rating->period, kLast);
  EXPECT_EQ(rating->limit, 3.5);
  EXPECT_EQ(rating->owners, std::vector<std::string>{"support"});
}

TEST_F(FindChecksTest, AnUnusualWeekNamesTheSegmentBehindIt) {
  Load({.france_works = false});
  const CheckFindings found = Find();
  const CheckFinding* star = Of(found, CheckKind::kAnomaly, "tasks");
  ASSERT_NE(star, nullptr);
  EXPECT_EQ(star->look, Look::kFails);
  EXPECT_NE(star->said.whole().find("country = France"), std::string::npos) << star->said.whole();
  CheckOptions plain;
  plain.name_segments = false;
  const CheckFindings quick = Find(plain);
  EXPECT_EQ(Of(quick, CheckKind::kAnomaly, "tasks")->said.whole().find("France"),
            std::string::npos);
}

TEST_F(FindChecksTest, ASilentSourceHoldsBackWhatItFeeds) {
  Load({.stars = 2.5});
  const int64_t later = kNow + 10 * kMicrosPerDay;
  const CheckFindings found = Find({}, later);
  const CheckFinding* app = Of(found, CheckKind::kFreshness, "app");
  ASSERT_NE(app, nullptr);
  EXPECT_EQ(app->look, Look::kFails);
  EXPECT_EQ(Of(found, CheckKind::kAnomaly, "tasks")->held_by, "freshness/app");
  // A file that nothing expects to go on was old when it came.
  const CheckFinding* survey = Of(found, CheckKind::kFreshness, "survey");
  ASSERT_NE(survey, nullptr);
  EXPECT_TRUE(survey->is_static);
  EXPECT_EQ(Of(found, CheckKind::kGuardrail, "rating")->held_by, "");
  CheckOptions remembered;
  remembered.memory.fresh = {"survey"};
  const CheckFindings again = Find(remembered, later);
  EXPECT_EQ(Of(again, CheckKind::kFreshness, "survey")->look, Look::kFails);
  EXPECT_EQ(Of(again, CheckKind::kGuardrail, "rating")->held_by, "freshness/survey");
}

TEST_F(FindChecksTest, SettingsAndMetricsNarrowWhatIsJudged) {
  Load({.stars = 2.5},
       "checks:\n  - {check: guardrail, metric: rating, severity: warning, for: 2}\n"
       "  - {check: anomaly, metric: visitors, off: true}\n  - {check: review, off: true}\n");
  const CheckFindings found = Find();
  EXPECT_EQ(Of(found, CheckKind::kAnomaly, "visitors"), nullptr);
  EXPECT_EQ(Of(found, CheckKind::kReview, "acme"), nullptr);
  const CheckFinding* rating = Of(found, CheckKind::kGuardrail, "rating");
  ASSERT_NE(rating, nullptr);
  EXPECT_EQ(rating->severity, CheckSeverity::kWarning);
  EXPECT_EQ(rating->for_looks, 2);
  CheckOptions one;
  one.metrics = {"rating"};
  for (const CheckFinding& finding : Find(one).findings)
    EXPECT_TRUE(finding.subject == "rating" || finding.subject == "survey") << finding.subject;
  one.metrics = {"ratings"};
  const auto unknown = FindChecks(*engine_, project_, facts_, kNow, one);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().kind, ErrorKind::kUsage);
  EXPECT_NE(unknown.error().hint.find("rating"), std::string::npos);
}

TEST_F(FindChecksTest, UpkeepIsJudgedByFilesAndTheStore) {
  Load({});
  CheckOptions options;
  options.definitions.known = {"tasks", "rating"};
  options.definitions.changed = {{"rating", kNow - 3 * kMicrosPerDay}};
  const CheckFindings found = Find(options);
  EXPECT_EQ(Of(found, CheckKind::kDefinition, "tasks")->look, Look::kHolds);
  EXPECT_EQ(Of(found, CheckKind::kDefinition, "rating")->look, Look::kFails);
  EXPECT_EQ(Of(found, CheckKind::kDefinition, "visitors")->look, Look::kNoData);
  EXPECT_EQ(Of(found, CheckKind::kReview, "acme")->look, Look::kFails);
}

TEST_F(FindChecksTest, AProjectWithoutAReviewIsNotRemindedOfOne) {
  Load({}, "", "");
  EXPECT_EQ(Of(Find(), CheckKind::kReview, "acme"), nullptr);
}

}  // namespace
}  // namespace northstar::testing
