// Inputs of a star: unrelated ones, and one of three that does move before it.
#include "stats/drivers.h"
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "model/judgement.h"

namespace northstar::calibration {
namespace {

constexpr int kInputs = 3;

struct World {
  const char* name;
  double ar = 0;
  double season = 0;  // shared by the star and all inputs
};

struct Length {
  const char* name;
  int periods;
  bool weekly;
};
constexpr Length kLengths[] = {
    {"36 months", 36, false}, {"60 months", 60, false}, {"156 weeks", 156, true}};

struct Found {
  bool estimated = false;
  int unrelated = 0;  // inputs that are said to act and do not
  bool planted = false;
  int covered = 0;  // elasticities that lie in their interval
};

// `share` of the star's growth comes from the first input, one period before.
Found Simulate(const World& world, const Length& length, double share, uint64_t seed) {
  Random random(seed, 29);
  const int growths = length.periods - 1;
  const double period = length.weekly ? 365.25 / 7 : 12;
  std::vector<double> season;
  const double phase = random.Uniform() * 2 * std::numbers::pi;
  for (int t = 0; t < growths; ++t)
    season.push_back(world.season * std::cos(2 * std::numbers::pi * t / period + phase));
  const auto levels = [&](std::vector<double> growth) {
    for (size_t t = 0; t < growth.size(); ++t) growth[t] += 0.01 + season[t];
    return Levels(growth);
  };
  std::vector<std::vector<double>> own;
  for (int i = 0; i < kInputs; ++i) own.push_back(Wander(random, growths, world.ar, 0.05));
  std::vector<double> star = Wander(random, growths, world.ar, 0.05);
  for (size_t t = 1; t < star.size(); ++t)
    star[t] = std::sqrt(share) * own[0][t - 1] + std::sqrt(1 - share) * star[t];
  stats::DriverInput input;
  input.star = levels(star);
  for (const auto& growth : own) input.inputs.push_back(levels(growth));
  input.weekly = length.weekly;
  input.seed = seed;
  input.bootstrap = 0;
  const stats::DriverResult result = stats::MeasureDrivers(input);
  Found found;
  found.estimated = result.finding == stats::DriverFinding::kEstimated;
  for (size_t i = 0; i < result.drivers.size(); ++i) {
    const double truth = i == 0 ? std::sqrt(share) : 0;
    const stats::Driver& driver = result.drivers[i];
    found.covered += driver.elasticity_low <= truth && truth <= driver.elasticity_high;
    const bool acts = driver.p_adjusted <= DefaultJudgement().actionable.driver_alpha;
    if (share > 0 && i == 0) {
      found.planted = acts;
    } else {
      found.unrelated += acts;
    }
  }
  return found;
}

void AddRow(Page& page, int row, const std::string& name, const World& world, const Length& length,
            double share) {
  const int runs = page.Runs(share > 0 ? 500 : 1000);
  const auto results =
      Repeat(runs, row, [&](uint64_t seed) { return Simulate(world, length, share, seed); });
  int unrelated = 0;
  for (const Found& found : results) unrelated += found.unrelated;
  const int estimated = CountIf(results, [](const Found& f) { return f.estimated; });
  const int any = CountIf(results, [](const Found& f) { return f.unrelated > 0; });
  const int planted = CountIf(results, [](const Found& f) { return f.planted; });
  const std::string each = Percent(unrelated, estimated * (share > 0 ? kInputs - 1 : kInputs));
  int covered = 0;
  for (const Found& found : results) covered += found.covered;
  if (share == 0) page.Expect("inputs", 12, any, estimated);
  page.ExpectAtLeast("elasticities in their 90 % interval", 85, covered, estimated * kInputs);
  page.Add(fmt::format("| {} | {} | {} | {} | {} | {} |\n", name, length.name, estimated,
                       share > 0 ? Percent(planted, estimated) : Percent(any, estimated), each,
                       Percent(covered, estimated * kInputs)));
}

}  // namespace

void AddDrivers(Page& page) {
  page.Add(
      "\n## Inputs\n\nThree inputs that have nothing to do with the star. Share of worlds in which "
      "one of them is said to act (adjusted p ≤ 0.1), and share of inputs. Wanted: at most 12 % of "
      "worlds. Elasticities come with intervals of 90 %; wanted: 85 % of them hold the truth.\n\n| "
      "growth | history | worlds | any | of inputs | elasticities covered "
      "|\n|---|---|---:|---:|---:|---:|\n");
  constexpr World kUnrelated[] = {{"independent"},
                                  {"autocorrelation 0.5", 0.5},
                                  {"autocorrelation 0.5, a season for all", 0.5, 0.05}};
  int row = 0;
  for (const World& world : kUnrelated) {
    for (const Length& length : kLengths) AddRow(page, ++row, world.name, world, length, 0);
  }
  page.Add(
      "\nOne of the three moves one period before the star and explains part of its growth. Share "
      "of worlds in which it is found, and share of the other inputs that are said to act.\n\n"
      "| growth explained | history | worlds | found | others | elasticities covered |\n"
      "|---|---|---:|---:|---:|---:|\n");
  constexpr World kPlanted{"", 0.5};
  for (const auto& [name, share] : {std::pair{"half", 0.5}, std::pair{"a quarter", 0.25}}) {
    for (const Length& length : kLengths) AddRow(page, ++row, name, kPlanted, length, share);
  }
}

}  // namespace northstar::calibration
