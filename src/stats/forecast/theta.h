// The Theta method: simple exponential smoothing plus half of the linear trend. It goes without a
// season: the caller removes that first.
// Sources: Assimakopoulos & Nikolopoulos 2000; Hyndman & Billah 2003, from whom is the closed form.
// Pure and thread safe. REQUIRES: finite, not empty.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace northstar::stats {

// The smoothing weight in [0.01, 0.99] that, with the first level that suits it best, minimises
// the squared one-step errors; the last is the level after all values.
struct ThetaLevel {
  double weight = 0.5;
  double first = 0;
  double last = 0;
};
ThetaLevel FitThetaLevel(std::span<const double> values);
// With a given weight.
ThetaLevel ThetaLevelAt(std::span<const double> values, double weight);

std::vector<double> ThetaForecast(std::span<const double> values, double weight, size_t horizon);

}  // namespace northstar::stats
