// How well a score tells units with an outcome from those without: the chance that a random
// positive unit scores higher than a random negative one, ties counting half (Mann-Whitney). Inside
// strata it compares units of one cohort only, so that calendar effects cancel. Only the order of
// scores counts: any rising function of a score has the same AUC.
// Sources: DeLong, DeLong & Clarke-Pearson 1988; O(n log n) by mid-ranks, Sun & Xu 2014. Pure and
// thread safe.
#pragma once

#include <optional>
#include <span>

namespace northstar::stats {

struct Auc {
  // 0-1; 0.5: the score tells nothing; below: it points the other way.
  double auc = 0.5;
  // DeLong's; 0 when the score separates the classes completely, where it is no measure of doubt.
  double variance = 0;
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

// Two scores of the same units, by the joint DeLong covariance, so that what both get wrong alike
// cancels. Strata as in StratifiedAuc; nullopt where it has none left. For a z test divide
// `difference` by `standard_error`, which may be 0 for scores that order alike.
std::optional<AucDifference> CompareAuc(std::span<const double> first,
                                        std::span<const double> second, std::span<const char> label,
                                        std::span<const int> stratum);

}  // namespace northstar::stats
