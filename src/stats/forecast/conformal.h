// Intervals from the errors that the same forecaster made before: with m past errors the k-th
// smallest, k = ceil((m + 1)·level), is exceeded by the next with probability 1 - level or less,
// whatever the errors' distribution, as long as they are exchangeable. Where m is too small for
// the level, the widest available one is given instead, m / (m + 1).
// Sources: Vovk, Gammerman & Shafer 2005; rolling origins: Wang & Hyndman 2024; errors
// that grow or shrink over time: Gibbs & Candes 2021.
// Pure and thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace northstar::stats {

// k, from 1 to m; nullopt when the level is not available. REQUIRES: 0 < level < 1.
std::optional<size_t> ConformalRank(size_t errors, double level);

// The level at which intervals from past errors would lately have held `level` of the next ones:
// above it where errors have grown, below where they have shrunk. `errors`: absolute, one step
// ahead, the oldest first. With 20 or fewer of them the level itself.
// REQUIRES: 0 < level < 1. Between 0.5 and 0.999, or the level where that lies outside.
// O(errors^2).
double AdaptedLevel(const std::vector<double>& errors, double level);

struct ConformalWidths {
  double level = 0;            // the one asked for or the widest available; 0: no errors at all
  std::vector<double> widths;  // half-width by step ahead; never falls; empty without errors
};

// `errors[h]`: absolute errors at h + 1 steps ahead, any order. The widths are smoothed over the
// steps by isotonic regression, which averages where one would fall. Steps with a few too few
// errors have the largest of theirs; those with less than 10 are reached from the last before,
// growing as the square root of the step, as a random walk's. REQUIRES: 0 < level < 1; errors
// finite, not negative; as many or fewer with every step.
ConformalWidths WidthsFromErrors(std::vector<std::vector<double>> errors, double level);

}  // namespace northstar::stats
