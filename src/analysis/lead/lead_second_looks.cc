#include "analysis/lead/lead_second_looks.h"

#include <algorithm>
#include <cmath>

#include "stats/growth.h"
#include "stats/lead_lag.h"

namespace northstar {
namespace {

constexpr double kOutlookLevel = 0.9;
constexpr size_t kPeriodsForLevels = 60;
constexpr int kMostGrangerLags = 3;

SeriesLook LookAtPair(const std::vector<double>& logs, const std::vector<double>& growth) {
  // Window of Schwert 1989.
  const int lags = static_cast<int>(4 * std::pow(static_cast<double>(logs.size()) / 100, 0.25));
  return {stats::AdfTest(logs, 1), stats::KpssTest(logs, lags), stats::AdfTest(growth, 1)};
}

}  // namespace

SecondLooks LookAgainAt(const std::vector<double>& candidate, const std::vector<double>& outcome,
                        bool monthly) {
  SecondLooks looks;
  if (candidate.size() < static_cast<size_t>(stats::kLeastMonthsToTest) ||
      candidate.size() != outcome.size() || !stats::AllPositive(candidate) ||
      !stats::AllPositive(outcome))
    return looks;
  if (monthly) {
    for (const int horizon : {3, 6, 12}) {
      if (auto projection = stats::LocalProjection(candidate, outcome, horizon, kOutlookLevel))
        looks.outlook.push_back(*projection);
    }
  }
  const std::vector<double> x = stats::GrowthScale(candidate, true);
  const std::vector<double> y = stats::GrowthScale(outcome, true);
  const std::vector<double> dx = stats::Growth(candidate, true);
  const std::vector<double> dy = stats::Growth(outcome, true);
  looks.candidate = LookAtPair(x, dx);
  looks.outcome = LookAtPair(y, dy);
  looks.granger = stats::GrangerTest(dx, dy, stats::ChooseGrangerLags(dx, dy, kMostGrangerLags));
  looks.granger_reverse =
      stats::GrangerTest(dy, dx, stats::ChooseGrangerLags(dy, dx, kMostGrangerLags));
  if (x.size() < kPeriodsForLevels) return looks;
  const auto levels = [](const std::vector<double>& from, const std::vector<double>& to) {
    return stats::TodaYamamotoTest(from, to, stats::ChooseGrangerLags(from, to, kMostGrangerLags),
                                   1);
  };
  looks.toda_yamamoto = levels(x, y);
  looks.toda_yamamoto_reverse = levels(y, x);
  looks.cointegration = stats::EngleGrangerTest(y, x, 1);
  return looks;
}

}  // namespace northstar
