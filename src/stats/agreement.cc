#include "stats/agreement.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "base/random.h"
#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr int kDraws = 1000;
constexpr int kItemsForInterval = 10;

// An item's ratings as places in the sorted list of distinct values.
using Item = std::vector<size_t>;

struct Coded {
  std::vector<Item> items;  // with two ratings or more
  std::vector<double> values;
};

Coded Encode(const Ratings& ratings) {
  std::vector<std::vector<double>> items(ratings.empty() ? 0 : ratings[0].size());
  for (const auto& row : ratings) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i]) items[i].push_back(*row[i]);
    }
  }
  std::erase_if(items, [](const std::vector<double>& item) { return item.size() < 2; });
  Coded coded;
  for (const auto& item : items) coded.values.insert(coded.values.end(), item.begin(), item.end());
  std::sort(coded.values.begin(), coded.values.end());
  coded.values.erase(std::unique(coded.values.begin(), coded.values.end()), coded.values.end());
  for (const auto& item : items) {
    Item& codes = coded.items.emplace_back();
    for (const double value : item) {
      const auto at = std::lower_bound(coded.values.begin(), coded.values.end(), value);
      codes.push_back(static_cast<size_t>(at - coded.values.begin()));
    }
  }
  return coded;
}

double SquaredDistance(Measurement measurement, double a, double b) {
  switch (measurement) {
    case Measurement::kNominal:
      return a == b ? 0 : 1;
    case Measurement::kOrdinal:
    case Measurement::kInterval:
      return (a - b) * (a - b);
    case Measurement::kRatio:
      return a == b ? 0 : (a - b) * (a - b) / ((a + b) * (a + b));
  }
  return 0;
}

// The ordinal distance sum_{g=c..k} n_g - (n_c + n_k)/2 is the distance of the pooled mid-ranks.
std::vector<double> MidRanksOf(const std::vector<double>& counts) {
  std::vector<double> ranks;
  double below = 0;
  for (const double count : counts) {
    ranks.push_back(below + (count + 1) / 2);
    below += count;
  }
  return ranks;
}

// Over the items at the places `drawn`, which may repeat.
std::optional<double> Alpha(const Coded& coded, std::span<const size_t> drawn,
                            Measurement measurement) {
  std::vector<double> counts(coded.values.size(), 0.0);
  for (const size_t i : drawn) {
    for (const size_t code : coded.items[i]) counts[code] += 1;
  }
  const std::vector<double> places =
      measurement == Measurement::kOrdinal ? MidRanksOf(counts) : coded.values;
  double observed = 0;
  for (const size_t i : drawn) {
    const Item& item = coded.items[i];
    double pairs = 0;
    for (size_t a = 0; a < item.size(); ++a) {
      for (size_t b = a + 1; b < item.size(); ++b)
        pairs += SquaredDistance(measurement, places[item[a]], places[item[b]]);
    }
    observed += pairs / static_cast<double>(item.size() - 1);
  }
  double expected = 0;
  for (size_t c = 0; c < counts.size(); ++c) {
    for (size_t k = c + 1; k < counts.size(); ++k)
      expected += counts[c] * counts[k] * SquaredDistance(measurement, places[c], places[k]);
  }
  if (!(expected > 0)) return std::nullopt;
  return 1 - (Sum(counts) - 1) * observed / expected;
}

std::vector<double> BootstrapAlphas(const Coded& coded, Measurement measurement, uint64_t seed) {
  std::vector<double> alphas;
  std::vector<size_t> drawn(coded.items.size());
  for (uint64_t draw = 0; draw < kDraws; ++draw) {
    Random random(seed, draw);
    for (size_t& i : drawn) i = random.Below(coded.items.size());
    if (const auto alpha = Alpha(coded, drawn, measurement)) alphas.push_back(*alpha);
  }
  return alphas;
}

struct Ranked {
  std::vector<double> ranks;
  double ties = 0;
};

Ranked MidRanks(const std::vector<double>& row) {
  std::vector<size_t> order(row.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return row[a] < row[b]; });
  Ranked ranked{std::vector<double>(row.size())};
  for (size_t from = 0; from < order.size();) {
    size_t to = from;
    while (to < order.size() && row[order[to]] == row[order[from]]) ++to;
    for (size_t i = from; i < to; ++i)
      ranked.ranks[order[i]] = static_cast<double>(from + to + 1) / 2;
    const auto t = static_cast<double>(to - from);
    ranked.ties += t * t * t - t;
    from = to;
  }
  return ranked;
}

