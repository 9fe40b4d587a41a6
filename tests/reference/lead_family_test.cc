// The lead over segments, the check of a link, the strength of inputs and the divergence from a
// guardrail: against R (lead_family.R beside this file says how), against the vector of METHODS
// 5.3, on series whose truth was planted, and at the edges.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/divergence.h"
#include "stats/drivers.h"
#include "stats/link_check.h"
#include "stats/panel_lead.h"

namespace northstar::stats {
namespace {

using Json = nlohmann::json;
using Series = std::vector<double>;

constexpr double kTight = 1e-8;

const Json& LeadReference(const char* topic) {
  static const Json file =
      Json::parse(std::ifstream(NORTHSTAR_SOURCE_DIR "/tests/reference/lead_family.json"));
  return file.at(topic);
}

// R writes a vector of one as a number.
Series ToSeries(const Json& value) {
  return value.is_array() ? value.get<Series>() : Series{value.get<double>()};
}

void ExpectClose(double found, double wanted, double tolerance = kTight) {
  EXPECT_NEAR(found, wanted, tolerance * std::max(1e-6, std::fabs(wanted)));
}

double Normal(Random& random) {
  return NormalQuantile(random.Uniform());
}

Series Noise(Random& random, size_t n, double size) {
  Series noise;
  for (size_t i = 0; i < n; ++i) noise.push_back(size * Normal(random));
  return noise;
}

// Levels that start at `from` and grow by these log steps.
Series Levels(const Series& growth, double from) {
  Series levels{from};
  for (const double step : growth) levels.push_back(levels.back() * std::exp(step));
  return levels;
}

Series Scaled(Series x, double factor) {
  for (double& value : x) value *= factor;
  return x;
}

// --- Divergence ----------------------------------------------------------------------------------

TEST(DivergenceReference, IntersectionUnionVectorOfMethods) {
  ExpectClose(IntersectionUnion(2.1, 1.4), .08075666, 1e-7);
  EXPECT_EQ(IntersectionUnion(1.4, 2.1), IntersectionUnion(2.1, 1.4));
  EXPECT_EQ(IntersectionUnion(-1, 9), NormalCdf(1));
}

TEST(DivergenceReference, SlopesAgreeWithR) {
  for (const Json& c : LeadReference("slopes")) {
    const Series x = ToSeries(c["x"]);
    const auto found = SlopeOver(x, c["level"]);
    ASSERT_TRUE(found);
    ExpectClose(found->slope, c["slope"]);
    ExpectClose(found->standard_error, c["standard_error"]);
    ExpectClose(found->t, c["t"]);
    EXPECT_EQ(found->df, c["df"]);
    ExpectClose(found->change, c["change"]);
    ExpectClose(found->change_low, c["change_low"]);
    ExpectClose(found->change_high, c["change_high"]);
    // The unit does not matter, on either scale.
    const auto other_unit = SlopeOver(Scaled(x, 250), c["level"]);
    ExpectClose(other_unit->t, found->t);
    ExpectClose(other_unit->change, found->change);
  }
}

TEST(DivergenceReference, SlopesAtTheEdges) {
  EXPECT_FALSE(SlopeOver(Series{1, 2, 3, 4, 5}, .9));
  EXPECT_TRUE(SlopeOver(Series{1, 2, 3, 4, 5, 7}, .9));
  EXPECT_FALSE(SlopeOver(Series(12, 3.5), .9));
  EXPECT_FALSE(SlopeOver(Series(12, 0), .9));
  // Mostly zeros: the median size is 0, the mean size stands in for it.
  const auto sparse = SlopeOver(Series{0, 0, 0, 0, 0, 0, 0, 2, 0, 4}, .9);
  ASSERT_TRUE(sparse);
  EXPECT_GT(sparse->slope, 0);
  EXPECT_TRUE(std::isfinite(sparse->change_high));
  // A line without scatter has no error to speak of, and no infinite t either.
  const auto exact = SlopeOver(Levels(Series(11, .1), 5), .9);
  ASSERT_TRUE(exact);
  ExpectClose(exact->slope, .1);
  EXPECT_GE(exact->t, 1e5);
  EXPECT_LE(exact->t, 1.001e6);
  ExpectClose(exact->change, std::expm1(1.1));
}

TEST(DivergenceReference, BothMustHold) {
  const Json& c = LeadReference("slopes");
  const Series up = ToSeries(c[0]["x"]);
  Series down;
  for (size_t t = 0; t < up.size(); ++t) down.push_back(1 / up[t]);
  const double p_up = TCdf(-c[0]["t"].get<double>(), c[0]["df"]);
  const auto diverges = TestDivergence(up, down, true);
  ASSERT_TRUE(diverges);
  ExpectClose(diverges->p_rise, p_up);
  ExpectClose(diverges->p_worse, p_up);
  EXPECT_LT(diverges->p_value, .001);
  EXPECT_GT(TestDivergence(up, up, true)->p_value, .999);
  EXPECT_GT(TestDivergence(down, down, true)->p_value, .999);
  // A guardrail that should fall, as a rate of refunds.
  ExpectClose(TestDivergence(up, up, false)->p_value, p_up);
  EXPECT_GT(TestDivergence(up, down, false)->p_value, .999);
  EXPECT_FALSE(TestDivergence(up, Series(up.size(), 1), true));
}

TEST(DivergenceReference, ScansAgreeWithR) {
  for (const Json& c : LeadReference("scans")) {
    const DivergenceScan found =
        ScanDivergence(ToSeries(c["metric"]), ToSeries(c["guardrail"]), c["should_rise"],
                       c["window"], c["tolerance"], c["alpha"]);
    ASSERT_TRUE(found.end);
    EXPECT_EQ(*found.end, c["end"]);
    EXPECT_EQ(found.windows, c["windows"]);
    EXPECT_EQ(found.shifts, c["shifts"]);
    ExpectClose(found.p_value, c["p_value"]);
    ExpectClose(found.divergence.p_rise, c["p_rise"], 1e-6);
    ExpectClose(found.divergence.p_worse, c["p_worse"], 1e-6);
  }
}

struct Pair {
  Series metric, guardrail;
};

// Two years of weeks around steady levels; from week 60 on, for twelve weeks, the metric is driven
// up at the guardrail's cost.
Pair PlantedEpisode(uint64_t seed) {
  Random random(seed, 3);
  Pair pair;
  double up = 0;
  for (int week = 0; week < 104; ++week) {
    if (week >= 60 && week < 72) up += .04;
    pair.metric.push_back(1000 * std::exp(up + .02 * Normal(random)));
    pair.guardrail.push_back(.5 * std::exp(-up + .03 * Normal(random)));
  }
  return pair;
}

TEST(DivergencePlanted, EpisodeIsFound) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    const Pair pair = PlantedEpisode(seed);
    const DivergenceScan found = ScanDivergence(pair.metric, pair.guardrail, true, 8, .05, .05);
    ASSERT_TRUE(found.end);
    EXPECT_GE(*found.end, 67U);
    EXPECT_LE(*found.end, 76U);
    EXPECT_LE(found.p_value, .05);
    EXPECT_GT(found.divergence.metric.change, .1);
    EXPECT_LT(found.divergence.guardrail.change, -.1);
    // The same costs as refunds that should be few: the same windows, the same shifts.
    Series refunds;
    for (const double value : pair.guardrail) refunds.push_back(1 / value);
    const DivergenceScan costs = ScanDivergence(pair.metric, refunds, false, 8, .05, .05);
    EXPECT_EQ(costs.end, found.end);
    EXPECT_EQ(costs.p_value, found.p_value);
    EXPECT_GT(costs.divergence.guardrail.change, .1);
    // A tolerance beyond what the guardrail lost, or a guardrail that improved: no window.
    EXPECT_FALSE(ScanDivergence(pair.metric, pair.guardrail, true, 8, .7, .05).end);
    const DivergenceScan improved = ScanDivergence(pair.metric, refunds, true, 8, .2, .05);
    EXPECT_FALSE(improved.end);
    EXPECT_EQ(improved.p_value, 1);
  }
}

