// not_decoupled: a metric and a guardrail that have nothing to do with each other, and a planted
// episode in which the metric rises while the guardrail falls.
#include "stats/divergence.h"
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "model/judgement.h"

namespace northstar::calibration {
namespace {

constexpr int kEpisode = 13;  // weeks

// How the logarithm of a series moves about, in weekly steps.
struct Motion {
  double ar = 0;     // 1: a random walk
  double sd = 0.03;  // of the innovations
  double drift = 0;  // per week
};

struct World {
  const char* name;
  Motion metric, guardrail;
};

std::vector<double> Series(Random& random, const Motion& motion, double level, int weeks) {
  std::vector<double> x = Wander(random, weeks, motion.ar, motion.sd);
  for (int t = 0; t < weeks; ++t) {
    double& value = x[static_cast<size_t>(t)];
    value = level * std::exp(value + motion.drift * t);
  }
  return x;
}

// From `start` on, over the weeks of the episode, up to `change` (relative), and back again over as
// many weeks.
void Plant(std::vector<double>& x, int start, double change) {
  for (int t = 0; t < 2 * kEpisode; ++t) {
    const double way = 1 - std::fabs(static_cast<double>(t) / kEpisode - 1);
    const auto at = static_cast<size_t>(start + t);
    if (at < x.size()) x[at] *= std::pow(1 + change, way);
  }
}

struct Scanned {
  bool alarm = false, in_place = false;
};

Scanned Simulate(const World& world, int weeks, bool episode, uint64_t seed) {
  const auto& rules = DefaultJudgement().not_decoupled;
  Random random(seed, 23);
  std::vector<double> metric = Series(random, world.metric, 1000, weeks);
  std::vector<double> guardrail = Series(random, world.guardrail, 0.6, weeks);
  const int last = weeks - 2 * kEpisode;
  const int start =
      kEpisode + static_cast<int>(random.Below(static_cast<uint64_t>(last - kEpisode)));
  if (episode) {
    Plant(metric, start, 0.5);
    Plant(guardrail, start, -0.2);
  }
  const stats::DivergenceScan scan =
      stats::ScanDivergence(metric, guardrail, true, static_cast<size_t>(rules.window_periods),
                            rules.tolerance, rules.alpha);
  Scanned scanned;
  scanned.alarm = scan.end && scan.p_value <= rules.alpha;
  if (!scanned.alarm) return scanned;
  // More than half of the window that is named lies in the episode.
  const int end = static_cast<int>(*scan.end);
  const int window = static_cast<int>(rules.window_periods);
  scanned.in_place =
      std::min(end, start + kEpisode + 1) - std::max(end - window, start) > window / 2;
  return scanned;
}

constexpr Motion kNoise{0, 0.03, 0};
constexpr Motion kAr{0.5, 0.03, 0};
constexpr Motion kWalk{1, 0.03, 0};
constexpr Motion kGrowing{0.5, 0.03, 0.01};

}  // namespace

void AddDivergence(Page& page) {
  page.Add(
      "\n## A metric that rises while a guardrail falls\n\nBoth go their own ways. Share of "
      "histories with an alarm (8 weeks, tolerance 2 %, p ≤ 0.05). Wanted: at most 6 %.\n\n"
      "| metric | guardrail | weeks | pairs | alarm |\n|---|---|---:|---:|---:|\n");
  constexpr World kIndependent[] = {{"noise around a level | noise around a level", kNoise, kNoise},
                                    {"autocorrelation 0.5 | autocorrelation 0.5", kAr, kAr},
                                    {"random walk | random walk", kWalk, kWalk},
                                    {"grows by 1 % a week | autocorrelation 0.5", kGrowing, kAr},
                                    {"grows by 1 % a week | random walk", kGrowing, kWalk}};
  int row = 0;
  for (const World& world : kIndependent) {
    for (const int weeks : {104, 180}) {
      const int runs = page.Runs(1000);
      const auto results =
          Repeat(runs, ++row, [&](uint64_t seed) { return Simulate(world, weeks, false, seed); });
      const int alarms = CountIf(results, [](const Scanned& s) { return s.alarm; });
      page.Expect("guardrail that falls", 6, alarms, runs);
      page.Add(
          fmt::format("| {} | {} | {} | {} |\n", world.name, weeks, runs, Percent(alarms, runs)));
    }
  }
  page.Add(
      "\nWith an episode: over 13 weeks the metric rises by 50 % while the guardrail falls by 20 "
      "%, and both return. Weekly changes besides are 3 % each.\n\n"
      "| metric and guardrail besides | weeks | pairs | alarm | in the episode |\n"
      "|---|---:|---:|---:|---:|\n");
  constexpr World kEpisodes[] = {{"noise around a level", kNoise, kNoise},
                                 {"autocorrelation 0.5", kAr, kAr},
                                 {"random walk", kWalk, kWalk}};
  for (const World& world : kEpisodes) {
    for (const int weeks : {104, 180}) {
      const int runs = page.Runs(1000);
      const auto results =
          Repeat(runs, ++row, [&](uint64_t seed) { return Simulate(world, weeks, true, seed); });
      const int alarms = CountIf(results, [](const Scanned& s) { return s.alarm; });
      const int placed = CountIf(results, [](const Scanned& s) { return s.in_place; });
      page.Add(fmt::format("| {} | {} | {} | {} | {} |\n", world.name, weeks, runs,
                           Percent(alarms, runs), Percent(placed, alarms)));
    }
  }
}

}  // namespace northstar::calibration