// Exact in binary: mid-ranks are halves.
double SquaresOfRankSums(const std::vector<std::vector<double>>& ranks) {
  const double mean = static_cast<double>(ranks.size() * (ranks[0].size() + 1)) / 2;
  double s = 0;
  for (size_t i = 0; i < ranks[0].size(); ++i) {
    double sum = 0;
    for (const auto& row : ranks) sum += row[i];
    s += (sum - mean) * (sum - mean);
  }
  return s;
}

}  // namespace

std::optional<Agreement> KrippendorffAlpha(const Ratings& ratings, Measurement measurement,
                                           uint64_t seed) {
  const Coded coded = Encode(ratings);
  if (coded.items.size() < 2) return std::nullopt;
  std::vector<size_t> all(coded.items.size());
  std::iota(all.begin(), all.end(), 0);
  const auto alpha = Alpha(coded, all, measurement);
  if (!alpha) return std::nullopt;
  Agreement agreement;
  agreement.alpha = *alpha;
  agreement.items = static_cast<int>(coded.items.size());
  for (const Item& item : coded.items) agreement.ratings += static_cast<int>(item.size());
  if (agreement.items >= kItemsForInterval) {
    const std::vector<double> alphas = BootstrapAlphas(coded, measurement, seed);
    agreement.low = Quantile(alphas, 0.025);
    agreement.high = Quantile(alphas, 0.975);
  }
  return agreement;
}

std::optional<Concordance> KendallW(const std::vector<std::vector<double>>& ranks) {
  if (ranks.size() < 2 || ranks[0].size() < 2) return std::nullopt;
  Concordance found;
  std::vector<std::vector<double>> ranked;
  for (const auto& row : ranks) {
    Ranked again = MidRanks(row);
    found.ties += again.ties;
    ranked.push_back(std::move(again.ranks));
  }
  const auto m = static_cast<double>(ranks.size());
  const auto n = static_cast<double>(ranks[0].size());
  const double most = m * m * (n * n * n - n) - m * found.ties;
  if (!(most > 0)) return std::nullopt;
  found.s = SquaresOfRankSums(ranked);
  found.w = 12 * found.s / most;
  found.chi_squared = m * (n - 1) * found.w;
  found.p_value = ChiSquaredUpperTail(found.chi_squared, n - 1);
  return found;
}

double KendallPermutationP(const std::vector<std::vector<double>>& ranks, int draws,
                           uint64_t seed) {
  std::vector<std::vector<double>> ranked;
  for (const auto& row : ranks) ranked.push_back(MidRanks(row).ranks);
  const double observed = SquaresOfRankSums(ranked);
  int as_far = 1;
  for (int draw = 0; draw < draws; ++draw) {
    Random random(seed, static_cast<uint64_t>(draw));
    for (auto& row : ranked) random.Shuffle(std::span<double>(row));
    if (SquaresOfRankSums(ranked) >= observed) ++as_far;
  }
  return static_cast<double>(as_far) / static_cast<double>(draws + 1);
}

std::optional<IntraclassCorrelation> ShroutFleiss(const std::vector<std::vector<double>>& ratings) {
  if (ratings.size() < 2 || ratings[0].size() < 2) return std::nullopt;
  const auto n = static_cast<double>(ratings.size());
  const auto k = static_cast<double>(ratings[0].size());
  std::vector<double> target_means;
  std::vector<double> judge_means(ratings[0].size(), 0.0);
  double within = 0;
  for (const auto& row : ratings) {
    target_means.push_back(Mean(row));
    within += Variance(row);
    for (size_t j = 0; j < row.size(); ++j) judge_means[j] += row[j] / n;
  }
  const double between = k * Variance(target_means);
  const double judges = n * Variance(judge_means);
  const double grand = Mean(target_means);
  double rest = 0;
  for (size_t i = 0; i < ratings.size(); ++i) {
    for (size_t j = 0; j < judge_means.size(); ++j) {
      const double error = ratings[i][j] - target_means[i] - judge_means[j] + grand;
      rest += error * error;
    }
  }
  within /= n;
  rest /= (n - 1) * (k - 1);
  const double one = between + (k - 1) * within;
  const double three = between + (k - 1) * rest;
  const double two = three + k * (judges - rest) / n;
  if (!(one > 0 && two > 0 && three > 0)) return std::nullopt;
  return IntraclassCorrelation{(between - within) / one, (between - rest) / two,
                               (between - rest) / three};
}

}  // namespace northstar::stats