TEST(DivergencePlanted, WandersApartSeldomAlarm) {
  int alarms = 0;
  int ends = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed, 4);
    const Series metric = Levels(Noise(random, 103, .03), 500);
    const Series guardrail = Levels(Noise(random, 103, .03), .4);
    const DivergenceScan found = ScanDivergence(metric, guardrail, true, 8, .05, .05);
    ends += found.end.has_value();
    alarms += found.end && found.p_value <= .05;
  }
  // Windows alone would alarm in most histories; the shifts are what holds them back.
  EXPECT_GE(ends, 20);
  EXPECT_LE(alarms, 6);
}

TEST(DivergencePlanted, ShortHistoriesNeverAlarm) {
  const Series up = Levels(Series{.1, .12, .09, .1, .11, .1, .09, .12, .1, .11, .1}, 10);
  const Series down = Levels(Series{-.1, -.08, -.1, -.12, -.1, -.11, -.1, -.1, -.12, -.1, -.1}, 1);
  const DivergenceScan found = ScanDivergence(up, down, true, 6, .05, .05);
  ASSERT_TRUE(found.end);
  EXPECT_EQ(found.windows, 7);
  EXPECT_EQ(found.shifts, 0);
  EXPECT_EQ(found.p_value, 1);
  const DivergenceScan shorter =
      ScanDivergence({up.data(), 11}, {down.data(), 11}, true, 6, .05, .05);
  EXPECT_FALSE(shorter.end);
  EXPECT_EQ(shorter.windows, 0);
  const DivergenceScan still = ScanDivergence(Series(30, 4), down, true, 6, .05, .05);
  EXPECT_FALSE(still.end);
}

