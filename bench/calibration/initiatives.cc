// Initiatives that do nothing, and initiatives that do something: experiments read once and every
// day, with the past taken off, and series before and after a start that nobody assigned by lot.
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "stats/experiment/always_valid.h"
#include "stats/experiment/cuped.h"
#include "stats/experiment/detectable.h"
#include "stats/experiment/two_shares.h"
#include "stats/experiment/without_lot.h"

namespace northstar::calibration {
namespace {

using stats::ArmEstimate;
using stats::UnitMoments;
using stats::UnitSums;

constexpr int kDays = 28;

// What each unit brings: an outcome, what it is divided by (a ratio's), and its past.
struct Unit {
  double value = 0, visits = 1, past = 0;
};

struct Metric {
  const char* name;
  bool ratio = false, past = false;
  Unit (*draw)(Random& random);
};

Unit Amount(Random& random) {
  return {Exponential(random, 1)};
}

// Three in ten pay, and what they pay has a heavy tail.
Unit Payment(Random& random) {
  const double paid = std::exp(1.2 * Normal(random));
  return {random.Uniform() < 0.3 ? paid : 0};
}

Unit Visits(Random& random) {
  const double mood = Exponential(random, 1);
  const int visits = 1 + Poisson(random, 4 * mood);
  return {Exponential(random, (0.5 + mood) * visits), static_cast<double>(visits)};
}

// The past explains 60 % of the variance; three in ten units have none.
Unit WithPast(Random& random) {
  const double own = Exponential(random, 1);
  const double value = std::sqrt(0.6) * own + std::sqrt(0.4) * Exponential(random, 1);
  return {value, 1, random.Uniform() < 0.3 ? 0 : own};
}

constexpr Metric kMetrics[] = {{"amounts", false, false, Amount},
                               {"payments of few, heavy tail", false, false, Payment},
                               {"revenue per visit, by user", true, false, Visits},
                               {"amounts less their past (CUPED)", false, true, WithPast}};

// Value, visits, past, has past.
void AddUnit(const Unit& unit, double lift, UnitSums* sums) {
  const double values[] = {unit.value + lift, unit.visits, unit.past, unit.past > 0 ? 1.0 : 0.0};
  sums->units += 1;
  for (size_t i = 0; i < 4; ++i) {
    sums->sums[i] += values[i];
    for (size_t j = 0; j < 4; ++j) sums->products[i * 4 + j] += values[i] * values[j];
  }
}

UnitMoments Keep(const UnitMoments& all, const std::vector<size_t>& values) {
  UnitMoments kept;
  kept.units = all.units;
  for (const size_t i : values) {
    kept.means.push_back(all.means[i]);
    for (const size_t j : values) kept.covariances.push_back(all.Covariance(i, j));
  }
  return kept;
}

std::optional<stats::ArmComparison> Compare(const Metric& metric, const UnitSums (&sums)[2]) {
  const UnitMoments one = *stats::MomentsOf(sums[0]);
  const UnitMoments other = *stats::MomentsOf(sums[1]);
  if (metric.past) {
    const auto arms = stats::AdjustForCovariates(Keep(one, {0, 2, 3}), Keep(other, {0, 2, 3}));
    return stats::CompareArms(arms.treatment, arms.control, 0.95);
  }
  const auto estimate = [&](const UnitMoments& arm) {
    return stats::MeanOf(metric.ratio ? stats::LinearizedRatio(Keep(arm, {0, 1})) : arm);
  };
  return stats::CompareArms(estimate(one), estimate(other), 0.95);
}

struct Read {
  bool at_end = false;     // the interval of the last day excludes 0
  bool relative = false;   // likewise of the relative effect
  bool peeking = false;    // the fixed interval does on some day
  bool some_look = false;  // the always-valid one does on some day
  bool last_look = false;  // on the last
};

// Each arm gets as many units every day.
Read Simulate(const Metric& metric, int a_day, double lift, uint64_t seed) {
  Random random(seed, 91);
  UnitSums sums[2];
  for (UnitSums& arm : sums) arm = {0, std::vector<double>(4, 0), std::vector<double>(16, 0)};
  const stats::LookDesign design{2.0 * kDays * a_day, 0.05};
  Read read;
  for (int day = 0; day < kDays; ++day) {
    for (int unit = 0; unit < a_day; ++unit) {
      AddUnit(metric.draw(random), lift, &sums[0]);
      AddUnit(metric.draw(random), 0, &sums[1]);
    }
    const auto found = Compare(metric, sums);
    if (!found) continue;
    const stats::Effect& effect = found->absolute;
    const auto look =
        stats::LookAt(effect.estimate, effect.standard_error, 2 * sums[0].units, design);
    read.at_end = effect.low > 0 || effect.high < 0;
    read.last_look = look.low > 0 || look.high < 0;
    read.peeking |= read.at_end;
    read.some_look |= read.last_look;
    read.relative = found->relative && (found->relative->low > 0 || found->relative->high < 0);
  }
  return read;
}

void AddTests(Page& page) {
  page.Add(
      "\n## Experiments\n\nTwo arms that do not differ, each with as many units more on each of 28 "
      "days. Share of experiments in which an interval of 95 % excludes 0: at the end, of the "
      "relative effect at the end, on some day for who looks daily at the fixed interval, and on "
      "some day of the always-valid one. Wanted: at most 7 % at the end, at most 5 % of the "
      "always-valid one.\n\n"
      "| metric | units a day | tests | at the end | relative | some day, fixed | some day, always "
      "valid |\n|---|---:|---:|---:|---:|---:|---:|\n");
  int row = 0;
  for (const Metric& metric : kMetrics) {
    for (const int a_day : {10, 50}) {
      const int runs = page.Runs(2000);
      const auto results =
          Repeat(runs, ++row, [&](uint64_t seed) { return Simulate(metric, a_day, 0, seed); });
      const auto count = [&](bool Read::*what) {
        return CountIf(results, [what](const Read& read) { return read.*what; });
      };
      page.Expect("experiments without an effect", 7, count(&Read::at_end), runs);
      page.Expect("experiments without an effect, 28 looks", 5, count(&Read::some_look), runs);
      page.Add(fmt::format(
          "| {} | {} | {} | {} | {} | {} | {} |\n", metric.name, 2 * a_day, runs,
          Percent(count(&Read::at_end), runs), Percent(count(&Read::relative), runs),
          Percent(count(&Read::peeking), runs), Percent(count(&Read::some_look), runs)));
    }
  }
}

void AddPower(Page& page) {
  page.Add(
      "\nAmounts whose treatment adds once or twice the smallest effect that is said to be "
      "detectable (power 80 %), read once at the end, and by the always-valid interval of the last "
      "day. Wanted of twice the effect: at least 98 % at the end.\n\n"
      "| effect | units a day | tests | at the end | always valid |\n|---|---:|---:|---:|---:|\n");
  int row = 100;
  for (const int times : {1, 2}) {
    for (const int a_day : {10, 50}) {
      const int runs = page.Runs(1000);
      const double units = kDays * a_day;
      const double lift = times * stats::DetectableAtOnce(stats::DifferenceError(1, units, units));
      const auto results = Repeat(
          runs, ++row, [&](uint64_t seed) { return Simulate(kMetrics[0], a_day, lift, seed); });
      const int at_end = CountIf(results, [](const Read& read) { return read.at_end; });
      const int last = CountIf(results, [](const Read& read) { return read.last_look; });
      if (times == 2) page.ExpectAtLeast("twice the detectable effect", 98, at_end, runs);
      page.Add(fmt::format("| {} | {} | {} | {} | {} |\n", times == 1 ? "once" : "twice", 2 * a_day,
                           runs, Percent(at_end, runs), Percent(last, runs)));
    }
  }
}

void AddShares(Page& page) {
  page.Add(
      "\nShares of two arms that do not differ. Share of tests with p ≤ 0.05, and in which the "
      "interval of the difference excludes 0. Wanted: at most 7 % of p.\n\n"
      "| share | units an arm | tests | p ≤ 0.05 | interval |\n|---:|---:|---:|---:|---:|\n");
  int row = 200;
  for (const double share : {0.003, 0.02, 0.2, 0.98}) {
    for (const int units : {100, 1000}) {
      const int runs = page.Runs(2000);
      const auto results = Repeat(runs, ++row, [&](uint64_t seed) {
        Random random(seed, 92);
        const stats::ShareCounts one{Binomial(random, units, share), units};
        const stats::ShareCounts other{Binomial(random, units, share), units};
        const auto found = stats::CompareShares(one, other, 0.95);
        if (!found) return std::pair{false, false};
        const stats::Effect& effect = found->absolute;
        return std::pair{effect.p_value <= 0.05, effect.low > 0 || effect.high < 0};
      });
      const int small = CountIf(results, [](const auto& one) { return one.first; });
      const int excluded = CountIf(results, [](const auto& one) { return one.second; });
      page.Expect("shares without an effect", 7, small, runs);
      page.Add(fmt::format("| {} | {} | {} | {} | {} |\n", share, units, runs, Percent(small, runs),
                           Percent(excluded, runs)));
    }
  }
}

// Weekly series on logarithms: a market that both segments share, and a gap of the touched one's
// own.
struct World {
  const char* name;
  double market = 0;  // a week, of a random walk
  double season = 0;
  double ar = 0, gap = 0.03;
  double drift = 0;
  bool controls = true;
  bool knowable = true;  // in 60 weeks
};

struct Judged {
  stats::WithoutLotMethod method = stats::WithoutLotMethod::kNone;
  bool found = false;
  double alarms = 0;
};

Judged Assess(const World& world, int weeks, int after, double effect, uint64_t seed) {
  Random random(seed, 93);
  const auto market = Wander(random, weeks, 1, world.market);
  const auto gap = Wander(random, weeks + 50, world.ar, world.gap);
  std::vector<double> treated;
  std::vector<double> control;
  for (int t = 0; t < weeks; ++t) {
    const double shared = market[static_cast<size_t>(t)] +
                          world.season * std::sin(2 * std::numbers::pi * t / (365.25 / 7));
    const double own = gap[static_cast<size_t>(t + 50)] + world.drift * t;
    treated.push_back(400 * std::exp(shared + own + (t >= weeks - after ? effect : 0)));
    if (world.controls) control.push_back(2000 * std::exp(shared));
  }
  const double seasons[] = {365.25 / 7};
  const auto chosen = stats::AssessWithoutLot(treated, control, static_cast<size_t>(weeks - after),
                                              seasons, {.paths = 400});
  Judged judged;
  judged.method = chosen.method;
  if (!chosen.result) return judged;
  judged.found = chosen.result->low > 0 || chosen.result->high < 0;
  judged.alarms = chosen.result->placebo.false_alarm_rate;
  return judged;
}

constexpr World kWorlds[] = {
    {"controls, noise between", 0.03, 0.1, 0, 0.03, 0, true},
    {"controls, autocorrelation 0.5 between", 0.03, 0.1, 0.5, 0.03, 0, true},
    {"controls, autocorrelation 0.8 between", 0.03, 0.1, 0.8, 0.03, 0, true},
    {"controls that drift by 1 % a week", 0.01, 0, 0, 0.03, 0.01, true},
    {"no controls, noise around a level", 0, 0, 0, 0.05, 0, false},
    {"no controls, random walk", 0.03, 0, 0, 0.03, 0, false},
    {"no controls, season", 0.01, 0.15, 0, 0.03, 0, false, false}};

void AddWithoutLot(Page& page) {
  page.Add(
      "\n## Before and after\n\nWeekly series in which something began 8 weeks before the end, and "
      "segments that it did not touch. Share of series compared with segments (else with a "
      "forecast), share in which the interval of 95 % excludes 0 with no effect and with one of 20 "
      "%, and the mean share of placebo dates with an alarm before intervals are widened. Wanted: "
      "at most 12 % without an effect, but for a season of which there is one year.\n\n"
      "| series | weeks | series | with segments | no effect | 20 % | alarms at placebo dates |\n"
      "|---|---:|---:|---:|---:|---:|---:|\n");
  constexpr int kAfter = 8;
  int row = 300;
  for (const World& world : kWorlds) {
    for (const int weeks : {60, 112}) {
      const int runs = page.Runs(300);
      const int own_row = ++row;
      const auto with = [&](double effect) {
        return Repeat(runs, own_row,
                      [&](uint64_t seed) { return Assess(world, weeks, kAfter, effect, seed); });
      };
      const auto none = with(0);
      const auto some = with(0.182);
      const auto found = [](const Judged& one) { return one.found; };
      const int segments = CountIf(
          none, [](const Judged& one) { return one.method == stats::WithoutLotMethod::kSegments; });
      double alarms = 0;
      for (const Judged& one : none) alarms += one.alarms;
      if (world.knowable || weeks > 104)
        page.Expect("before and after without an effect", 12, CountIf(none, found), runs);
      page.Add(fmt::format("| {} | {} | {} | {} | {} | {} | {:.1f} % |\n", world.name, weeks, runs,
                           Percent(segments, runs), Percent(CountIf(none, found), runs),
                           Percent(CountIf(some, found), runs), 100 * alarms / runs));
    }
  }
}

}  // namespace

void AddInitiatives(Page& page) {
  AddTests(page);
  AddPower(page);
  AddShares(page);
  AddWithoutLot(page);
}

}  // namespace northstar::calibration
