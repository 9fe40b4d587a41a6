#include "stats/describe.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/result.h"

namespace northstar::stats {

double Sum(std::span<const double> x) {
  double sum = 0;
  double lost = 0;
  for (const double value : x) {
    const double next = sum + value;
    lost += std::fabs(sum) >= std::fabs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }
  return sum + lost;
}

double Mean(std::span<const double> x) {
  return Sum(x) / static_cast<double>(x.size());
}

double Variance(std::span<const double> x) {
  if (x.size() < 2) return 0;
  const double mean = Mean(x);
  std::vector<double> squares;
  for (const double value : x) squares.push_back((value - mean) * (value - mean));
  return Sum(squares) / static_cast<double>(x.size() - 1);
}

double Quantile(std::vector<double> x, double p) {
  NS_CHECK(!x.empty());
  std::sort(x.begin(), x.end());
  const double rank = p * static_cast<double>(x.size() - 1);
  const auto below = static_cast<size_t>(std::floor(rank));
  const size_t above = std::min(below + 1, x.size() - 1);
  return x[below] + (rank - static_cast<double>(below)) * (x[above] - x[below]);
}

double Median(std::vector<double> x) {
  return Quantile(std::move(x), 0.5);
}

double Mad(const std::vector<double>& x) {
  const double center = Median(x);
  std::vector<double> deviations;
  for (const double value : x) deviations.push_back(std::fabs(value - center));
  return Median(std::move(deviations));
}

std::optional<double> Correlation(std::span<const double> x, std::span<const double> y) {
  const double mx = Mean(x);
  const double my = Mean(y);
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  const double scale = std::sqrt(xx) * std::sqrt(yy);
  if (!(scale > 0)) return std::nullopt;
  return std::clamp(xy / scale, -1.0, 1.0);
}

std::vector<double> Isotonic(std::vector<double> y) {
  std::vector<std::pair<double, size_t>> blocks;  // mean, size
  for (const double value : y) {
    blocks.emplace_back(value, 1);
    while (blocks.size() > 1 && blocks[blocks.size() - 2].first > blocks.back().first) {
      const auto [mean, size] = blocks.back();
      blocks.pop_back();
      auto& [previous, count] = blocks.back();
      previous = (previous * static_cast<double>(count) + mean * static_cast<double>(size)) /
                 static_cast<double>(count + size);
      count += size;
    }
  }
  size_t at = 0;
  for (const auto& [mean, size] : blocks) {
    std::fill_n(y.begin() + static_cast<std::ptrdiff_t>(at), size, mean);
    at += size;
  }
  return y;
}

namespace {

std::vector<size_t> Order(const std::vector<double>& p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] < p[b]; });
  return order;
}

std::vector<double> StepUp(const std::vector<double>& p, double factor) {
  const std::vector<size_t> order = Order(p);
  const auto m = static_cast<double>(p.size());
  std::vector<double> adjusted(p.size());
  double best = 1;
  for (size_t i = p.size(); i-- > 0;) {
    best = std::min(best, factor * m * p[order[i]] / static_cast<double>(i + 1));
    adjusted[order[i]] = best;
  }
  return adjusted;
}

}  // namespace

std::vector<double> AdjustBenjaminiHochberg(const std::vector<double>& p) {
  return StepUp(p, 1);
}

std::vector<double> AdjustBenjaminiYekutieli(const std::vector<double>& p) {
  double harmonic = 0;
  for (size_t i = 1; i <= p.size(); ++i) harmonic += 1.0 / static_cast<double>(i);
  return StepUp(p, harmonic);
}

std::vector<double> AdjustHolm(const std::vector<double>& p) {
  const std::vector<size_t> order = Order(p);
  std::vector<double> adjusted(p.size());
  double worst = 0;
  for (size_t i = 0; i < p.size(); ++i) {
    worst = std::max(worst, std::min(1.0, static_cast<double>(p.size() - i) * p[order[i]]));
    adjusted[order[i]] = worst;
  }
  return adjusted;
}

MannKendall TrendTest(std::span<const double> x) {
  MannKendall result;
  std::vector<double> slopes;
  for (size_t i = 0; i < x.size(); ++i) {
    for (size_t j = i + 1; j < x.size(); ++j) {
      result.s += x[j] > x[i] ? 1 : x[j] < x[i] ? -1 : 0;
      slopes.push_back((x[j] - x[i]) / static_cast<double>(j - i));
    }
  }
  std::map<double, double> ties;
  for (const double value : x) ties[value] += 1;
  const auto n = static_cast<double>(x.size());
  double correction = 0;
  for (const auto& [value, t] : ties) correction += t * (t - 1) * (2 * t + 5);
  result.variance = (n * (n - 1) * (2 * n + 5) - correction) / 18;
  const double sign = result.s > 0 ? 1 : result.s < 0 ? -1 : 0;
  if (result.variance > 0) result.z = (result.s - sign) / std::sqrt(result.variance);
  result.slope = Median(std::move(slopes));
  return result;
}

}  // namespace northstar::stats