// --- Panel ---------------------------------------------------------------------------------------

std::vector<PanelSegment> ToPanel(const Json& c) {
  std::vector<PanelSegment> panel;
  for (size_t s = 0; s < c["candidate"].size(); ++s)
    panel.push_back({ToSeries(c["candidate"][s]), ToSeries(c["outcome"][s])});
  return panel;
}

TEST(PanelReference, AgreesWithR) {
  for (const Json& c : LeadReference("panels")) {
    const auto panel = ToPanel(c);
    const PanelResult found = TestPanelLead(panel, {.permutations = 199});
    EXPECT_EQ(found.finding, PanelFinding::kLeads);
    EXPECT_EQ(found.segments, 10);
    EXPECT_EQ(found.periods, 18);
    EXPECT_EQ(found.lag, c["lag"]);
    EXPECT_EQ(found.width, c["width"]);
    ASSERT_TRUE(found.effect && found.low && found.high);
    ExpectClose(*found.effect, c["effect"]);
    ExpectClose(found.statistic, c["t"]);
    ExpectClose(found.rho, c["rho"]);
    ExpectClose(found.reverse_statistic, c["reverse_t"]);
    // As wide on both sides, and wider than at one lag alone.
    ExpectClose(*found.high - *found.effect, *found.effect - *found.low);
    EXPECT_GT(*found.high - *found.effect, c["error"].get<double>() * TQuantile(.95, 9));
    // 6 is also what 18 periods are given without a word.
    const PanelResult asked = TestPanelLead(panel, {.longest_lag = 6, .permutations = 199});
    EXPECT_EQ(asked.statistic, found.statistic);
    EXPECT_EQ(asked.p_value, found.p_value);
    const PanelResult shorter = TestPanelLead(panel, {.longest_lag = 1, .permutations = 19});
    EXPECT_EQ(shorter.lag, 1);
    EXPECT_LT(shorter.statistic, found.statistic);
  }
}

TEST(PanelReference, UnitsAndOrderDoNotMatter) {
  auto panel = ToPanel(LeadReference("panels")[1]);
  const PanelResult found = TestPanelLead(panel, {.permutations = 19});
  for (PanelSegment& segment : panel) {
    segment.candidate = Scaled(segment.candidate, 30);
    segment.outcome = Scaled(segment.outcome, .01);
  }
  std::reverse(panel.begin(), panel.end());
  const PanelResult other = TestPanelLead(panel, {.permutations = 19});
  ExpectClose(other.statistic, found.statistic);
  ExpectClose(*other.effect, *found.effect);
  EXPECT_EQ(other.lag, found.lag);
}

struct PanelPlan {
  size_t segments = 12;
  size_t months = 30;
  double effect = 0;  // on growth `lag` months later
  size_t lag = 2;
  double campaign = 0;  // moves all candidates, and all outcomes `lag` months later
};

