#include "stats/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/strata.h"

namespace northstar::stats {
namespace {

constexpr size_t kFewestUnits = 10;

int64_t PairsOf(size_t n) {
  const auto count = static_cast<int64_t>(n);
  return count * (count - 1) / 2;
}

// Pairs within runs of equal neighbours; `same(i)` compares i with i - 1.
template <typename Same>
int64_t TiedPairs(size_t n, Same same) {
  int64_t pairs = 0;
  size_t run = 1;
  for (size_t i = 1; i < n; ++i) {
    if (same(i)) {
      ++run;
    } else {
      pairs += PairsOf(run);
      run = 1;
    }
  }
  return pairs + PairsOf(run);
}

// Sorts `y` by merging and counts the pairs that stood in the wrong order.
int64_t SortCountingInversions(std::vector<double>& y) {
  int64_t inversions = 0;
  std::vector<double> merged(y.size());
  for (size_t width = 1; width < y.size(); width *= 2) {
    for (size_t begin = 0; begin < y.size(); begin += 2 * width) {
      const size_t middle = std::min(begin + width, y.size());
      const size_t end = std::min(begin + 2 * width, y.size());
      size_t left = begin;
      size_t right = middle;
      for (size_t out = begin; out < end; ++out) {
        if (left < middle && (right >= end || y[left] <= y[right])) {
          merged[out] = y[left++];
        } else {
          inversions += static_cast<int64_t>(middle - left);
          merged[out] = y[right++];
        }
      }
    }
    y.swap(merged);
  }
  return inversions;
}

}  // namespace

std::vector<double> MidRanks(std::span<const double> x) {
  std::vector<size_t> order(x.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return x[a] < x[b]; });
  std::vector<double> ranks(x.size());
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin + 1;
    while (end < order.size() && x[order[end]] == x[order[begin]]) ++end;
    const double rank = static_cast<double>(begin + 1 + end) / 2;
    for (size_t i = begin; i < end; ++i) ranks[order[i]] = rank;
    begin = end;
  }
  return ranks;
}

std::optional<double> Spearman(std::span<const double> x, std::span<const double> y) {
  if (x.size() < 2) return std::nullopt;
  return Correlation(MidRanks(x), MidRanks(y));
}

std::optional<double> KendallTauB(std::span<const double> x, std::span<const double> y) {
  const size_t n = x.size();
  if (n < 2) return std::nullopt;
  std::vector<size_t> order(n);
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return x[a] != x[b] ? x[a] < x[b] : y[a] < y[b]; });
  const auto same_x = [&](size_t i) { return x[order[i]] == x[order[i - 1]]; };
  const int64_t tied_x = TiedPairs(n, same_x);
  const int64_t tied_both =
      TiedPairs(n, [&](size_t i) { return same_x(i) && y[order[i]] == y[order[i - 1]]; });
  std::vector<double> sorted = Pick(y, order);
  const int64_t discordant = SortCountingInversions(sorted);
  const int64_t tied_y = TiedPairs(n, [&](size_t i) { return sorted[i] == sorted[i - 1]; });
  const int64_t pairs = PairsOf(n);
  if (pairs == tied_x || pairs == tied_y) return std::nullopt;
  const int64_t score = pairs - tied_x - tied_y + tied_both - 2 * discordant;
  const double tau = static_cast<double>(score) / std::sqrt(static_cast<double>(pairs - tied_x)) /
                     std::sqrt(static_cast<double>(pairs - tied_y));
  return std::clamp(tau, -1.0, 1.0);
}

std::optional<PooledCorrelation> PooledSpearman(std::span<const double> x,
                                                std::span<const double> y,
                                                std::span<const int> stratum, double level) {
  PooledCorrelation pooled;
  double weights = 0;
  double weighted_z = 0;
  for (const std::vector<size_t>& rows : RowsByStratum(stratum, x.size())) {
    if (rows.size() < kFewestUnits) continue;
    const auto rho = Spearman(Pick(x, rows), Pick(y, rows));
    if (!rho) continue;
    const auto n = static_cast<double>(rows.size());
    const double most = 1 - 12 / (n * (n * n - 1));
    weights += n - 3;
    weighted_z += (n - 3) * std::atanh(std::clamp(*rho, -most, most));
    pooled.n += static_cast<int64_t>(rows.size());
    ++pooled.strata;
  }
  if (pooled.strata == 0) return std::nullopt;
  const double z = weighted_z / weights;
  pooled.rho = std::tanh(z);
  const double reach =
      NormalQuantile(0.5 + level / 2) * std::sqrt((1 + pooled.rho * pooled.rho / 2) / weights);
  pooled.low = std::tanh(z - reach);
  pooled.high = std::tanh(z + reach);
  return pooled;
}

}  // namespace northstar::stats
