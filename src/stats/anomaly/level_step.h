// Whether a series stepped from one level to another, or only drifts or grows. Under the null the
// level wanders at random and may have a straight trend, seen through noise (a local level with
// drift, of which white noise around a line and a random walk are the ends); a step is added to it
// where it makes the values more likely by more than chance does. So a drift, in which any
// segmentation finds changes, has none, and neither has a straight line.
// What it leaves out: seasons and lone odd values, which are for the caller to take out first.
// Source: Harvey & Koopman 1992 (breaks of a local level); Durbin & Koopman 2012, ch. 2 and 6
// (likelihood with regression effects). Pure and thread safe. O(candidates² · n).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace northstar::stats {

struct LevelStep {
  size_t position = 0;  // index of the first value after it
  double size = 0;      // after less before, the drift aside
  double gain = 0;      // twice the logarithm of the likelihood ratio
};

// Those of the candidates (changes that a segmentation found, in order) that are steps, the first
// chosen first. None under 16 values. REQUIRES: finite values; candidates in (0, n).
std::vector<LevelStep> FindSteps(std::span<const double> x, std::span<const size_t> candidates);

}  // namespace northstar::stats
