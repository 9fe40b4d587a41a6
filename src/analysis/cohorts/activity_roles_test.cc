// What counts as coming back, on histories small enough to see why; and the rhythm of a product.
#include "analysis/cohorts/activity_roles.h"

#include <gtest/gtest.h>

#include "analysis/cohorts/rhythm.h"

namespace northstar {
namespace {

struct Act {
  int day;
  uint32_t role;
};
using Entity = std::vector<Act>;

Histories Of(const std::vector<Entity>& entities) {
  Histories histories;
  uint32_t id = 0;
  for (const Entity& entity : entities) {
    const auto first = static_cast<uint32_t>(histories.steps.size());
    for (const Act& act : entity)
      histories.steps.push_back({act.day, 0, act.role & 0xff, Histories::kNoOther, 1, 0});
    histories.entities.push_back({id++, first, static_cast<uint32_t>(histories.steps.size())});
  }
  return histories;
}

std::vector<Entity> Times(int n, const Entity& entity) {
  return std::vector<Entity>(static_cast<size_t>(n), entity);
}

std::vector<Entity> operator+(std::vector<Entity> a, const std::vector<Entity>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

enum : uint32_t { kSignUp, kOwn, kOther, kPaid };
const std::vector<bool> kOwnRoles{false, true};
const std::vector<bool> kPayingRoles{false, false, false, true};

TEST(ActivityRoles, OtherActivityTellsReturn) {
  const Histories h =
      Of(Times(20, {{0, kSignUp}, {1, kOwn}, {20, kOther}, {25, kOwn}, {26, kPaid}}));
  const ActivityRoles roles = RolesIn(h, kOwnRoles, kPayingRoles, 7);
  EXPECT_FALSE(roles.own_events_only);
  EXPECT_TRUE(roles.Returns(kOther));
  EXPECT_FALSE(roles.Returns(kOwn));
  EXPECT_FALSE(roles.Returns(kSignUp));
  EXPECT_FALSE(roles.Returns(kPaid));
  EXPECT_TRUE(roles.Pays(kPaid));
  EXPECT_TRUE(roles.Acts(kOwn));
  EXPECT_FALSE(roles.Acts(kPaid));
}

TEST(ActivityRoles, SigningUpIsNothingElseToDo) {
  const Entity pupil{{0, kSignUp}, {0, kOwn}, {20, kOwn}, {40, kPaid}};
  const ActivityRoles roles = RolesIn(Of(Times(20, pupil)), kOwnRoles, kPayingRoles, 7);
  EXPECT_TRUE(roles.own_events_only);
  EXPECT_TRUE(roles.Returns(kOwn));
  EXPECT_FALSE(roles.Returns(kPaid));
  // One in twenty who signs up twice changes nothing; one in ten makes it something that is done.
  const Entity again{{0, kSignUp}, {1, kOwn}, {20, kOwn}, {30, kSignUp}};
  EXPECT_TRUE(
      RolesIn(Of(Times(19, pupil) + Times(1, again)), kOwnRoles, kPayingRoles, 7).own_events_only);
  EXPECT_FALSE(
      RolesIn(Of(Times(18, pupil) + Times(2, again)), kOwnRoles, kPayingRoles, 7).own_events_only);
  // What is done once but later is no sign-up.
  const Entity later{{0, kOwn}, {20, kSignUp}};
  EXPECT_FALSE(RolesIn(Of(Times(20, later)), kOwnRoles, kPayingRoles, 7).own_events_only);
}

TEST(ActivityRoles, WhatHardlyAnybodyDoesIsNothingToGoBy) {
  const Entity usual{{0, kSignUp}, {1, kOwn}, {3, kOther}, {20, kOwn}};  // other things at first
  const Entity rare{{0, kSignUp}, {1, kOwn}, {20, kOther}};
  EXPECT_TRUE(
      RolesIn(Of(Times(99, usual) + Times(1, rare)), kOwnRoles, kPayingRoles, 7).own_events_only);
  EXPECT_FALSE(
      RolesIn(Of(Times(90, usual) + Times(10, rare)), kOwnRoles, kPayingRoles, 7).own_events_only);
}

TEST(ActivityRoles, PurchasesThatACandidateCountsAreActs) {
  // Nothing but orders, which the outcome adds up and the candidate counts.
  const std::vector<bool> order{true};
  const ActivityRoles shop = RolesIn(Of(Times(5, {{0, 0}, {60, 0}})), order, order, 28);
  EXPECT_TRUE(shop.own_events_only);
  EXPECT_TRUE(shop.Returns(0));
  EXPECT_FALSE(shop.Pays(0));
  EXPECT_TRUE(shop.Acts(0));
  // Beside something else they are payments, but whoever orders again has not gone.
  const ActivityRoles rated = RolesIn(Of(Times(5, {{0, 0}, {60, 1}, {61, 0}})), order, order, 28);
  EXPECT_FALSE(rated.own_events_only);
  EXPECT_TRUE(rated.Pays(0));
  EXPECT_TRUE(rated.Acts(0));
  EXPECT_TRUE(rated.Returns(1));
  // Of a candidate without events of its own here, whatever is done counts.
  EXPECT_TRUE(RolesIn(Of(Times(5, {{0, 0}, {60, 0}})), {}, order, 28).Returns(0));
  EXPECT_TRUE(RolesIn(Histories(), order, order, 28).own_events_only);
}

TEST(Rhythm, IsTheMedianOverEntitiesOfTheirMedianGap) {
  // Two who come daily and often weigh less than three who come every 30 days.
  Entity daily;
  for (int day = 0; day < 200; ++day) daily.push_back({day, 0});
  const Entity monthly{{0, 0}, {30, 0}, {30, 1}, {60, 0}, {200, 0}};
  EXPECT_EQ(RhythmOf(Of(Times(2, daily) + Times(3, monthly) + Times(9, {{0, 0}, {0, 1}}))), 30);
  EXPECT_EQ(RhythmOf(Of({{{0, 0}, {10, 0}}, {{0, 0}, {15, 0}}})), 12.5);
  EXPECT_EQ(RhythmOf(Of(Times(4, {{5, 0}}))), 28);
  EXPECT_EQ(RhythmOf(Histories()), 28);
}

TEST(Rhythm, SetsTheWindows) {
  struct Case {
    double rhythm;
    int early, back, gone;
  };
  for (const Case& one : {Case{1, 7, 28, 28}, Case{7, 7, 28, 28}, Case{7.5, 14, 28, 30},
                          Case{14.5, 28, 29, 58}, Case{28, 28, 56, 112}, Case{34, 56, 68, 136},
                          Case{60, 84, 120, 240}, Case{400, 84, 800, 1600}}) {
    EXPECT_EQ(EarlyDays(one.rhythm), one.early) << one.rhythm;
    EXPECT_EQ(ReturnDays(one.rhythm), one.back) << one.rhythm;
    EXPECT_EQ(GoneAfterDays(one.rhythm), one.gone) << one.rhythm;
  }
}

}  // namespace
}  // namespace northstar
