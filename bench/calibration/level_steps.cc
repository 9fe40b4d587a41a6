// The step that the sentence of `detect` names: in series that only drift or grow, and in series
// that step from one level to another.
#include "analysis/series/detect.h"
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"

namespace northstar::calibration {
namespace {

constexpr int64_t kWeekUs = 7 * int64_t{86'400'000'000};

// The logarithm of a weekly series: a line, a random walk, noise, and a step in the middle half
// that takes some weeks.
struct World {
  const char* name;
  double slope = 0, walk = 0, noise = 0;  // a week
  double step = 0;
  int weeks_of_step = 1;
};

struct Named {
  bool any = false, in_place = false;
};

Named Simulate(const World& world, int weeks, uint64_t seed) {
  Random random(seed, 47);
  const std::vector<double> walk = Wander(random, weeks, 1, world.walk);
  const int at = weeks / 4 + static_cast<int>(random.Below(static_cast<uint64_t>(weeks / 2)));
  RegularSeries series;
  series.name = "series";
  series.step_seconds = 7 * 86'400;
  series.grain = Grain::kWeek;
  for (int t = 0; t < weeks; ++t) {
    const double way = std::clamp((t - at + 1.0) / world.weeks_of_step, 0.0, 1.0);
    const double z = world.slope * t + walk[static_cast<size_t>(t)] + world.noise * Normal(random) +
                     world.step * way;
    series.values.emplace_back(1000 * std::exp(z));
    series.labels.push_back(std::to_string(t));
    series.starts_us.push_back(t * kWeekUs);
    series.given.push_back(true);
  }
  const Detection found = DetectIn(std::move(series), {}, {});
  Named named;
  named.any = found.step.has_value();
  if (!named.any) return named;
  const auto place = static_cast<int>(found.changes[*found.step].at);
  named.in_place = place >= at - 2 && place <= at + world.weeks_of_step + 2;
  return named;
}

constexpr World kQuiet[] = {{"noise around a level", 0, 0, 0.1},
                            {"straight: 1 % a week", 0.01, 0, 0.1},
                            {"straight: 3 % a week, little noise", 0.03, 0, 0.02},
                            {"drift: 3 % a week", 0, 0.03, 0},
                            {"drift: 3 % a week, noise of 5 %", 0, 0.03, 0.05},
                            {"drift: 3 % a week, noise of 10 %", 0, 0.03, 0.1},
                            {"drift: 5 % a week, growing by 1 %", 0.01, 0.05, 0}};

constexpr World kSteps[] = {{"step of 20 %, noise of 5 %", 0, 0, 0.05, 0.18},
                            {"step of 50 %, noise of 20 %", 0, 0, 0.2, 0.4},
                            {"fall of 70 % within five weeks, noise of 25 %", 0, 0, 0.25, -1.2, 5},
                            {"step of 30 % in a drift of 1 %, noise of 5 %", 0, 0.01, 0.05, 0.26}};

}  // namespace

void AddLevelSteps(Page& page) {
  page.Add(
      "\n## The step in the sentence of `detect`\n\nWeekly series that only drift or grow. Share "
      "of which the sentence names a step. Wanted: at most 10 %.\n\n"
      "| series | weeks | so many | a step is named |\n|---|---:|---:|---:|\n");
  int row = 0;
  for (const World& world : kQuiet) {
    for (const int weeks : {52, 104, 208}) {
      const int runs = page.Runs(500);
      const auto results =
          Repeat(runs, ++row, [&](uint64_t seed) { return Simulate(world, weeks, seed); });
      const int named = CountIf(results, [](const Named& one) { return one.any; });
      page.Expect("steps of a level", 10, named, runs);
      page.Add(
          fmt::format("| {} | {} | {} | {} |\n", world.name, weeks, runs, Percent(named, runs)));
    }
  }
  page.Add(
      "\nSeries that step from one level to another, in the middle half.\n\n"
      "| series | weeks | so many | a step is named | in its place |\n|---|---:|---:|---:|---:|\n");
  for (const World& world : kSteps) {
    for (const int weeks : {52, 104}) {
      const int runs = page.Runs(500);
      const auto results =
          Repeat(runs, ++row, [&](uint64_t seed) { return Simulate(world, weeks, seed); });
      const int named = CountIf(results, [](const Named& one) { return one.any; });
      const int placed = CountIf(results, [](const Named& one) { return one.in_place; });
      page.Add(fmt::format("| {} | {} | {} | {} | {} |\n", world.name, weeks, runs,
                           Percent(named, runs), Percent(placed, named)));
    }
  }
}

}  // namespace northstar::calibration
