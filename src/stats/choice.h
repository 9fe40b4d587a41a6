// Choosing among a few alternatives by weighted criteria, and how far the choice hangs on the
// weights. All criteria point the same way: more is better. The weighted sum keeps scores as they
// stand, on anchors fixed beforehand; TOPSIS measures against the alternatives at hand, so that a
// poor one added can turn the order of the others, and is no default. Weights everywhere: not
// negative, sum above 0; only their proportions count.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace northstar::stats {

// One value per alternative, on the scale of the scores: the weighted mean of its criteria.
// `scores[alternative][criterion]`.
// REQUIRES: rows as long as `weights`.
std::vector<double> WeightedSum(const std::vector<std::vector<double>>& scores,
                                const std::vector<double>& weights);

// Nearness to the best value of every criterion as against the worst, 0-1; 0.5 for all when nothing
// tells them apart.
// REQUIRES: at least 1 alternative, rows as long as `weights`.
// Source: Hwang & Yoon 1981 (vector normalisation).
std::vector<double> Topsis(const std::vector<std::vector<double>>& scores,
                           const std::vector<double>& weights);

struct ScoreRange {  // an unknown score is 0 to 100
  double low = 0;
  double high = 100;
};

struct RankSpec {
  std::vector<std::vector<ScoreRange>> scores;  // [alternative][criterion]
  // Weights are drawn from Dirichlet(concentration · centre): the higher the concentration, the
  // nearer to the centre. Empty: Dirichlet(1, …, 1), every weighting is as likely as another.
  std::vector<double> centre;
  double concentration = 20;
  int draws = 100'000;
  uint64_t seed = 1;
};

struct RankRobustness {
  std::vector<double> first_share;         // by alternative, 0-1: of draws in which it is first
  std::vector<std::vector<double>> beats;  // [a][b], 0-1: of draws in which a is before b
};

// Every draw takes a score for each (alternative, criterion), uniform in its range, and one
// weighting, and orders by weighted sum; the earlier alternative wins ties. A draw depends only on
// the seed and its own number. `beats[a][b] + beats[b][a]` is 1; the diagonal is 0.
// REQUIRES: at least 1 alternative and 1 criterion, low <= high, concentration >= 1, draws >= 1.
// Source: Lahdelma & Salminen 2001 (SMAA-2); gamma variates by Marsaglia & Tsang 2000.
RankRobustness DrawRanks(const RankSpec& spec);

struct WeightFlip {
  double change = 0;            // 0-1: weight that moves, half the sum of the absolute changes
  std::vector<double> weights;  // afterwards, adding up to 1
};

// The least change of the weights under which `other` draws level with `winner`: 0 when it is level
// or ahead already, nullopt when the winner is ahead on every criterion. A unit of weight moved
// from criterion i to k narrows the gap by d_i - d_k, where d is the winner's advantage. Whatever
// is moved therefore best goes to the criterion of the smallest d, which has room for all of it,
// and best comes from the largest d while that has weight left, then from the next. So the gap
// closed is, for each amount moved, the largest possible, and the first amount that closes it all
// is the solution of the linear program.
// REQUIRES: three vectors of equal length, not empty.
std::optional<WeightFlip> SmallestFlip(const std::vector<double>& winner,
                                       const std::vector<double>& other,
                                       const std::vector<double>& weights);

}  // namespace northstar::stats
