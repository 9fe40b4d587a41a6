// How well a score tells units with an outcome from those without: the chance that a random
// positive unit scores higher than a random negative one, ties counting half (Mann-Whitney).
// Inside strata it compares units of one cohort only, so that calendar effects cancel.
// Sources: DeLong, DeLong & Clarke-Pearson 1988; O(n log n) by mid-ranks, Sun & Xu 2014.
#pragma once

#include <optional>
#include <span>

namespace northstar::stats {

struct Auc {
  double auc = 0.5;     // 0-1
  double variance = 0;  // DeLong; 0 when the score separates the classes completely
};

// REQUIRES everywhere: spans of equal length, finite scores; `label[i]` nonzero means positive.

// Nullopt with fewer than 2 units of either class.
std::optional<Auc> AreaUnderCurve(std::span<const double> score, std::span<const char> label);

// The mean over strata with weights n1·n0 (pairs that can be compared). A stratum with fewer than 2
// units of either class has no variance and is skipped; nullopt when none is left. An empty
// `stratum` is one stratum.
std::optional<Auc> StratifiedAuc(std::span<const double> score, std::span<const char> label,
                                 std::span<const int> stratum);

struct AucDifference {
  double first = 0;
  double second = 0;
  double difference = 0;      // first - second
  double standard_error = 0;  // of the difference: both scores are of the same units
};

// Two scores of the same units, by the joint DeLong covariance. Strata as in StratifiedAuc.
std::optional<AucDifference> CompareAuc(std::span<const double> first,
                                        std::span<const double> second, std::span<const char> label,
                                        std::span<const int> stratum);

}  // namespace northstar::stats