std::vector<PanelSegment> MakePanel(const PanelPlan& plan, uint64_t seed) {
  Random random(seed, 5);
  const size_t steps = plan.months - 1;
  const Series shared = Noise(random, steps, plan.campaign);
  std::vector<PanelSegment> panel;
  for (size_t s = 0; s < plan.segments; ++s) {
    Series dx = Noise(random, steps, .05);
    Series dy = Noise(random, steps, .03);
    for (size_t t = 0; t < steps; ++t) {
      dx[t] += shared[t];
      if (t < plan.lag) continue;
      dy[t] += plan.effect * (dx[t - plan.lag] - shared[t - plan.lag]) + shared[t - plan.lag];
    }
    const double size = 50 * (1 + random.Uniform());
    panel.push_back({Levels(dx, 3 * size), Levels(dy, size)});
  }
  return panel;
}

TEST(PanelPlanted, LeadIsFoundAtItsLag) {
  int covered = 0;
  int exact = 0;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    const PanelOptions options{.permutations = 99, .seed = seed};
    auto panel = MakePanel({.effect = .5}, seed);
    const PanelResult found = TestPanelLead(panel, options);
    EXPECT_EQ(found.finding, PanelFinding::kLeads);
    exact += found.lag == 2 && found.width == 1;
    EXPECT_LE(found.lag, 2);  // or a wider lead around it
    EXPECT_GE(found.lag + found.width - 1, 2);
    EXPECT_EQ(found.p_value, .01);  // the least that 99 exchanges can say
    EXPECT_NEAR(*found.effect, .5, .15);
    covered += *found.low <= .5 && .5 <= *found.high;
    for (PanelSegment& segment : panel) std::swap(segment.candidate, segment.outcome);
    const PanelResult turned = TestPanelLead(panel, options);
    EXPECT_EQ(turned.finding, PanelFinding::kFollows);
    EXPECT_EQ(turned.reverse_p_value, .01);
    EXPECT_GT(turned.reverse_statistic, turned.statistic);
  }
  EXPECT_GE(covered, 9);
  EXPECT_GE(exact, 8);
}

TEST(PanelPlanted, WhatMovesAllSegmentsIsNoLead) {
  int found = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const auto panel = MakePanel({.segments = 8, .months = 24, .campaign = .1}, seed);
    const PanelResult result = TestPanelLead(panel, {.permutations = 99, .seed = seed});
    found += result.finding != PanelFinding::kNotDetected;
  }
  EXPECT_LE(found, 5);  // both directions at 5 % each
}

TEST(PanelPlanted, UnrelatedPanelsAreSeldomFound) {
  int forward = 0;
  int reverse = 0;
  double sum = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const auto panel = MakePanel({.segments = 8, .months = 14}, seed);
    const PanelResult found = TestPanelLead(panel, {.permutations = 99, .seed = seed});
    forward += found.p_value <= .05;
    reverse += found.reverse_p_value <= .05;
    sum += found.p_value;
  }
  EXPECT_LE(forward, 9);
  EXPECT_LE(reverse, 9);
  EXPECT_NEAR(sum / 60, .5, .12);  // a mean of 60 uniform values has an error of .037
}

TEST(PanelReference, ThreadsAndSeeds) {
  const auto panel = MakePanel({.segments = 9, .months = 16}, 77);
  const PanelResult one = TestPanelLead(panel, {.permutations = 199, .seed = 4, .threads = 1});
  const PanelResult two = TestPanelLead(panel, {.permutations = 199, .seed = 4, .threads = 2});
  EXPECT_EQ(one.p_value, two.p_value);
  EXPECT_EQ(one.reverse_p_value, two.reverse_p_value);
  EXPECT_EQ(one.low, two.low);
  EXPECT_EQ(one.high, two.high);
  EXPECT_EQ(one.statistic, two.statistic);
  const PanelResult other = TestPanelLead(panel, {.permutations = 199, .seed = 5});
  EXPECT_EQ(other.statistic, one.statistic);
  EXPECT_NE(other.low, one.low);
  const PanelResult wide = TestPanelLead(panel, {.permutations = 199, .level = .99, .seed = 4});
  EXPECT_LT(*wide.low, *one.low);
}

