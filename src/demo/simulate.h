// The example product: 42 months of a team-collaboration tool, simulated from a seed, with a known
// truth that evaluate must find:
//   weekly active teams   leads revenue by three months; teams that work together early stay, pay
//   daily active users    follows revenue by one month (income is spent on advertising); says no
//                         more of who stays than being there at all
//   messages sent         unrelated, with six months of spam notifications that drive people away
//   sign-ups              only ever add up
//   invites sent          go before weekly active teams by two weeks: an input
// and with two incidents that explain must find: an outage in one country, and new prices for one
// plan, for which a part of its workspaces leaves. Both are complained about. Four experiments ran
// in the last year, whose effects bets must find (experiments.h). Who suits the product (its fit)
// decides whether a new workspace works together in its first week, whether it stays and whether it
// pays; what people write tells of it too. Pure: the same seed and size give the same events on
// every machine.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/calendar.h"

namespace northstar::demo {

struct SimulatedEvent {
  int64_t utc_us = 0;
  std::string_view event;
  int64_t user = -1;  // -1: none
  int64_t workspace = -1;
  int plan = 0;       // index into kPlans
  int country = 0;    // index into kCountries
  double amount = 0;  // payments only
  // Of exposures (experiments.h) only: names of an experiment and of an arm; else empty.
  std::string_view experiment = {}, variant = {};
};

struct SimulatedFeedback {
  int64_t utc_us = 0;
  int64_t user = 0, workspace = 0;
  int rating = 0;  // 1 to 5
  int votes = 0;
  std::string text;
};

inline constexpr std::string_view kPlans[] = {"free", "team", "business"};
inline constexpr std::string_view kCountries[] = {
    "Germany", "France", "United Kingdom", "United States", "Spain", "Poland", "Sweden", "Japan"};
inline constexpr std::string_view kZone = "Europe/Berlin";

struct SimulationSpec {
  uint64_t seed = 1;
  double size = 1;  // 1: about 30,000 users, 6,000 workspaces, 2 million events
};

// The planted course of every month, before it becomes events. Index: month since January 2023.
inline constexpr int kMonths = 42;
inline constexpr int kLeadMonths = 3;
struct PlantedTruth {
  double active_teams[kMonths];  // mean per week
  double revenue[kMonths];       // per day
  double daily_users[kMonths];   // mean per day
  double messages[kMonths];      // per day
};
PlantedTruth PlantTruth(const SimulationSpec& spec);
inline constexpr int kSpamFrom = 26, kSpamTo = 32;     // months, half-open
inline constexpr CivilDate kOutageFrom{2025, 11, 17};  // five days, a Monday to a Friday
inline constexpr int kOutageCountry = 1;               // into kCountries
inline constexpr CivilDate kNewPrices{2026, 2, 1};     // a Sunday
inline constexpr int kPricedPlan = 1;                  // into kPlans

struct SimulationOutput {
  std::function<void(const SimulatedEvent&)> event;        // not sorted
  std::function<void(const SimulatedFeedback&)> feedback;  // after all events, not sorted
};
void Simulate(const SimulationSpec& spec, const SimulationOutput& output);

}  // namespace northstar::demo
