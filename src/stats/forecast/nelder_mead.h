// Minimises a function of a few parameters inside a box without derivatives, by the simplex of
// Nelder & Mead 1965; a point outside the box is moved to its border. Deterministic.
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace northstar::stats {

struct Minimum {
  std::vector<double> at;
  double value = 0;
};

struct Box {
  std::vector<double> low, high;
};

using Objective = std::function<double(std::span<const double>)>;

// The best of the searches from each start. Stops when the simplex spans less than 1e-10 of the
// value, or after `steps`. REQUIRES: starts not empty, all of the box's dimension; low < high.
Minimum MinimiseInBox(const Objective& objective, const std::vector<std::vector<double>>& starts,
                      const Box& box, int steps = 200);

}  // namespace northstar::stats
