#include "bench/accuracy/forecasts.h"

#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <span>
#include <vector>

#include "bench/calibration/simulation.h"
#include "stats/forecast/forecast.h"

namespace northstar::accuracy {
namespace {

constexpr double kLevel = 0.95;
constexpr double kYearOfWeeks[] = {365.25 / 7};
constexpr double kDayAndWeek[] = {24, 168};
constexpr int kSimulated = 200;
constexpr size_t kHoursAhead = 48;

using Table = std::vector<std::vector<double>>;

// A plain file is read as it is.
std::string ReadAll(const std::string& path) {
  std::string text;
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return text;
  char buffer[1 << 16];
  int read = 0;
  while ((read = gzread(file, buffer, sizeof buffer)) > 0) {
    text.append(buffer, static_cast<size_t>(read));
  }
  gzclose(file);
  return text;
}

std::vector<double> Values(const std::string& line) {
  std::vector<double> values;
  for (size_t comma = line.find(','); comma != std::string::npos;
       comma = line.find(',', comma + 1)) {
    const size_t start = line.find_first_not_of("\",", comma);
    if (start == std::string::npos) break;
    char* end = nullptr;
    const double value = std::strtod(line.c_str() + start, &end);
    if (end == line.c_str() + start) break;
    values.push_back(value);
  }
  return values;
}

Table ReadTable(const std::string& path) {
  const std::string text = ReadAll(path);
  Table table;
  size_t start = text.find('\n');
  while (start != std::string::npos && start + 1 < text.size()) {
    const size_t end = text.find('\n', start + 1);
    table.push_back(Values(text.substr(start + 1, end - start - 1)));
    start = end;
  }
  return table;
}

// `lag`: of the changes that errors are compared with.
void AddSeries(std::span<const double> past, std::span<const double> future,
               std::span<const double> seasons, size_t lag, double share, ForecastScores* scores) {
  const auto start = std::chrono::steady_clock::now();
  const auto forecast = stats::ForecastSeries(past, seasons, future.size(), kLevel);
  scores->seconds +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  double usual = 0;
  for (size_t t = lag; t < past.size(); ++t) usual += std::fabs(past[t] - past[t - lag]);
  usual /= static_cast<double>(past.size() - lag);
  share /= static_cast<double>(future.size());
  for (size_t h = 0; h < future.size(); ++h) {
    const auto [mean, low, high] = forecast->steps[h];
    const double error = std::fabs(future[h] - mean);
    scores->smape += share * 200 * error / (std::fabs(future[h]) + std::fabs(mean));
    scores->mase += share * error / usual;
    scores->coverage += share * (future[h] >= low && future[h] <= high ? 1 : 0);
    const double outside = std::max({0.0, low - future[h], future[h] - high});
    scores->msis += share * (high - low + 2 / (1 - kLevel) * outside) / usual;
    scores->level += share * forecast->level;
  }
}

// Visits by hour: what people do on a day, how weekdays and weekends differ in it, and a level.
std::vector<double> DrawHours(Random& random) {
  using calibration::Normal;
  const size_t hours = 700 + random.Below(261);
  const double level = std::exp(3 + 4 * random.Uniform());
  const double phase = 24 * random.Uniform();
  const double depth = 0.2 + 0.6 * random.Uniform();
  const double weekend = 0.5 + 0.7 * random.Uniform();
  const double weekend_shift = 3 * random.Uniform();  // later in the day
  const double noise = 0.02 + 0.1 * random.Uniform();
  const double wander = 0.002 + 0.01 * random.Uniform();
  std::vector<double> own(168);  // what each hour of the week has to itself
  for (double& one : own) one = 0.1 * random.Uniform() * Normal(random);
  std::vector<double> values;
  double at = 0;
  double carried = 0;
  for (size_t t = 0; t < hours; ++t) {
    at += wander * Normal(random);
    carried = 0.5 * carried + noise * Normal(random);
    const bool free = t % 168 >= 120;
    const double hour = static_cast<double>(t % 24) - phase - (free ? weekend_shift : 0);
    const double day = 1 + depth * std::cos(2 * std::numbers::pi * hour / 24) +
                       0.3 * depth * std::cos(4 * std::numbers::pi * hour / 24 + 1);
    values.push_back(level * day * (free ? weekend : 1) * std::exp(at + carried + own[t % 168]));
  }
  return values;
}

}  // namespace

ForecastScores MeasureHours() {
  ForecastScores scores;
  scores.series = kSimulated;
  for (int i = 0; i < kSimulated; ++i) {
    Random random(static_cast<uint64_t>(i), 71);
    const std::vector<double> hours = DrawHours(random);
    const std::span<const double> all(hours);
    AddSeries(all.first(all.size() - kHoursAhead), all.last(kHoursAhead), kDayAndWeek, 24,
              1.0 / kSimulated, &scores);
  }
  return scores;
}

ForecastScores MeasureForecasts(const std::string& folder, size_t held_back) {
  const Table train = ReadTable(folder + "/Weekly-train.csv.gz");
  const Table test = ReadTable(folder + "/Weekly-test.csv");
  ForecastScores scores;
  if (train.empty() || train.size() != test.size()) return scores;
  scores.series = train.size();
  const double share = 1 / static_cast<double>(train.size());
  for (size_t i = 0; i < train.size(); ++i) {
    const std::span<const double> all(train[i]);
    const size_t steps = test[i].size();
    if (held_back == 0) {
      AddSeries(all, test[i], kYearOfWeeks, 1, share, &scores);
    } else {
      AddSeries(all.first(all.size() - held_back), all.subspan(all.size() - held_back, steps),
                kYearOfWeeks, 1, share, &scores);
    }
  }
  return scores;
}

}  // namespace northstar::accuracy