TEST(PanelReference, Edges) {
  const auto finding = [](const std::vector<PanelSegment>& panel) {
    return TestPanelLead(panel, {.permutations = 19}).finding;
  };
  EXPECT_EQ(finding({}), PanelFinding::kNotEnoughData);
  EXPECT_EQ(finding(MakePanel({.segments = 7}, 1)), PanelFinding::kNotEnoughData);
  EXPECT_EQ(finding(MakePanel({.months = 11}, 1)), PanelFinding::kNotEnoughData);
  const PanelResult least =
      TestPanelLead(MakePanel({.segments = 8, .months = 12}, 1), {.permutations = 19});
  EXPECT_NE(least.finding, PanelFinding::kNotEnoughData);
  EXPECT_TRUE(least.effect);
  EXPECT_EQ(least.periods, 12);

  auto constant = MakePanel({}, 2);
  for (PanelSegment& segment : constant) segment.candidate.assign(30, segment.candidate[0]);
  EXPECT_EQ(finding(constant), PanelFinding::kNoVariation);
  constant = MakePanel({}, 2);
  for (PanelSegment& segment : constant) segment.outcome.assign(30, 0);
  const PanelResult nothing = TestPanelLead(constant, {.permutations = 19});
  EXPECT_EQ(nothing.finding, PanelFinding::kNoVariation);
  EXPECT_FALSE(nothing.effect);
  EXPECT_EQ(nothing.p_value, 1);
  EXPECT_EQ(nothing.lag, 0);
}

TEST(PanelPlanted, SegmentsOfZerosDoNotHideALead) {
  auto panel = MakePanel({.effect = .7}, 3);
  panel[1].candidate.assign(30, 0);
  panel[4].outcome.assign(30, 0);
  const PanelResult found = TestPanelLead(panel, {.longest_lag = 3, .permutations = 99});
  EXPECT_EQ(found.finding, PanelFinding::kLeads);
  EXPECT_EQ(found.lag, 2);
  EXPECT_EQ(found.segments, 12);
  // A single month of 0 moves its segment by much more than growth does, but breaks nothing.
  panel[6].outcome[11] = 0;
  panel[8].candidate[20] = 0;
  const PanelResult shaken = TestPanelLead(panel, {.longest_lag = 3, .permutations = 99});
  EXPECT_NE(shaken.finding, PanelFinding::kNoVariation);
  EXPECT_NE(shaken.statistic, found.statistic);
  ASSERT_TRUE(shaken.low && shaken.high);
  EXPECT_TRUE(std::isfinite(*shaken.low) && std::isfinite(*shaken.high));
}

// --- Link ----------------------------------------------------------------------------------------

TEST(LinkReference, AgreesWithR) {
  for (const Json& c : LeadReference("links")) {
    const LinkOptions options{
        .lag = c["lag"], .width = c["width"], .weekly = c["weekly"], .level = c["level"]};
    const Series candidate = ToSeries(c["candidate"]);
    const Series outcome = ToSeries(c["outcome"]);
    const LinkResult found = CheckLink(candidate, outcome, c["critical"], options);
    ExpectClose(found.recent_effect, c["recent"], 1e-7);
    ASSERT_TRUE(found.earlier_low && found.earlier_high);
    ExpectClose(*found.earlier_low, c["earlier"][0], 1e-7);
    ExpectClose(*found.earlier_high, c["earlier"][1], 1e-7);
    EXPECT_EQ(found.quarters_outside, c["outside"]);
    ExpectClose(found.cusum_extreme, c["cusum"], 1e-7);
    const bool weaker = c["outside"] >= 2 || c["cusum"] > 1;
    EXPECT_EQ(found.finding, weaker ? LinkFinding::kWeakened : LinkFinding::kStable);
    ASSERT_EQ(found.windows.size(), c["ends"].size());
    for (size_t i = 0; i < found.windows.size(); ++i) {
      EXPECT_EQ(found.windows[i].end, c["ends"][i]);
      ExpectClose(found.windows[i].effect, c["window_effect"][i], 1e-7);
      ExpectClose(found.windows[i].low, c["window_low"][i], 1e-7);
      ExpectClose(found.windows[i].high, c["window_high"][i], 1e-7);
    }
    const LinkResult scaled =
        CheckLink(Scaled(candidate, 12), Scaled(outcome, .1), c["critical"], options);
    ExpectClose(scaled.recent_effect, found.recent_effect, 1e-7);
  }
}

// 60 months of a strong link at lag 1 that is lost `lost` months before the end, or never.
Pair MakeLink(uint64_t seed, size_t lost) {
  Random random(seed, 6);
  const size_t steps = 59;
  const Series dx = Noise(random, steps, .06);
  Series dy = Noise(random, steps, .02);
  for (size_t t = 1; t + lost < steps; ++t) dy[t] += .9 * dx[t - 1];
  return {Levels(dx, 700), Levels(dy, 90)};
}

