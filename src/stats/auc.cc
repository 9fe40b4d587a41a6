#include "stats/auc.h"

#include <cmath>

#include "stats/describe.h"
#include "stats/rank_correlation.h"
#include "stats/strata.h"

namespace northstar::stats {
namespace {

// The share of the other class that each unit beats (a positive) or is beaten by (a negative).
struct Placements {
  std::vector<double> ones;
  std::vector<double> zeros;
};

std::optional<Placements> Place(const std::vector<double>& score, const std::vector<char>& label) {
  std::vector<double> of_ones;
  std::vector<double> of_zeros;
  for (size_t i = 0; i < score.size(); ++i) (label[i] ? of_ones : of_zeros).push_back(score[i]);
  if (of_ones.size() < 2 || of_zeros.size() < 2) return std::nullopt;
  const std::vector<double> overall = MidRanks(score);
  const std::vector<double> in_ones = MidRanks(of_ones);
  const std::vector<double> in_zeros = MidRanks(of_zeros);
  const auto n1 = static_cast<double>(of_ones.size());
  const auto n0 = static_cast<double>(of_zeros.size());
  Placements placed;
  for (size_t i = 0; i < score.size(); ++i) {
    // The overall rank less the rank in the own class counts the other class below.
    if (label[i]) {
      placed.ones.push_back((overall[i] - in_ones[placed.ones.size()]) / n0);
    } else {
      placed.zeros.push_back(1 - (overall[i] - in_zeros[placed.zeros.size()]) / n1);
    }
  }
  return placed;
}

double Pairs(const Placements& placed) {
  return static_cast<double>(placed.ones.size()) * static_cast<double>(placed.zeros.size());
}

double VarianceOfMean(const Placements& placed) {
  return Variance(placed.ones) / static_cast<double>(placed.ones.size()) +
         Variance(placed.zeros) / static_cast<double>(placed.zeros.size());
}

Placements Difference(Placements a, const Placements& b) {
  for (size_t i = 0; i < a.ones.size(); ++i) a.ones[i] -= b.ones[i];
  for (size_t i = 0; i < a.zeros.size(); ++i) a.zeros[i] -= b.zeros[i];
  return a;
}

}  // namespace

std::optional<Auc> AreaUnderCurve(std::span<const double> score, std::span<const char> label) {
  return StratifiedAuc(score, label, {});
}

std::optional<Auc> StratifiedAuc(std::span<const double> score, std::span<const char> label,
                                 std::span<const int> stratum) {
  Auc result{0, 0};
  double weights = 0;
  for (const std::vector<size_t>& rows : RowsByStratum(stratum, score.size())) {
    const auto placed = Place(Pick(score, rows), Pick(label, rows));
    if (!placed) continue;
    const double weight = Pairs(*placed);
    weights += weight;
    result.auc += weight * Mean(placed->ones);
    result.variance += weight * weight * VarianceOfMean(*placed);
  }
  if (weights <= 0) return std::nullopt;
  result.auc /= weights;
  result.variance /= weights * weights;
  return result;
}

std::optional<AucDifference> CompareAuc(std::span<const double> first,
                                        std::span<const double> second, std::span<const char> label,
                                        std::span<const int> stratum) {
  AucDifference result;
  double weights = 0;
  double variance = 0;
  for (const std::vector<size_t>& rows : RowsByStratum(stratum, first.size())) {
    const std::vector<char> labels = Pick(label, rows);
    const auto of_first = Place(Pick(first, rows), labels);
    const auto of_second = Place(Pick(second, rows), labels);
    if (!of_first || !of_second) continue;
    const double weight = Pairs(*of_first);
    weights += weight;
    result.first += weight * Mean(of_first->ones);
    result.second += weight * Mean(of_second->ones);
    variance += weight * weight * VarianceOfMean(Difference(*of_first, *of_second));
  }
  if (weights <= 0) return std::nullopt;
  result.first /= weights;
  result.second /= weights;
  result.difference = result.first - result.second;
  result.standard_error = std::sqrt(variance) / weights;
  return result;
}

}  // namespace northstar::stats
