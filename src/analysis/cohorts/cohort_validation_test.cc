// Units are measured within their windows and by the right events; each finding is reached on a
// world that deserves it, and only there.
#include "analysis/cohorts/cohort_validation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace northstar {
namespace {

// Histories of one entity kind, entity by entity.
class Builder {
 public:
  void Entity(uint32_t id) { histories_.entities.push_back({id, End(), End()}); }
  void Day(int day, int n, uint32_t role = 0, double v = 0, uint32_t other = Histories::kNoOther) {
    histories_.steps.push_back({day, 0, role & 0xff, other, n, v});
    histories_.entities.back().last = End();
  }
  Histories Take() { return std::move(histories_); }

 private:
  uint32_t End() const { return static_cast<uint32_t>(histories_.steps.size()); }
  Histories histories_;
};

UnitHistories Days(const Histories& activity, const Histories* paid, int first, int end) {
  UnitHistories histories;
  histories.activity = &activity;
  histories.paid = paid;
  histories.first_day = first;
  histories.end_day = end;
  for (int d = 0; d < end; ++d) histories.day_cohort.push_back(d / 30);
  return histories;
}

TEST(CohortUnits, AreMeasuredWithinTheirWindows) {
  Builder activity;
  Builder doses;
  Builder paid;
  // First seen on day 10: early is [10, 17), the outcome [17, 45).
  activity.Entity(1);
  for (const int day : {10, 12, 16, 17, 44, 45}) activity.Day(day, 2);
  doses.Entity(1);
  for (const int day : {10, 16, 17}) doses.Day(day, 3, 0, 1.5, static_cast<uint32_t>(day));
  paid.Entity(1);
  for (const int day : {16, 17, 44, 45}) paid.Day(day, 1, 0, 10);
  activity.Entity(2);  // seen once: does not come back
  activity.Day(10, 1);
  activity.Entity(3);  // too young to be followed for 35 days
  activity.Day(70, 1);
  activity.Entity(4);  // may be older than the data
  activity.Day(3, 1);
  const Histories a = activity.Take(), d = doses.Take(), p = paid.Take();
  const UnitHistories histories = Days(a, &p, 5, 100);
  const CohortDesign design{7, 1, Grain::kMonth};
  const ActivityRoles roles = RolesIn(a, {}, {}, 7);
  const MeasuredUnits found = MeasureUnits(histories, d, DoseMeasure::kRows, roles, design);
  ASSERT_EQ(found.units.size(), 2U);
  EXPECT_EQ(found.too_young, 1);
  EXPECT_EQ(found.maybe_older, 1);
  const CohortUnit& unit = found.units[0];
  EXPECT_EQ(unit.early, 6);     // days 10 and 16; 17 is too late
  EXPECT_EQ(unit.activity, 6);  // days 10, 12 and 16
  EXPECT_EQ(unit.active_days, 3);
  EXPECT_EQ(unit.last_active, 6);
  EXPECT_TRUE(unit.returned);
  EXPECT_EQ(unit.paid, 20);  // days 17 and 44; 16 is early, 45 too late
  EXPECT_TRUE(unit.gone);    // last seen on day 45, the data end on day 100
  EXPECT_EQ(unit.followed_days, 45 - 10 - 7);
  EXPECT_FALSE(found.units[1].returned);
  EXPECT_EQ(found.units[1].early, 0);

  const auto early = [&](DoseMeasure measure) {
    return MeasureUnits(histories, d, measure, roles, design).units[0].early;
  };
  EXPECT_EQ(early(DoseMeasure::kDays), 2);
  EXPECT_EQ(early(DoseMeasure::kOthers), 2);
  EXPECT_EQ(early(DoseMeasure::kValue), 3);
  EXPECT_EQ(early(DoseMeasure::kMean), 0.5);
  EXPECT_EQ(early(DoseMeasure::kReached), 1);
}

TEST(CohortUnits, TheCandidatesOwnEventsAreNoReturn) {
  Builder activity;
  activity.Entity(1);
  activity.Day(10, 1, 0);
  activity.Day(20, 1, 1);  // the candidate's own
  activity.Entity(2);
  activity.Day(10, 1, 0);
  activity.Day(20, 1, 0);
  activity.Entity(3);
  activity.Day(10, 1, 0);
  activity.Day(20, 1, 2);  // a payment
  const Histories a = activity.Take();
  const Histories none;
  const UnitHistories histories = Days(a, nullptr, 0, 100);
  const CohortDesign design{7, 1, Grain::kMonth};
  const auto returned = [&](const ActivityRoles& roles) {
    std::vector<bool> all;
    for (const CohortUnit& unit :
         MeasureUnits(histories, none, DoseMeasure::kRows, roles, design).units)
      all.push_back(unit.returned);
    return all;
  };
  EXPECT_EQ(returned(RolesIn(a, {false, true}, {false, false, true}, 7)),
            (std::vector<bool>{false, true, false}));
  // Where everything is the candidate's, its own events have to do.
  const ActivityRoles own = RolesIn(a, {true, true, true}, {}, 7);
  EXPECT_TRUE(own.own_events_only);
  EXPECT_EQ(returned(own), (std::vector<bool>{true, true, true}));
  // Where everything is a payment, payments are activity.
  EXPECT_FALSE(RolesIn(a, {}, {true, true, true}, 7).Pays(1));
}

// Worlds of 3,000 units in 8 cohorts.
MeasuredUnits World(uint64_t seed, double from_value, double from_activity) {
  Random random(seed);
  MeasuredUnits world;
  for (int i = 0; i < 3'000; ++i) {
    CohortUnit unit;
    unit.cohort = i % 8;
    const double busy = random.Uniform();
    unit.early = random.Uniform() < 0.4 ? 0 : static_cast<double>(1 + random.Below(6));
    unit.activity = std::floor(20 * busy) + 1;
    unit.active_days = std::floor(6 * busy) + 1;
    unit.last_active = unit.active_days - 1;
    const double logit = -0.8 + 0.1 * (i % 8) + from_value * unit.early + from_activity * busy;
    unit.returned = random.Uniform() < 1 / (1 + std::exp(-logit));
    unit.paid = unit.returned && random.Uniform() < 0.5 ? std::floor(100 * random.Uniform()) : 0;
    unit.gone = !unit.returned;
    unit.followed_days = unit.returned ? 100 : 1 + static_cast<double>(random.Below(30));
    world.units.push_back(unit);
  }
  return world;
}

CohortFindings Validate(const MeasuredUnits& world, CohortOutcome outcome) {
  return ValidateCohorts(world, outcome, {7, 3, Grain::kMonth}, DefaultJudgement(), 1);
}

TEST(CohortFindings, AreWhatTheWorldIs) {
  struct Case {
    double from_value, from_activity;
    CohortFinding wanted;
  };
  for (const Case& one :
       {Case{0.5, 1, CohortFinding::kPredicts}, Case{-0.5, 1, CohortFinding::kReversed},
        Case{0, 2, CohortFinding::kNotDetected}}) {
    const CohortFindings found =
        Validate(World(8, one.from_value, one.from_activity), CohortOutcome::kRetention);
    EXPECT_EQ(found.finding, one.wanted) << one.from_value << CohortFindingName(found.finding);
    EXPECT_EQ(found.cohorts, 8);
    EXPECT_EQ(found.units, 3'000);
  }
}

TEST(CohortFindings, MoreActivityInAnotherGuiseIsNoMore) {
  MeasuredUnits world = World(4, 0, 3);
  for (CohortUnit& unit : world.units) unit.early = std::floor(unit.activity / 3);
  const CohortFindings found = Validate(world, CohortOutcome::kRetention);
  EXPECT_EQ(found.finding, CohortFinding::kActivityOnly);
  EXPECT_GT(*found.effect_low, 0);
  EXPECT_FALSE(found.adds_to_activity);
}

TEST(CohortFindings, HoldTheirFiguresTogether) {
  const CohortFindings found = Validate(World(5, 0.5, 1), CohortOutcome::kRetention);
  int64_t units = 0;
  int64_t returned = 0;
  double before = -1;
  for (const DoseRow& row : found.doses) {
    EXPECT_GT(row.from, before);
    EXPECT_GE(row.units, 50);
    EXPECT_LE(row.retained.low, row.retained.share);
    EXPECT_GE(row.retained.high, row.retained.share);
    before = row.to;
    units += row.units;
    returned += row.returned;
  }
  EXPECT_EQ(units, found.units);
  EXPECT_EQ(returned, found.events);
  EXPECT_EQ(found.doses.size(), 7U);  // nothing, and each of six values
  EXPECT_GT(found.monotone, 0.9);
  EXPECT_GT(*found.days_gained, 0);
  EXPECT_GT(*found.e_value, 1);
  ASSERT_TRUE(found.doubling);
  EXPECT_NEAR(found.doubling->doubled / found.doubling->dose, 2, 0.67);
  const CohortFindings paid = Validate(World(5, 0.5, 1), CohortOutcome::kRevenue);
  EXPECT_GT(*paid.effect_low, 0);
  EXPECT_GT(*paid.strength, 0.1);
}

TEST(CohortFindings, TooLittleIsSaid) {
  MeasuredUnits few = World(6, 0.5, 1);
  few.units.resize(150);
  EXPECT_EQ(Validate(few, CohortOutcome::kRetention).finding, CohortFinding::kNotEnoughData);
  MeasuredUnits two = World(6, 0.5, 1);
  for (CohortUnit& unit : two.units) unit.cohort %= 2;
  EXPECT_EQ(Validate(two, CohortOutcome::kRetention).finding, CohortFinding::kNotEnoughData);
  MeasuredUnits all = World(6, 0.5, 1);
  for (CohortUnit& unit : all.units) unit.returned = true;
  EXPECT_EQ(Validate(all, CohortOutcome::kRetention).finding, CohortFinding::kNotEnoughData);
  MeasuredUnits same = World(6, 0.5, 1);
  for (CohortUnit& unit : same.units) unit.early = 2;
  EXPECT_EQ(Validate(same, CohortOutcome::kRetention).finding, CohortFinding::kNotDetected);
  EXPECT_EQ(Validate({}, CohortOutcome::kRevenue).finding, CohortFinding::kNotEnoughData);
}

}  // namespace
}  // namespace northstar
