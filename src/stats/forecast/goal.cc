#include "stats/forecast/goal.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/describe.h"
#include "stats/forecast/paths.h"
#include "stats/growth.h"

namespace northstar::stats {
namespace {

constexpr double kCertain = 0.95;
constexpr double kUnusual = 0.99;
constexpr double kStillLikely = 0.5;
constexpr double kLargestLog = 700;  // whose exponential is finite

double Chance(const Forecast& forecast, const Goal& goal, const GoalOptions& options) {
  // Only sums and means ask how the steps of a path hang together.
  const double persistence =
      goal.over == GoalOver::kLast ? 1 : Persistence(forecast.half_widths, goal.steps);
  const auto ahead = PathsAround(forecast, goal.steps, options.paths, options.seed, persistence);
  const size_t first = goal.over == GoalOver::kLast ? goal.steps - 1 : goal.first_step - 1;
  std::vector<double> reached(options.paths, goal.over == GoalOver::kLast ? 0 : goal.known_sum);
  for (size_t step = first; step < goal.steps; ++step) {
    for (size_t path = 0; path < options.paths; ++path) reached[path] += ahead[step][path];
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
  if (forecast.one_step_errors.size() < kLeastErrorsOfPaths || history.empty()) return std::nullopt;
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
