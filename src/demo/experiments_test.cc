// Lots are fair, effects are those that are planted, and nobody becomes active by an experiment.
#include "demo/experiments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace northstar::demo {
namespace {

struct Told {
  int64_t at_us;
  std::string_view variant;
};
struct Arms {
  double units[2] = {0, 0}, events[2] = {0, 0};
};

class ExperimentsTest : public ::testing::Test {
 protected:
  // Once for all tests: it takes a second.
  static void SetUpTestSuite() {
    events_ = new std::vector<SimulatedEvent>;
    SimulationOutput output;
    output.event = [](const SimulatedEvent& event) { events_->push_back(event); };
    Simulate({1, 0.5}, output);
  }
  static void TearDownTestSuite() {
    delete events_;
    events_ = nullptr;
  }

  static int64_t UnitOf(const PlantedExperiment& plan, const SimulatedEvent& event) {
    return plan.by_workspace ? event.workspace : event.user;
  }

  // By unit; a unit that is exposed twice fails the test.
  static std::map<int64_t, Told> Exposures(const PlantedExperiment& plan) {
    std::map<int64_t, Told> out;
    for (const SimulatedEvent& event : *events_) {
      if (event.experiment != plan.name) continue;
      EXPECT_EQ(event.event, "experiment_viewed");
      EXPECT_TRUE(out.emplace(UnitOf(plan, event), Told{event.utc_us, event.variant}).second);
    }
    return out;
  }

  static Arms ArmsOf(const PlantedExperiment& plan) {
    const std::map<int64_t, Told> exposures = Exposures(plan);
    Arms arms;
    for (const auto& [unit, told] : exposures) arms.units[told.variant == kArms[1]] += 1;
    for (const SimulatedEvent& event : *events_) {
      const auto found = exposures.find(UnitOf(plan, event));
      if (event.event != plan.event || found == exposures.end()) continue;
      const int64_t since = event.utc_us - found->second.at_us;
      if (since > 0 && since < plan.horizon_days * kMicrosPerDay)
        arms.events[found->second.variant == kArms[1]] += 1;
    }
    return arms;
  }

  static std::vector<SimulatedEvent>* events_;
};
std::vector<SimulatedEvent>* ExperimentsTest::events_ = nullptr;

TEST_F(ExperimentsTest, HalfOfTheUnitsAreTreated) {
  for (const PlantedExperiment& plan : kExperiments) {
    const Arms arms = ArmsOf(plan);
    const double all = arms.units[0] + arms.units[1];
    EXPECT_GT(all, plan.by_workspace ? 500 : 2000) << plan.name;
    EXPECT_NEAR(arms.units[1] / all, 0.5, 4 * 0.5 / std::sqrt(all)) << plan.name;
  }
}

TEST_F(ExperimentsTest, EffectsAreThosePlanted) {
  for (const PlantedExperiment& plan : kExperiments) {
    const Arms arms = ArmsOf(plan);
    const double control = arms.events[0] / arms.units[0];
    const double treated = arms.events[1] / arms.units[1];
    EXPECT_NEAR(treated / control - 1, plan.effect, 0.35) << plan.name;
    EXPECT_TRUE(plan.effect == 0 || (treated > control) == (plan.effect > 0)) << plan.name;
  }
}

// A day of somebody's events, of one name.
using UserDay = std::pair<int64_t, Day>;

TEST(Experiments, NobodyBecomesActiveByThem) {
  const TimeZone zone = *TimeZone::Load(std::string(kZone));
  const PlantedExperiment& plan = kExperiments[1];
  ASSERT_EQ(plan.event, "task_completed");
  std::set<UserDay> before, after;
  int added = 0;
  SimulationOutput output;
  output.event = [&](const SimulatedEvent& event) {
    if (event.event != plan.event) return;
    after.emplace(event.user, event.utc_us / kMicrosPerDay);
    ++added;
  };
  Experiments experiments(1, output, zone);
  for (Day day = DayOf(plan.from); day < DayOf(plan.from) + 42; ++day) {
    for (int64_t user = day % 7; user < 2000; user += 7) {
      const SimulatedEvent task{.utc_us = day * kMicrosPerDay + 10 * kMicrosPerHour,
                                .event = plan.event,
                                .user = user,
                                .workspace = user / 5};
      before.emplace(user, day);
      experiments.Take(task);
      --added;
    }
  }
  experiments.Finish();
  EXPECT_EQ(before, after);
  EXPECT_GT(added, 0);
}

}  // namespace
}  // namespace northstar::demo
