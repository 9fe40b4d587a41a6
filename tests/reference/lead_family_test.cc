// The lead over segments, the check of a link and the divergence from a guardrail: against R
// (lead_family.R beside this file says how), against a published vector, on series whose
// truth was planted, and at the edges.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/divergence.h"
#include "stats/link_check.h"
#include "stats/panel_lead.h"
#include "tests/reference/lead_series.h"

namespace northstar::stats {
namespace {

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
  // The mean is .6; Σ (t - 4.5)² is 82.5.
  ExpectClose(sparse->slope, (2.5 * std::asinh(2 / .6) + 4.5 * std::asinh(4 / .6)) / 82.5);
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
  const DivergenceScan still = ScanDivergence(Series(down.size(), 4), down, true, 6, .05, .05);
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

TEST(PanelPlanted, SegmentsThatGrowAlikeSayNothing) {
  Random random(12, 3);
  const Series shared = Noise(random, 29, .05);
  std::vector<PanelSegment> panel;
  for (int segment = 0; segment < 10; ++segment)
    panel.push_back({Levels(shared, 100 + segment), Levels(Noise(random, 29, .05), 500)});
  EXPECT_EQ(TestPanelLead(panel, {.permutations = 99}).finding, PanelFinding::kNoVariation);
  for (PanelSegment& segment : panel) std::swap(segment.candidate, segment.outcome);
  EXPECT_EQ(TestPanelLead(panel, {.permutations = 99}).finding, PanelFinding::kNoVariation);
}

}  // namespace
}  // namespace northstar::stats