TEST(LinkPlanted, ConstantLinkIsStableAndALostOneWeakened) {
  int alarms = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    const Pair holds = MakeLink(seed, 0);
    const LinkResult steady = CheckLink(holds.metric, holds.guardrail, 3, {});
    ASSERT_NE(steady.finding, LinkFinding::kNotEnoughData);
    EXPECT_NEAR(steady.recent_effect, .9, .5);
    alarms += steady.finding == LinkFinding::kWeakened;
    const Pair lost = MakeLink(seed, 15);
    const LinkResult weaker = CheckLink(lost.metric, lost.guardrail, 3, {});
    EXPECT_EQ(weaker.finding, LinkFinding::kWeakened);
    EXPECT_LT(weaker.recent_effect, *weaker.earlier_low);
    EXPECT_GT(weaker.windows.front().effect, weaker.windows.back().effect);
    // Only weakening is asked for: a link that appears is no alarm.
    Pair found = lost;
    std::reverse(found.metric.begin(), found.metric.end());
    std::reverse(found.guardrail.begin(), found.guardrail.end());
    std::swap(found.metric, found.guardrail);  // turned in time, the outcome moves first
    const LinkResult stronger = CheckLink(found.metric, found.guardrail, 3, {});
    EXPECT_GT(stronger.recent_effect, 0);
    EXPECT_LT(stronger.quarters_outside, 2);
  }
  EXPECT_LE(alarms, 3);
}

