#include "analysis/inspect/kind_points.h"

#include <algorithm>

namespace northstar {

void KindPoints::Add(DataKind kind, double points, ColumnStatement said) {
  Given& of = kinds_[static_cast<size_t>(kind)];
  of.points += points;
  if (points <= of.strongest) return;
  of.strongest = points;
  of.why = std::move(said);
}

ColumnGuess KindPoints::Decide() const {
  ColumnGuess guess;
  size_t best = static_cast<size_t>(DataKind::kText);
  for (size_t i = 0; i < kDataKinds; ++i) {
    guess.points[i] = kinds_[i].points;
    if (kinds_[i].points > kinds_[best].points) best = i;
  }
  guess.kind = static_cast<DataKind>(best);
  guess.why = kinds_[best].why;
  for (size_t i = 0; i < kDataKinds; ++i) {
    const double points = kinds_[i].points;
    if (i != best && points >= 2 && points * 2 >= kinds_[best].points)
      guess.also.push_back(static_cast<DataKind>(i));
  }
  std::stable_sort(guess.also.begin(), guess.also.end(), [&](DataKind a, DataKind b) {
    return kinds_[static_cast<size_t>(a)].points > kinds_[static_cast<size_t>(b)].points;
  });
  return guess;
}

}  // namespace northstar
