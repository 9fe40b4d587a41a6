#include "bench/accuracy/daily_anomalies.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/random.h"
#include "stats/anomaly/anomaly.h"

namespace northstar::accuracy {
namespace {

constexpr size_t kDays = 120;
constexpr size_t kWarmUp = 70;  // days before alarms are counted
constexpr double kDrop = 0.15;
constexpr double kNoise = 0.03;  // of the logarithm, day by day
constexpr double kDrift = 0.01;  // of the level's logarithm, day by day
constexpr std::array<double, 7> kWeek{0.10, 0.12, 0.11, 0.08, 0.02, -0.20, -0.23};

struct World {
  const char* name;
  double drift;       // standard deviation of the level's daily change
  double promotions;  // share of days
};

double Normal(Random& random) {
  return std::sqrt(-2 * std::log(random.Uniform())) *
         std::cos(2 * std::numbers::pi * random.Uniform());
}

struct Run {
  int quiet_days = 0, false_alarms = 0;
  bool detected = false;
};

Run Simulate(const World& world, uint64_t seed) {
  Random random(seed, 41);
  const size_t drop = kWarmUp + random.Below(kDays - kWarmUp);
  stats::AnomalySeries series;
  std::vector<bool> promoted(kDays);
  double level = std::log(1000);
  for (size_t t = 0; t < kDays; ++t) {
    level += world.drift * Normal(random);
    double z = level + kWeek[t % 7] + kNoise * Normal(random);
    promoted[t] = t != drop && random.Uniform() < world.promotions;
    if (promoted[t]) z += 0.2 + 0.3 * random.Uniform();
    if (t == drop) z += std::log(1 - kDrop);
    series.values.push_back(std::round(std::exp(z)));
  }
  const auto points = stats::DetectAnomalies(series, {});
  Run run;
  run.detected = points[drop].anomaly;
  for (size_t t = kWarmUp; t < kDays; ++t) {
    if (t == drop || promoted[t]) continue;
    ++run.quiet_days;
    run.false_alarms += points[t].anomaly;
  }
  return run;
}

}  // namespace

std::vector<DailyRow> MeasureDailyAnomalies(int series_per_world) {
  constexpr std::array<World, 3> kWorlds{World{"steady level", 0, 0},
                                         World{"drifting level", kDrift, 0},
                                         World{"drifting, 3 % promotions", kDrift, 0.03}};
  std::vector<DailyRow> rows;
  for (size_t w = 0; w < kWorlds.size(); ++w) {
    double days = 0;
    double alarms = 0;
    double detected = 0;
    for (int i = 0; i < series_per_world; ++i) {
      const Run run = Simulate(kWorlds[w], w * 1'000'000 + static_cast<uint64_t>(i) + 1);
      days += run.quiet_days;
      alarms += run.false_alarms;
      detected += run.detected;
    }
    rows.push_back({kWorlds[w].name, series_per_world, alarms / std::max(1.0, days),
                    detected / std::max(1, series_per_world)});
  }
  return rows;
}

}  // namespace northstar::accuracy