TEST(LinkReference, Edges) {
  const Pair pair = MakeLink(1, 0);
  const auto first = [&](size_t n, const LinkOptions& options) {
    return CheckLink(
        {pair.metric.begin(), pair.metric.begin() + static_cast<std::ptrdiff_t>(n)},
        {pair.guardrail.begin(), pair.guardrail.begin() + static_cast<std::ptrdiff_t>(n)}, 3,
        options);
  };
  const LinkResult shorter = first(35, {});
  EXPECT_EQ(shorter.finding, LinkFinding::kNotEnoughData);
  EXPECT_TRUE(shorter.windows.empty());
  EXPECT_FALSE(shorter.earlier_low);
  EXPECT_EQ(first(36, {}).finding, LinkFinding::kStable);
  EXPECT_EQ(first(60, {.weekly = true}).finding, LinkFinding::kNotEnoughData);
  EXPECT_EQ(first(60, {.lag = 58}).finding, LinkFinding::kNotEnoughData);
  EXPECT_EQ(first(60, {.lag = 500}).finding, LinkFinding::kNotEnoughData);
  EXPECT_EQ(CheckLink(Series(60, 5), pair.guardrail, 3, {}).finding, LinkFinding::kNotEnoughData);
  EXPECT_EQ(CheckLink(pair.metric, Series(60, 0), 3, {}).finding, LinkFinding::kNotEnoughData);
  // A year without any movement of the candidate cannot be compared.
  Series still = pair.metric;
  std::fill(still.begin() + 44, still.end(), still[44]);
  EXPECT_NE(CheckLink(still, pair.guardrail, 3, {}).finding, LinkFinding::kWeakened);
  // A longer window than history is the whole of it; windows end a quarter apart.
  const LinkResult whole = first(60, {.window = 1'000});
  ASSERT_EQ(whole.windows.size(), 13U);
  EXPECT_EQ(whole.windows.front().end, 24);
  EXPECT_EQ(whole.windows.back().end, 60);
  EXPECT_NE(whole.windows.back().effect, first(60, {}).windows.back().effect);
  // No interval is narrower than the plain one, and a larger critical value widens it.
  const auto reach = [&](double critical) {
    const LinkResult found = CheckLink(pair.metric, pair.guardrail, critical, {});
    return (*found.earlier_high - *found.earlier_low) / 2;
  };
  EXPECT_EQ(reach(.1), reach(1));
  ExpectClose(reach(6) / reach(3), 2);
}

// --- Drivers -------------------------------------------------------------------------------------

DriverInput ToDrivers(const Json& c) {
  DriverInput input{.star = ToSeries(c["star"]), .inputs = {}, .weekly = c["weekly"]};
  for (const Json& one : c["inputs"]) input.inputs.push_back(ToSeries(one));
  return input;
}

TEST(DriversReference, AgreesWithR) {
  for (const Json& c : LeadReference("drivers")) {
    DriverInput input = ToDrivers(c);
    input.bootstrap = 19;
    const DriverResult found = MeasureDrivers(input);
    ASSERT_EQ(found.finding, DriverFinding::kEstimated);
    EXPECT_EQ(found.n, c["n"]);
    ExpectClose(found.r_squared, c["r_squared"], 1e-6);
    ExpectClose(found.lambda, c["lambda"]);
    const Series share = ToSeries(c["share"]);
    const Series vif = ToSeries(c["vif"]);
    const Series elasticity = ToSeries(c["elasticity"]);
    ASSERT_EQ(found.drivers.size(), share.size());
    double sum = 0;
    for (size_t i = 0; i < share.size(); ++i) {
      ExpectClose(found.drivers[i].share, share[i], 1e-6);
      ExpectClose(found.drivers[i].vif, vif[i], 1e-7);
      ExpectClose(found.drivers[i].elasticity, elasticity[i], 1e-7);
      sum += found.drivers[i].share;
      if (!c.contains("p_value")) continue;  // too few periods for shifts: drawn, not counted
      ExpectClose(found.drivers[i].p_value, c["p_value"][i]);
      ExpectClose(found.drivers[i].p_adjusted, c["p_adjusted"][i]);
    }
    ExpectClose(sum, found.r_squared);
  }
}

struct DriverPlan {
  size_t periods = 80;
  Series effects;      // of each input's growth in the same period
  double noise = .02;  // of the star's own
  bool twin = false;   // one input more, nearly the first again
  bool weekly = false;
};

DriverInput MakeDrivers(const DriverPlan& plan, uint64_t seed) {
  Random random(seed, 7);
  const size_t steps = plan.periods - 1;
  Series star = Noise(random, steps, plan.noise);
  DriverInput input{.star = {}, .inputs = {}, .weekly = plan.weekly, .seed = seed};
  Series first;
  for (const double effect : plan.effects) {
    const Series growth = Noise(random, steps, .05);
    if (first.empty()) first = growth;
    for (size_t t = 0; t < steps; ++t) {
      const double before = t > 0 ? growth[t - 1] : 0;
      star[t] += effect * (growth[t] + before) / 2;
    }
    input.inputs.push_back(Levels(growth, 100));
  }
  if (plan.twin) {
    const Series wobble = Noise(random, steps, .004);
    for (size_t t = 0; t < steps; ++t) first[t] += wobble[t];
    input.inputs.push_back(Levels(first, 40));
  }
  input.star = Levels(star, 1'000);
  return input;
}

TEST(DriversPlanted, SeventyToThirty) {
  double first = 0;
  double second = 0;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    DriverInput input = MakeDrivers({.effects = {std::sqrt(.7), std::sqrt(.3), 0}}, seed);
    input.bootstrap = 49;
    const DriverResult found = MeasureDrivers(input);
    ASSERT_EQ(found.finding, DriverFinding::kEstimated);
    const auto& d = found.drivers;
    EXPECT_GT(d[0].share, d[1].share);
    EXPECT_GT(d[1].share, d[2].share);
    EXPECT_LE(d[0].p_adjusted, .05);
    EXPECT_LE(d[1].p_adjusted, .05);
    EXPECT_NEAR(d[0].elasticity, std::sqrt(.7), .3);
    for (const Driver& driver : d) {
      EXPECT_EQ(driver.group, -1);
      EXPECT_LT(driver.vif, 3);
      EXPECT_LT(driver.low, driver.high);
      EXPECT_LT(driver.elasticity_low, driver.elasticity_high);
      EXPECT_GE(driver.p_adjusted, driver.p_value - 1e-12);
    }
    first += d[0].share;
    second += d[1].share;
  }
  EXPECT_NEAR(first / (first + second), .7, .07);
}

TEST(DriversPlanted, InputsThatAddNothingAreSeldomFound) {
  int few = 0;
  int many = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    // Below and beyond the 60 periods from which shifts are used.
    for (const size_t periods : {40U, 75U}) {
      DriverInput input = MakeDrivers({.periods = periods, .effects = {.8, 0}}, seed);
      input.bootstrap = 0;
      input.permutations = 99;
      (periods < 60 ? few : many) += MeasureDrivers(input).drivers[1].p_value <= .05;
    }
  }
  EXPECT_LE(few, 9);
  EXPECT_LE(many, 9);
}

TEST(DriversPlanted, TwinsShareAGroup) {
  for (const bool weekly : {false, true}) {
    DriverInput input =
        MakeDrivers({.periods = 90, .effects = {.8, .5}, .twin = true, .weekly = weekly}, 5);
    input.bootstrap = 0;
    const DriverResult found = MeasureDrivers(input);
    ASSERT_EQ(found.finding, DriverFinding::kEstimated);
    const auto& d = found.drivers;
    EXPECT_GE(d[0].group, 0);
    EXPECT_EQ(d[2].group, d[0].group);
    EXPECT_EQ(d[1].group, -1);
    EXPECT_GT(std::min(d[0].vif, d[2].vif), 50);
    EXPECT_LT(d[1].vif, 5);
    // What both explain is split evenly, and neither adds to the other.
    EXPECT_NEAR(d[0].share / d[2].share, 1, .15);
    // Without bootstrap there is no interval.
    EXPECT_EQ(d[0].high, 0);
  }
}

TEST(DriversReference, SeedsAndUnits) {
  DriverInput input = MakeDrivers({.periods = 45, .effects = {.5, .2}}, 9);
  const DriverResult found = MeasureDrivers(input);
  const DriverResult again = MeasureDrivers(input);
  input.seed = 10;
  const DriverResult other = MeasureDrivers(input);
  input.seed = 9;
  input.star = Scaled(input.star, .02);
  input.inputs[1] = Scaled(input.inputs[1], 900);
  const DriverResult scaled = MeasureDrivers(input);
  for (size_t i = 0; i < 2; ++i) {
    const Driver& d = found.drivers[i];
    EXPECT_EQ(again.drivers[i].low, d.low);
    EXPECT_EQ(again.drivers[i].high, d.high);
    EXPECT_EQ(again.drivers[i].elasticity_low, d.elasticity_low);
    EXPECT_EQ(again.drivers[i].p_value, d.p_value);
    EXPECT_EQ(other.drivers[i].share, d.share);
    EXPECT_NE(other.drivers[i].low, d.low);
    ExpectClose(scaled.drivers[i].share, d.share);
    ExpectClose(scaled.drivers[i].elasticity, d.elasticity);
    EXPECT_EQ(scaled.drivers[i].p_value, d.p_value);
  }
}

TEST(DriversReference, Edges) {
  // 5 periods for each of two terms, after the lags: 16 months for one input, 26 for two.
  const auto of = [](size_t periods, size_t inputs) {
    DriverInput input = MakeDrivers({.periods = periods, .effects = Series(inputs, .5)}, 3);
    input.bootstrap = 9;
    input.permutations = 19;
    return input;
  };
  EXPECT_EQ(MeasureDrivers(of(15, 1)).finding, DriverFinding::kNotEnoughData);
  EXPECT_EQ(MeasureDrivers(of(16, 1)).finding, DriverFinding::kEstimated);
  EXPECT_EQ(MeasureDrivers(of(25, 2)).finding, DriverFinding::kNotEnoughData);
  EXPECT_EQ(MeasureDrivers(of(26, 2)).finding, DriverFinding::kEstimated);
  const DriverResult tiny = MeasureDrivers(of(2, 1));
  EXPECT_EQ(tiny.finding, DriverFinding::kNotEnoughData);
  EXPECT_EQ(tiny.n, 0);
  EXPECT_TRUE(tiny.drivers.empty());
  for (const double value : {0., 7.}) {
    DriverInput flat = of(50, 2);
    flat.inputs[1].assign(50, value);
    EXPECT_EQ(MeasureDrivers(flat).finding, DriverFinding::kNoVariation);
    flat = of(50, 2);
    flat.star.assign(50, value);
    EXPECT_EQ(MeasureDrivers(flat).finding, DriverFinding::kNoVariation);
  }
  // Ten inputs are the most.
  const DriverResult many = MeasureDrivers(of(120, 10));
  ASSERT_EQ(many.drivers.size(), 10U);
  for (const Driver& driver : many.drivers) EXPECT_TRUE(std::isfinite(driver.share));
  EXPECT_LE(many.r_squared, 1);
}

}  // namespace
}  // namespace northstar::stats
