#include "stats/forecast/nelder_mead.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace northstar::stats {
namespace {

constexpr double kFirstStep = 0.2;  // share of the box
constexpr double kSpan = 1e-10;

class Simplex {
 public:
  Simplex(const Objective& objective, const Box& box, const std::vector<double>& start)
      : objective_(objective), box_(box) {
    points_.push_back(Evaluate(start));
    for (size_t i = 0; i < start.size(); ++i) {
      std::vector<double> at = points_[0].at;
      const double step = kFirstStep * (box.high[i] - box.low[i]);
      at[i] += at[i] + step > box.high[i] ? -step : step;
      points_.push_back(Evaluate(std::move(at)));
    }
    Order();
  }

  const Minimum& Best() const { return points_.front(); }

  bool Done() const {
    return !(points_.back().value - points_.front().value >
             kSpan * std::fabs(points_.front().value));
  }

  void Step() {
    const Minimum reflected = AwayFromWorst(-1);
    Minimum& worst = points_.back();
    if (reflected.value < points_.front().value) {
      const Minimum expanded = AwayFromWorst(-2);
      worst = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < points_[points_.size() - 2].value) {
      worst = reflected;
    } else {
      const Minimum contracted = AwayFromWorst(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < std::min(reflected.value, worst.value)) {
        worst = contracted;
      } else {
        Shrink();
      }
    }
    Order();
  }

 private:
  Minimum Evaluate(std::vector<double> at) const {
    for (size_t i = 0; i < at.size(); ++i) at[i] = std::clamp(at[i], box_.low[i], box_.high[i]);
    const double value = objective_(at);
    return {std::move(at), value};
  }

  // `share` of the way from the centre of the others to the worst point.
  Minimum AwayFromWorst(double share) const {
    const size_t dimension = box_.low.size();
    std::vector<double> at(dimension, 0.0);
    for (size_t j = 0; j < dimension; ++j) {
      for (size_t i = 0; i < dimension; ++i) at[j] += points_[i].at[j];
      at[j] /= static_cast<double>(dimension);
      at[j] += share * (points_.back().at[j] - at[j]);
    }
    return Evaluate(std::move(at));
  }

  void Shrink() {
    for (size_t i = 1; i < points_.size(); ++i) {
      std::vector<double> at = points_[i].at;
      for (size_t j = 0; j < at.size(); ++j) at[j] = (at[j] + points_[0].at[j]) / 2;
      points_[i] = Evaluate(std::move(at));
    }
  }

  void Order() {
    std::stable_sort(points_.begin(), points_.end(),
                     [](const Minimum& a, const Minimum& b) { return a.value < b.value; });
  }

  const Objective& objective_;
  const Box& box_;
  std::vector<Minimum> points_;
};

}  // namespace

Minimum MinimiseInBox(const Objective& objective, const std::vector<std::vector<double>>& starts,
                      const Box& box, int steps) {
  Minimum best;
  for (const std::vector<double>& start : starts) {
    Simplex simplex(objective, box, start);
    for (int step = 0; step < steps && !simplex.Done(); ++step) simplex.Step();
    if (best.at.empty() || simplex.Best().value < best.value) best = simplex.Best();
  }
  return best;
}

}  // namespace northstar::stats
