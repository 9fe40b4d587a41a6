#include "stats/experiment/difference_in_differences.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/growth.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastBefore = 8;
constexpr size_t kLeastWindow = 4;
constexpr size_t kBeforePerAfter = 3;
constexpr double kMostAutoregression = 0.9;

// One comparison of the means of a gap's periods before and after.
struct Contrast {
  double difference = 0;
  double half_width = 0;
};

// Of residuals around two means or a line, with the bias of those taken off (Kendall 1954).
double AutoregressionOf(std::span<const double> residuals) {
  double product = 0;
  double square = 0;
  for (size_t t = 0; t < residuals.size(); ++t) {
    square += residuals[t] * residuals[t];
    if (t > 0) product += residuals[t] * residuals[t - 1];
  }
  if (!(square > 0)) return 0;
  const double raw = product / square;
  const double unbiased = raw + 2 * (1 + 3 * raw) / static_cast<double>(residuals.size());
  return std::clamp(unbiased, 0.0, kMostAutoregression);
}

// The variance of Σ w·x for an AR(1) of variance 1.
double VarianceOfSum(std::span<const double> weights, double autoregression) {
  double variance = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    double correlation = 1;
    for (size_t j = i; j < weights.size(); ++j, correlation *= autoregression)
      variance += (i == j ? 1 : 2) * weights[i] * weights[j] * correlation;
  }
  return variance;
}

// Values that go with the one before are nearer to their own mean than to the true one: as many
// squares as `n` values around their mean hold, in variances of one value.
double SquaresAroundMean(size_t n, double autoregression) {
  const auto count = static_cast<double>(n);
  const std::vector<double> weights(n, 1 / count);
  return count - count * VarianceOfSum(weights, autoregression);
}

Contrast CompareGap(std::span<const double> gap, size_t start, size_t before, size_t after,
                    double level) {
  const auto earlier = gap.subspan(start - before, before);
  const auto later = gap.subspan(start, after);
  const double mean_before = Mean(earlier);
  const double mean_after = Mean(later);
  std::vector<double> residuals;
  std::vector<double> weights;
  for (const double value : earlier) {
    residuals.push_back(value - mean_before);
    weights.push_back(-1 / static_cast<double>(before));
  }
  for (const double value : later) {
    residuals.push_back(value - mean_after);
    weights.push_back(1 / static_cast<double>(after));
  }
  double squares = 0;
  for (const double residual : residuals) squares += residual * residual;
  const double phi = AutoregressionOf(residuals);
  const double one = squares / (SquaresAroundMean(before, phi) + SquaresAroundMean(after, phi));
  const double variance = one * VarianceOfSum(weights, phi);
  const auto df = static_cast<double>(before + after - 2);
  return {mean_after - mean_before, TQuantile(0.5 + level / 2, df) * std::sqrt(variance)};
}

size_t PeriodsBefore(size_t start, size_t after, size_t placebos) {
  const size_t most = std::min(start, std::max(kLeastBefore, kBeforePerAfter * after));
  const size_t least = std::min(most, std::max(kLeastWindow, after));
  // As many dates as asked for, if the history has them.
  const size_t room = start + 1 > after + placebos ? start + 1 - after - placebos : 0;
  return std::clamp(room, least, most);
}

struct Gap {
  std::vector<double> values;
  bool logs = false;
};

Gap GapBetween(std::span<const double> treated, std::span<const double> control) {
  Gap gap;
  gap.logs = AllPositive(treated) && AllPositive(control);
  for (size_t t = 0; t < treated.size(); ++t) {
    gap.values.push_back(gap.logs ? std::log(treated[t]) - std::log(control[t])
                                  : treated[t] - control[t]);
  }
  return gap;
}

// A line through the gap before, by least squares, with errors that go with the one before.
void AddTrend(std::span<const double> before, size_t after, double difference,
              SegmentComparison* comparison) {
  const auto n = static_cast<double>(before.size());
  // From the middle of the periods before to the middle of those after.
  comparison->overturning_trend = 2 * difference / static_cast<double>(before.size() + after);
  const double middle = (n - 1) / 2;
  const double spread = n * (n * n - 1) / 12;
  std::vector<double> weights;
  for (size_t t = 0; t < before.size(); ++t) {
    weights.push_back((static_cast<double>(t) - middle) / spread);
    comparison->trend += weights.back() * before[t];
  }
  const double mean = Mean(before);
  std::vector<double> residuals;
  double squares = 0;
  for (size_t t = 0; t < before.size(); ++t) {
    const double line = mean + comparison->trend * (static_cast<double>(t) - middle);
    residuals.push_back(before[t] - line);
    squares += residuals.back() * residuals.back();
  }
  if (!(squares > 0)) return;
  const double phi = AutoregressionOf(residuals);
  const double of_slope = VarianceOfSum(weights, phi);
  const double one = squares / (SquaresAroundMean(before.size(), phi) - spread * of_slope);
  const double t = comparison->trend / std::sqrt(one * of_slope);
  comparison->trend_p = 2 * TCdf(-std::fabs(t), n - 2);
}

void SetEffect(std::span<const double> treated, size_t start, const Contrast& contrast,
               BeforeAfter* result) {
  const double half = contrast.half_width * result->placebo.widening;
  result->actual = Mean(treated.subspan(start));
  if (!result->log_scale) {
    result->effect = contrast.difference;
    result->expected = result->actual - result->effect;
    result->low = result->effect - half;
    result->high = result->effect + half;
    return;
  }
  const auto relative = [&](double difference) { return std::expm1(difference); };
  const auto absolute = [&](double difference) {
    return -result->actual * std::expm1(-difference);
  };
  result->expected = result->actual * std::exp(-contrast.difference);
  result->effect = absolute(contrast.difference);
  result->low = absolute(contrast.difference - half);
  result->high = absolute(contrast.difference + half);
  result->relative = relative(contrast.difference);
  result->relative_low = relative(contrast.difference - half);
  result->relative_high = relative(contrast.difference + half);
}

}  // namespace

double DifferenceOfChanges(double treated_before, double treated_after, double control_before,
                           double control_after) {
  return (treated_after - treated_before) - (control_after - control_before);
}

std::optional<SegmentComparison> CompareSegments(std::span<const double> treated,
                                                 std::span<const double> control, size_t start,
                                                 const BeforeAfterOptions& options) {
  if (start < kLeastBefore || start >= treated.size()) return std::nullopt;
  const size_t after = treated.size() - start;
  const size_t before = PeriodsBefore(start, after, options.placebos);
  if (start < before + after) return std::nullopt;
  const Gap gap = GapBetween(treated, control);
  const Contrast own = CompareGap(gap.values, start, before, after, options.level);
  if (!(own.half_width > 0)) return std::nullopt;
  std::vector<double> scores;
  for (const size_t date : PlaceboDates(before, start - after, options.placebos)) {
    const Contrast placebo = CompareGap(gap.values, date, before, after, options.level);
    if (placebo.half_width > 0)
      scores.push_back(std::fabs(placebo.difference) / placebo.half_width);
  }
  if (scores.empty()) return std::nullopt;
  SegmentComparison comparison;
  BeforeAfter& result = comparison.result;
  result.before = before;
  result.after = after;
  result.log_scale = gap.logs;
  result.placebo = JudgePlacebos(scores, std::fabs(own.difference) / own.half_width, options.level);
  SetEffect(treated, start, own, &result);
  AddTrend(std::span(gap.values).subspan(start - before, before), after, own.difference,
           &comparison);
  return comparison;
}

}  // namespace northstar::stats
