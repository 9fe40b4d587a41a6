// The targets of the six quarters against what these came to, on several histories.
#include "demo/write_okrs.h"

#include <gtest/gtest.h>

#include <regex>

namespace northstar::demo {
namespace {

struct Written {
  double teams = 0, invites = 0, rating = 0;
};

Written ReadTargets(const std::string& text, const std::string& period) {
  const std::string part = text.substr(text.find("period: " + period));
  const std::regex teams("weekly_active_teams,.* to: (\\d+)"), invites("invites_sent, to: (\\d+)"),
      rating("at_least: ([0-9.]+)");
  std::smatch found;
  Written out;
  EXPECT_TRUE(std::regex_search(part, found, teams));
  out.teams = std::stod(found[1]);
  EXPECT_TRUE(std::regex_search(part, found, invites));
  out.invites = std::stod(found[1]);
  EXPECT_TRUE(std::regex_search(part, found, rating));
  out.rating = std::stod(found[1]);
  return out;
}

// Whether each was made, and whether in the first half and ever after.
struct Outcome {
  bool teams, invites, held, early;
};

Outcome OutcomeOf(const std::vector<CourseOfWeek>& weeks, const Written& targets) {
  Outcome out{weeks.back().active_teams >= targets.teams, false, true, true};
  double invites = 0;
  for (size_t i = 0; i < weeks.size(); ++i) {
    invites += weeks[i].invites;
    if (weeks[i].rating > 0 && weeks[i].rating < targets.rating) out.held = false;
    const bool both = weeks[i].active_teams >= targets.teams && invites >= targets.invites;
    if (i + 1 >= weeks.size() / 2 && !both) out.early = false;
  }
  out.invites = invites >= targets.invites;
  return out;
}

TEST(WriteOkrs, EveryQuarterEndsAsItIsTold) {
  for (const uint64_t seed : {1, 2, 3, 4}) {
    SCOPED_TRACE(seed);
    const TimeZone zone = *TimeZone::Load(std::string(kZone));
    WeeklyCourse course(zone);
    SimulationOutput output;
    output.event = [&](const SimulatedEvent& event) { course.Add(event); };
    output.feedback = [&](const SimulatedFeedback& feedback) { course.Add(feedback); };
    Simulate({seed, 0.2}, output);
    const std::string text = OkrsText(course);
    const auto outcome = [&](int year, int quarter) {
      const std::string period = std::to_string(year) + "-Q" + std::to_string(quarter);
      return OutcomeOf(course.WeeksOf(year, quarter), ReadTargets(text, period));
    };
    const Outcome all_made = outcome(2024, 2), too_easy = outcome(2024, 3),
                  not_by_the_plan = outcome(2024, 4), all_missed = outcome(2025, 3),
                  at_a_price = outcome(2026, 1), wrong = outcome(2026, 2);
    EXPECT_TRUE(all_made.teams && all_made.invites && all_made.held && !all_made.early);
    EXPECT_TRUE(too_easy.teams && too_easy.held && too_easy.early);
    EXPECT_TRUE(not_by_the_plan.teams && !not_by_the_plan.invites && not_by_the_plan.held);
    EXPECT_TRUE(!all_missed.teams && !all_missed.invites);
    EXPECT_TRUE(at_a_price.teams && !at_a_price.held);
    EXPECT_TRUE(!wrong.teams && wrong.invites && wrong.held);
  }
}

TEST(WeeklyCourse, AWeekBelongsToTheQuarterInWhichItEnds) {
  const TimeZone zone = *TimeZone::Load(std::string(kZone));
  WeeklyCourse course(zone);
  // Tuesday, March 31 and Wednesday, July 1, 2026, local.
  for (const CivilDate date : {CivilDate{2026, 3, 31}, CivilDate{2026, 7, 1}}) {
    for (int64_t user = 0; user < 3; ++user)
      course.Add(SimulatedEvent{.utc_us = zone.FirstInstantAt(DayOf(date) * kMicrosPerDay),
                                .event = "task_completed",
                                .user = user,
                                .workspace = 7});
  }
  EXPECT_TRUE(course.WeeksOf(2026, 1).empty());
  const auto weeks = course.WeeksOf(2026, 2);
  ASSERT_EQ(weeks.size(), 1u);
  EXPECT_EQ(FormatDay(weeks[0].monday), "2026-03-30");
  EXPECT_EQ(weeks[0].active_teams, 1);
  EXPECT_EQ(weeks[0].rating, 0);
}

}  // namespace
}  // namespace northstar::demo
