#include "bench/accuracy/anomalies.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "stats/anomaly/anomaly.h"

namespace northstar::accuracy {
namespace {

// "2014-04-01 00:05:00", the fraction of a second ignored.
std::optional<int64_t> Seconds(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (std::sscanf(text.c_str(), "%d-%u-%u %d:%d:%d", &year, &month, &day, &hour, &minute,
                  &second) != 6) {
    return std::nullopt;
  }
  const std::chrono::sys_days date =
      std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  return date.time_since_epoch().count() * int64_t{86'400} + hour * 3600 + minute * 60 + second;
}

struct Rows {
  std::vector<int64_t> times;  // seconds, in the order of the file
  std::vector<double> values;
};

Rows ReadRows(const std::string& path) {
  Rows rows;
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const size_t comma = line.find(',');
    const auto time = Seconds(line.substr(0, comma));
    if (comma == std::string::npos || !time) continue;
    rows.times.push_back(*time);
    rows.values.push_back(std::stod(line.substr(comma + 1)));
  }
  return rows;
}

struct Grid {
  stats::AnomalySeries series;
  std::vector<size_t> cell;  // of each row
};

// The commonest distance between rows is the step; rows that fall into one cell leave the last.
Grid ToGrid(const Rows& rows) {
  std::vector<int64_t> steps;
  for (size_t i = 1; i < rows.times.size(); ++i) {
    steps.push_back(rows.times[i] - rows.times[i - 1]);
  }
  std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2),
                   steps.end());
  Grid grid;
  const int64_t step = std::max<int64_t>(1, steps[steps.size() / 2]);
  grid.series.step_seconds = step;
  size_t last = 0;
  for (const int64_t time : rows.times) {
    // A clock set back, as at the end of summer time, stays where it is.
    const int64_t at = (time - rows.times[0] + step / 2) / step;
    last = std::max(last, static_cast<size_t>(std::max<int64_t>(0, at)));
    grid.cell.push_back(last);
  }
  grid.series.values.resize(last + 1);
  for (size_t i = 0; i < rows.values.size(); ++i) {
    grid.series.values[grid.cell[i]] = rows.values[i];
  }
  return grid;
}

NabWindow WindowRows(const Rows& rows, int64_t first, int64_t last) {
  NabWindow window{rows.times.size() - 1, 0};
  for (size_t i = 0; i < rows.times.size(); ++i) {
    if (rows.times[i] < first || rows.times[i] > last) continue;
    window.first = std::min(window.first, i);
    window.last = std::max(window.last, i);
  }
  return window;
}

void CountAlerts(const NabSeries& series, const std::vector<bool>& alert, AlertQuality& quality) {
  const auto inside = [&](size_t row) {
    return std::any_of(series.windows.begin(), series.windows.end(),
                       [&](const NabWindow& w) { return row >= w.first && row <= w.last; });
  };
  const size_t probation = NabProbation(alert.size());
  for (size_t row = probation; row < alert.size(); ++row) {
    if (!alert[row] || (row > probation && alert[row - 1])) continue;
    ++quality.alerts;
    quality.true_alerts += inside(row);
  }
  quality.windows += series.windows.size();
  for (const NabWindow& window : series.windows) {
    bool found = false;
    for (size_t row = std::max(window.first, probation); row <= window.last; ++row) {
      found = found || alert[row];
    }
    quality.found += found;
  }
}

}  // namespace

double AlertQuality::precision() const {
  return alerts == 0 ? 0 : static_cast<double>(true_alerts) / static_cast<double>(alerts);
}
double AlertQuality::recall() const {
  return windows == 0 ? 0 : static_cast<double>(found) / static_cast<double>(windows);
}

NabScores MeasureAnomalies(const std::string& folder) {
  NabScores scores;
  std::ifstream in(folder + "/windows.json");
  const auto labels = nlohmann::json::parse(in, nullptr, false);
  if (!labels.is_object()) return scores;
  for (const auto& [name, windows] : labels.items()) {
    const Rows rows = ReadRows(folder + "/data/" + name);
    if (rows.times.size() < 2) continue;
    NabSeries series;
    series.name = name;
    for (const auto& window : windows) {
      const auto first = Seconds(window[0].get<std::string>());
      const auto last = Seconds(window[1].get<std::string>());
      if (first && last) series.windows.push_back(WindowRows(rows, *first, *last));
    }
    const Grid grid = ToGrid(rows);
    const auto points = stats::DetectAnomalies(grid.series, {});
    std::vector<bool> alert;
    for (const size_t cell : grid.cell) {
      series.scores.push_back(points[cell].score);
      alert.push_back(points[cell].anomaly);
    }
    CountAlerts(series, alert, scores.alerts);
    scores.rows += rows.times.size();
    scores.corpus.push_back(std::move(series));
  }
  scores.series = scores.corpus.size();
  scores.standard = NabScore(scores.corpus, kNabStandard);
  scores.low_false_positives = NabScore(scores.corpus, kNabRewardLowFalsePositives);
  scores.low_false_negatives = NabScore(scores.corpus, kNabRewardLowFalseNegatives);
  return scores;
}

}  // namespace northstar::accuracy
