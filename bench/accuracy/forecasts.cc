#include "bench/accuracy/forecasts.h"

#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <span>
#include <vector>

#include "stats/forecast/forecast.h"

namespace northstar::accuracy {
namespace {

constexpr double kLevel = 0.95;
constexpr double kWeeksPerYear = 365.25 / 7;

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

void AddSeries(std::span<const double> past, std::span<const double> future, double share,
               ForecastScores* scores) {
  const double seasons[] = {kWeeksPerYear};
  const auto start = std::chrono::steady_clock::now();
  const auto forecast = stats::ForecastSeries(past, seasons, future.size(), kLevel);
  scores->seconds +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  double usual = 0;
  for (size_t t = 1; t < past.size(); ++t) usual += std::fabs(past[t] - past[t - 1]);
  usual /= static_cast<double>(past.size() - 1);
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

}  // namespace

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
      AddSeries(all, test[i], share, &scores);
    } else {
      AddSeries(all.first(all.size() - held_back), all.subspan(all.size() - held_back, steps),
                share, &scores);
    }
  }
  return scores;
}

}  // namespace northstar::accuracy
