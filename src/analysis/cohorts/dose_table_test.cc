// Groups of early value: the same value in one group, no two that overlap, none too small.
#include "analysis/cohorts/dose_table.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace northstar {
namespace {

CohortUnit Unit(double early, bool returned, int cohort = 0) {
  CohortUnit unit;
  unit.early = early;
  unit.returned = returned;
  unit.cohort = cohort;
  unit.activity = 5 + early;
  unit.active_days = 2;
  unit.paid = returned ? 10 : 0;
  return unit;
}

void ExpectApart(const std::vector<DoseRow>& rows, size_t units) {
  int64_t all = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    all += rows[i].units;
    EXPECT_LE(rows[i].from, rows[i].to);
    if (rows.size() < 2) continue;
    EXPECT_GE(rows[i].units, 50);
    EXPECT_TRUE(i == 0 || rows[i].from > rows[i - 1].to) << i;
  }
  EXPECT_EQ(all, static_cast<int64_t>(units));
}

TEST(DoseTable, GroupsDoNotOverlapWhateverTheValues) {
  Random random(3);
  const std::vector<double (*)(Random&)> shapes{
      [](Random& r) { return std::floor(std::pow(r.Uniform() + 1e-9, -1.7)); },  // a long tail
      [](Random& r) { return r.Uniform() < 0.8 ? 1.0 : static_cast<double>(r.Below(40)); },
      [](Random& r) { return r.Uniform() < 0.6 ? 0.0 : r.Uniform(); },
      [](Random& r) { return 10 * r.Uniform() - 5; },  // some negative
      [](Random& r) { return static_cast<double>(r.Below(9)); },
      [](Random& r) { return static_cast<double>(1 + r.Below(2)); },
      [](Random&) { return 3.0; }};
  for (size_t s = 0; s < shapes.size(); ++s) {
    for (const int n : {60, 120, 700, 3'000}) {
      std::vector<CohortUnit> units;
      for (int i = 0; i < n; ++i) {
        // What is usual differs between cohorts.
        const int cohort = i % 6;
        units.push_back(
            Unit(shapes[s](random) * (s == 0 ? cohort + 1 : 1), random.Uniform() < 0.4, cohort));
      }
      SCOPED_TRACE(::testing::Message() << "shape " << s << ", " << n << " units");
      ExpectApart(MakeDoseTable(units, 1), units.size());
    }
  }
}

std::vector<CohortUnit> Group(std::vector<CohortUnit> units, int n, double early,
                              double returning) {
  for (int i = 0; i < n; ++i) units.push_back(Unit(early, i < n * returning, i % 4));
  return units;
}

CohortFindings Validate(const std::vector<CohortUnit>& units, CohortOutcome outcome) {
  MeasuredUnits measured;
  measured.units = units;
  return ValidateCohorts(measured, outcome, CohortDesign(), DefaultJudgement(), 1);
}

TEST(DoseTable, WhereFewDifferNothingIsCompared) {
  // 48 of 1,200 did it more often, and nearly all of them stay.
  const std::vector<CohortUnit> few =
      Group(Group(Group({}, 1'152, 1, 0.2), 24, 2, 0.9), 24, 20, 0.9);
  for (const auto outcome : {CohortOutcome::kRetention, CohortOutcome::kRevenue}) {
    const CohortFindings found = Validate(few, outcome);
    EXPECT_EQ(found.finding, CohortFinding::kNotDetected);
    EXPECT_EQ(found.doses.size(), 1U);
    EXPECT_FALSE(found.effect);
    EXPECT_FALSE(found.strength);
  }
  const std::vector<CohortUnit> more = Group(few, 40, 3, 0.9);
  EXPECT_EQ(Validate(more, CohortOutcome::kRetention).doses.size(), 2U);
  EXPECT_GT(*Validate(more, CohortOutcome::kRetention).effect, 0);
}

TEST(DoseTable, AGroupOfWhichNobodyReturnsIsAGroup) {
  const CohortFindings found =
      Validate(Group(Group({}, 600, 1, 0.5), 600, 5, 0), CohortOutcome::kRetention);
  EXPECT_EQ(found.doses.size(), 2U);
  EXPECT_EQ(found.finding, CohortFinding::kReversed);
}

TEST(DoseTable, WhatDiffersFromCohortToCohortDoesNotBendTheLine) {
  // Within each cohort more goes with more; later cohorts do more of it and stay less.
  std::vector<CohortUnit> units;
  Random random(4);
  for (int i = 0; i < 6'000; ++i) {
    const int cohort = i % 4;
    const double early = static_cast<double>(cohort + 1 + static_cast<int>(random.Below(3)));
    const double stays = 0.75 - 0.2 * cohort + 0.08 * (early - cohort);
    units.push_back(Unit(early, random.Uniform() < stays, cohort));
  }
  const std::vector<DoseRow> rows = MakeDoseTable(units, 1);
  EXPECT_LT(rows.back().retained.share, rows.front().retained.share);
  EXPECT_GT(MonotoneShare(rows, CohortOutcome::kRetention), 0.9);
}

}  // namespace
}  // namespace northstar
