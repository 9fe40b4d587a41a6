// Each pattern from findings made for it, and the order among them.
#include "analysis/okrs/okr_pattern.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>

namespace northstar {
namespace {

using enum KeyResultStatus;

struct One {
  const char* role;
  KeyResultStatus status;
  bool settled = true, early = false;
};

// Limits are those whose status is that of one, and those without data that are called guardrail.
class Objective {
 public:
  explicit Objective(const std::vector<One>& ones) {
    metric_.name = "m";
    metric_.label = "M";
    for (const One& one : ones) {
      KeyResult& result = results_.emplace_back();
      result.role = one.role;
      const bool limit = one.status == kHeld || one.status == kBroken ||
                         (one.status == kNoData && result.role == "guardrail");
      if (limit) {
        result.at_least = "1";
      } else {
        result.to = 1;
      }
      KeyResultFinding finding;
      finding.result = &result;
      finding.metric = &metric_;
      finding.status = one.status;
      finding.settled = one.settled;
      finding.early = one.early;
      findings_.push_back(finding);
    }
  }

  std::string Pattern() const {
    const auto pattern = PatternOf(findings_);
    return pattern ? std::string(NameOf(*pattern)) : "";
  }
  Said Sentence() const { return Words(StatementOn(findings_, PatternOf(findings_))); }

 private:
  Metric metric_;
  std::deque<KeyResult> results_;
  std::vector<KeyResultFinding> findings_;
};

struct PatternCase {
  std::vector<One> results;
  const char* pattern;
  const char* rule;
};

TEST(OkrPattern, IsTheFirstThatHolds) {
  const PatternCase cases[] = {
      {{{"north_star", kAchieved}, {"guardrail", kBroken}, {"leading", kAchieved}},
       "AT_A_PRICE",
       "at_a_price"},
      {{{"north_star", kAchieved}, {"guardrail", kMissed}}, "AT_A_PRICE", "at_a_price"},
      {{{"north_star", kAchieved}, {"", kBroken}}, "AT_A_PRICE", "at_a_price"},
      {{{"north_star", kAchieved, true, true}, {"guardrail", kHeld, false}},
       "TOO_EASY",
       "too_easy"},
      {{{"north_star", kAchieved, true, true}, {"leading", kAchieved, true, true}},
       "TOO_EASY",
       "too_easy"},
      {{{"north_star", kAchieved, true, true}, {"leading", kAchieved}}, "ALL_MADE", "all_made"},
      {{{"north_star", kAchieved}, {"guardrail", kHeld}, {"leading", kAchieved}},
       "ALL_MADE",
       "all_made"},
      {{{"north_star", kAchieved}, {"guardrail", kHeld}, {"leading", kMissed}},
       "NOT_BY_THE_PLAN",
       "not_by_the_plan"},
      {{{"north_star", kAchieved}, {"leading", kMissed}, {"leading", kAchieved}},
       "NOT_BY_THE_PLAN",
       "not_by_the_plan"},
      {{{"north_star", kMissed}, {"guardrail", kHeld}, {"leading", kAchieved}},
       "WRONG_BEHAVIOURS",
       "wrong_behaviors"},
      {{{"north_star", kMissed}, {"leading", kAchieved}}, "WRONG_BEHAVIOURS", "wrong_behaviors"},
      {{{"north_star", kMissed}, {"guardrail", kHeld}, {"leading", kMissed}},
       "ALL_MISSED",
       "all_missed"},
      {{{"north_star", kMissed}, {"guardrail", kBroken}}, "ALL_MISSED", "all_missed"}};
  for (const PatternCase& one : cases) {
    const Objective objective(one.results);
    EXPECT_EQ(objective.Pattern(), one.pattern);
    EXPECT_EQ(objective.Sentence().rule, one.rule) << one.pattern;
  }
}

TEST(OkrPattern, EarlierOnesWin) {
  EXPECT_EQ(Objective({{"north_star", kAchieved, true, true}, {"guardrail", kBroken}}).Pattern(),
            "AT_A_PRICE")
      << "before TOO_EASY";
  EXPECT_EQ(Objective({{"north_star", kAchieved}, {"guardrail", kBroken}, {"leading", kMissed}})
                .Pattern(),
            "AT_A_PRICE")
      << "before NOT_BY_THE_PLAN";
  EXPECT_EQ(Objective({{"north_star", kAchieved, true, true}, {"guardrail", kHeld}}).Pattern(),
            "TOO_EASY")
      << "before ALL_MADE";
}

TEST(OkrPattern, IsNoneWhileNothingIsSettled) {
  const PatternCase cases[] = {
      {{{"north_star", kOnTrack, false}, {"guardrail", kHeld, false}}, "", "open"},
      {{{"north_star", kOnTrack, false}, {"guardrail", kBroken}}, "", "open"},
      {{{"north_star", kAchieved}, {"guardrail", kHeld, false}}, "", "open"},
      {{{"north_star", kOffTrack, false}, {"leading", kAchieved}}, "", "open"},
      {{{"north_star", kMissed}, {"leading", kAtRisk, false}}, "", "open"},
      {{{"north_star", kMissed}, {"guardrail", kBroken}, {"leading", kAchieved}}, "", "mixed"},
      {{{"north_star", kMissed}, {"guardrail", kNoData, false}, {"leading", kAchieved}},
       "",
       "mixed"},
      {{{"north_star", kAchieved}, {"leading", kNoData, false}}, "", "mixed"},
      {{{"north_star", kMissed}, {"leading", kNoData, false}}, "", "mixed"},
      {{{"north_star", kNoData, false}}, "", "no_data"},
      {{}, "", "no_data"}};
  for (const PatternCase& one : cases) {
    const Objective objective(one.results);
    EXPECT_EQ(objective.Pattern(), one.pattern) << one.rule;
    EXPECT_EQ(objective.Sentence().rule, one.rule);
  }
}

}  // namespace
}  // namespace northstar
