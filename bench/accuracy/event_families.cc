#include "bench/accuracy/event_families.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/random.h"
#include "stats/anomaly/anomaly.h"

namespace northstar::accuracy {
namespace {

constexpr size_t kValues = 5000;
constexpr size_t kProbation = 750;  // nothing is put in, and nothing counts
constexpr double kDaySeconds = 86'400;

enum class Family { kShift, kMissingSeason, kDrift, kBurst, kFrozen };
struct Named {
  Family family;
  const char* name;
};
constexpr std::array<Named, 5> kFamilies{{{Family::kShift, "level shifts"},
                                          {Family::kMissingSeason, "missing seasons"},
                                          {Family::kDrift, "creeping drifts"},
                                          {Family::kBurst, "bursts"},
                                          {Family::kFrozen, "frozen sensors"}}};

struct Event {
  size_t from = 0, to = 0;  // the first value, one past the last
};
struct World {
  stats::AnomalySeries series;
  std::vector<Event> events;
};

double Normal(Random& random) {
  return std::sqrt(-2 * std::log(random.Uniform())) *
         std::cos(2 * std::numbers::pi * random.Uniform());
}

double Between(Random& random, double least, double most) {
  return least + (most - least) * random.Uniform();
}

World Draw(Family family, uint64_t seed) {
  Random random(seed, 71);
  constexpr std::array<int64_t, 3> kSteps{300, 900, 3600};
  World world;
  world.series.step_seconds = kSteps[random.Below(kSteps.size())];
  const double per_day = kDaySeconds / static_cast<double>(world.series.step_seconds);
  const double along = Between(random, 0, 0.6);  // autocorrelation of the errors
  const double swing = Between(random, 2, 6);    // of the season, in errors
  const double level = Between(random, 20, 200);
  const double phase = Between(random, 0, 1);
  std::vector<double> season;
  std::vector<double> error;
  double last = 0;
  for (size_t t = 0; t < kValues; ++t) {
    const double turn = 2 * std::numbers::pi * (static_cast<double>(t) / per_day + phase);
    season.push_back(swing * (std::sin(turn) + 0.3 * std::sin(2 * turn)));
    last = along * last + std::sqrt(1 - along * along) * Normal(random);
    error.push_back(last);
  }
  std::vector<double> values(kValues);
  for (size_t t = 0; t < kValues; ++t) values[t] = level + season[t] + error[t];
  size_t t = kProbation + random.Below(200);
  while (true) {
    const double size = Between(random, 2, 6) * (random.Below(2) == 0 ? 1 : -1);
    size_t length = 0;
    switch (family) {
      case Family::kShift:
      case Family::kDrift:
        length = 60 + random.Below(60);
        break;
      case Family::kMissingSeason:
        length = static_cast<size_t>(per_day / 2);
        break;
      case Family::kBurst:
        length = 1 + random.Below(8);
        break;
      case Family::kFrozen:
        length = 40 + random.Below(60);
        break;
    }
    if (t + length + 20 > kValues) break;
    for (size_t k = t; k < t + length; ++k) {
      const double done = static_cast<double>(k - t + 1) / static_cast<double>(length);
      switch (family) {
        case Family::kShift:
        case Family::kBurst:
          values[k] += size;
          break;
        case Family::kDrift:
          values[k] += size * done;
          break;
        case Family::kMissingSeason:
          values[k] -= season[k] - season[t];
          break;
        case Family::kFrozen:
          values[k] = values[t];
          break;
      }
    }
    world.events.push_back({t, t + length});
    t += length + 200 + random.Below(800);
  }
  for (const double value : values) world.series.values.emplace_back(value);
  return world;
}

void Judge(const World& world, double alert_level, FamilyRow& row) {
  stats::AnomalyOptions options;
  options.alert_level = alert_level;
  const auto points = stats::DetectAnomalies(world.series, options);
  const auto event_at = [&](size_t t) {
    return std::any_of(world.events.begin(), world.events.end(), [&](const Event& e) {
      return t >= e.from && t < e.to + (e.to - e.from) / 4 + 3;
    });
  };
  for (size_t t = kProbation; t < points.size(); ++t) {
    if (!points[t].anomaly || points[t - 1].anomaly) continue;
    ++row.alerts;
    row.true_alerts += event_at(t);
  }
  for (const Event& event : world.events) {
    ++row.events;
    bool found = false;
    for (size_t t = event.from; t < std::min(points.size(), event.to + 3); ++t)
      found = found || points[t].anomaly;
    row.found += found;
  }
}

}  // namespace

std::vector<FamilyRow> MeasureEventFamilies(int series_per_family) {
  std::vector<FamilyRow> rows;
  for (const stats::Sensitivity& sensitivity : stats::kSensitivities) {
    FamilyRow all{"all", sensitivity.alert_level};
    for (size_t f = 0; f < kFamilies.size(); ++f) {
      FamilyRow row{kFamilies[f].name, sensitivity.alert_level};
      for (int i = 0; i < series_per_family; ++i) {
        Judge(Draw(kFamilies[f].family, f * 1'000 + static_cast<uint64_t>(i)),
              sensitivity.alert_level, row);
      }
      all.events += row.events;
      all.found += row.found;
      all.alerts += row.alerts;
      all.true_alerts += row.true_alerts;
      rows.push_back(row);
    }
    rows.push_back(all);
  }
  return rows;
}

}  // namespace northstar::accuracy
