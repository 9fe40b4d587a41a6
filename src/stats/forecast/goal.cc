#include "stats/forecast/goal.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/random.h"
#include "stats/describe.h"
#include "stats/growth.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastErrors = 8;
constexpr double kCertain = 0.95;
constexpr double kUnusual = 0.99;
constexpr double kStillLikely = 0.5;
constexpr int kHalvings = 40;
constexpr double kLargestLog = 700;  // whose exponential is finite

// How much of an error is still there a step later: the share under which errors of one size add up
// to the growth of the intervals, from their first step to the last. 1: all of it, as in a random
// walk; 0: intervals that do not grow, as around a level.
double Persistence(const std::vector<double>& half_widths, size_t steps) {
  const double ratio = half_widths[steps - 1] / half_widths[0];
  const auto growth = [&](double share) {
    double sum = 0;
    for (size_t step = 0; step < steps; ++step)
      sum += std::pow(share, 2 * static_cast<double>(step));
    return sum;
  };
  double low = 0;
  double high = 1;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (growth(middle) < ratio * ratio ? low : high) = middle;
  }
  return high;
}

// Where each path has been carried off the forecast, by step and path.
std::vector<std::vector<double>> Deviations(const std::vector<double>& errors, size_t steps,
                                            double persistence, const GoalOptions& options) {
  const double mean = Mean(errors);
  const size_t n = errors.size();
  const auto block = static_cast<size_t>(std::lround(std::sqrt(static_cast<double>(n))));
  Random random(options.seed);
  std::vector<std::vector<double>> deviations(steps);
  for (size_t path = 0; path < options.paths; ++path) {
    double sum = 0;
    size_t at = 0;
    for (size_t step = 0; step < steps; ++step) {
      at = step % block == 0 ? static_cast<size_t>(random.Below(n)) : (at + 1) % n;
      sum = persistence * sum + errors[at] - mean;
      deviations[step].push_back(sum);
    }
  }
  return deviations;
}

// To the half-width that the forecast's intervals have at that step: errors that do not last add
// up to less than their sum.
void ScaleTo(double width, double level, std::vector<double>* deviations) {
  std::vector<double> sizes;
  for (const double deviation : *deviations) sizes.push_back(std::fabs(deviation));
  const double reached = Quantile(sizes, level);
  const double scale = reached > 0 ? width / reached : 0;
  for (double& deviation : *deviations) deviation *= scale;
}

double Chance(const Forecast& forecast, const Goal& goal, const GoalOptions& options) {
  // Only sums and means ask how the steps of a path hang together.
  const bool many = goal.over != GoalOver::kLast && forecast.half_widths[0] > 0;
  const double persistence = many ? Persistence(forecast.half_widths, goal.steps) : 1;
  auto deviations = Deviations(forecast.one_step_errors, goal.steps, persistence, options);
  const size_t first = goal.over == GoalOver::kLast ? goal.steps - 1 : goal.first_step - 1;
  std::vector<double> reached(options.paths, goal.over == GoalOver::kLast ? 0 : goal.known_sum);
  for (size_t step = first; step < goal.steps; ++step) {
    ScaleTo(forecast.half_widths[step], forecast.level, &deviations[step]);
    const double mean = forecast.steps[step].mean;
    for (size_t path = 0; path < options.paths; ++path) {
      const double deviation = deviations[step][path];
      reached[path] += forecast.log_scale ? mean * std::exp(deviation) : mean + deviation;
    }
  }
  const auto values = static_cast<double>(goal.known + goal.steps - first);
  size_t hits = 0;
  for (double value : reached) {
    if (goal.over == GoalOver::kAverage) value /= values;
    hits += goal.at_least ? value >= goal.target : value <= goal.target;
  }
  return static_cast<double>(hits) / static_cast<double>(options.paths);
}

// What each of the remaining periods has to bring in the mean, and how rare that was.
void RequireMean(std::span<const double> history, const Goal& goal, GoalOutlook* outlook) {
  const size_t remaining = goal.steps - goal.first_step + 1;
  const double values = static_cast<double>(goal.known + remaining);
  const double whole = goal.over == GoalOver::kAverage ? goal.target * values : goal.target;
  const double required = (whole - goal.known_sum) / static_cast<double>(remaining);
  outlook->required_mean = required;
  double less = 0;
  double stretches = 0;
  for (size_t t = 0; t + remaining <= history.size(); ++t, ++stretches) {
    const double mean = Mean(history.subspan(t, remaining));
    less += goal.at_least ? mean < required : mean > required;
  }
  if (stretches > 0) outlook->percentile = less / stretches;
}

double GrowthPerPeriod(double from, double to, size_t steps, bool relative) {
  const double periods = static_cast<double>(steps);
  if (!relative) return to / periods - from / periods;
  return std::expm1(std::min(kLargestLog, (std::log(to) - std::log(from)) / periods));
}

void RequireGrowth(std::span<const double> history, const Goal& goal, GoalOutlook* outlook) {
  outlook->relative = AllPositive(history) && goal.target > 0;
  outlook->required_growth =
      GrowthPerPeriod(history.back(), goal.target, goal.steps, outlook->relative);
  double less = 0;
  double stretches = 0;
  for (size_t t = goal.steps; t < history.size(); ++t, ++stretches) {
    const double growth =
        GrowthPerPeriod(history[t - goal.steps], history[t], goal.steps, outlook->relative);
    less += goal.at_least ? growth < outlook->required_growth : growth > outlook->required_growth;
  }
  if (stretches > 0) outlook->percentile = less / stretches;
}

}  // namespace

std::string_view NameOf(GoalFinding finding) {
  switch (finding) {
    case GoalFinding::kOpen:
      return "OPEN";
    case GoalFinding::kUnrealistic:
      return "UNREALISTIC";
    case GoalFinding::kAlreadyCertain:
      return "ALREADY_CERTAIN";
  }
  return "";
}

std::optional<GoalOutlook> AssessGoal(std::span<const double> history, const Forecast& forecast,
                                      const Goal& goal, const GoalOptions& options) {
  if (forecast.one_step_errors.size() < kLeastErrors || history.empty()) return std::nullopt;
  if (goal.steps < 1 || goal.steps > forecast.steps.size()) return std::nullopt;
  if (goal.first_step < 1 || goal.first_step > goal.steps) return std::nullopt;
  GoalOutlook outlook;
  outlook.chance = Chance(forecast, goal, options);
  if (goal.over == GoalOver::kLast) {
    RequireGrowth(history, goal, &outlook);
  } else {
    RequireMean(history, goal, &outlook);
  }
  if (outlook.chance > kCertain) {
    outlook.finding = GoalFinding::kAlreadyCertain;
  } else if (outlook.percentile.value_or(0) > kUnusual && outlook.chance < kStillLikely) {
    outlook.finding = GoalFinding::kUnrealistic;
  }
  return outlook;
}

}  // namespace northstar::stats
