// What a season adds to the level at each of its steps, from the past alone: how far the same step
// of earlier seasons lay from the mean of the season around it, in the mean without the lowest and
// the highest quarter of them. A single odd season therefore hardly moves it; in seasons of up to
// 60 steps an odd value does not move the mean around it either. Missing values are left out.
// Thread safety: plain values.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace northstar::stats {

class SeasonProfile {
 public:
  // `season` in steps, at least 2. `seasons_kept`: how many of the last ones count.
  SeasonProfile(size_t season, size_t seasons_kept) : season_(season), kept_(seasons_kept) {}

  void Add(std::optional<double> value);
  // For the step after the last one added; nullopt before one and a half seasons. O(seasons kept).
  std::optional<double> Next() const { return At(sums_.size() - 1); }
  // The same with the profile's mean over a season taken off. O(season · seasons kept).
  std::optional<double> NextCentred() const;
  size_t season() const { return season_; }

 private:
  // At a step from the next one on to the end of that season.
  std::optional<double> At(size_t step) const;

  size_t season_, kept_;
  std::vector<double> deviations_;  // known for steps half a season ago; NaN: not known
  std::vector<std::optional<double>> x_;
  std::vector<double> sums_{0}, counts_{0};
};

}  // namespace northstar::stats
