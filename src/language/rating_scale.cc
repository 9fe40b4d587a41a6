#include "language/rating_scale.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace northstar::language {
namespace {

constexpr size_t kRatingsForSeven = 30;
constexpr double kLow = 0.4, kHigh = 0.75;  // of the scale
constexpr double kRounding = 1e-9;
constexpr size_t kRatingsPerMistake = 100, kRatingsForAMistake = 20;

std::optional<RatingScale> ScaleWithNegatives(double lowest, double highest) {
  if (lowest >= -1 && highest <= 1) return RatingScale{-1, 1};
  if (lowest >= -100 && highest <= 100) return RatingScale{-100, 100};
  return std::nullopt;
}

// What is left when the few beyond 0 to 10 are taken for mistakes.
std::vector<double> WithoutMistakes(std::span<const double> ratings) {
  std::vector<double> usual;
  for (const double rating : ratings) {
    if (RatingScale{0, 10}.Holds(rating)) usual.push_back(rating);
  }
  const size_t mistakes = ratings.size() - usual.size();
  const size_t allowed = ratings.size() < kRatingsForAMistake
                             ? 0
                             : std::max<size_t>(1, ratings.size() / kRatingsPerMistake);
  if (mistakes > allowed) return {ratings.begin(), ratings.end()};
  return usual;
}

}  // namespace

double RatingScale::ToScore(double rating) const {
  return 2 * (std::clamp(rating, lowest, highest) - lowest) / (highest - lowest) - 1;
}

std::optional<RatingScale> ObserveScale(std::span<const double> all) {
  const std::vector<double> ratings = WithoutMistakes(all);
  if (ratings.empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(ratings.begin(), ratings.end());
  if (*low < 0) return ScaleWithNegatives(*low, *high);
  if (*high <= 1) {
    if (*low == *high && (*low == 0 || *low == 1)) return std::nullopt;
    return RatingScale{0, 1};
  }
  if (*high <= 5) return RatingScale{*low >= 1 ? 1.0 : 0.0, 5};
  if (*high == 7 && *low >= 1 && ratings.size() >= kRatingsForSeven) return RatingScale{1, 7};
  if (*high <= 10) return RatingScale{0, 10};
  if (*high <= 100) return RatingScale{0, 100};
  return std::nullopt;
}

RatingLabel LabelOf(double rating, const RatingScale& scale) {
  const double share = (scale.ToScore(rating) + 1) / 2;
  if (share <= kLow + kRounding) return RatingLabel::kLow;
  return share >= kHigh - kRounding ? RatingLabel::kHigh : RatingLabel::kMiddle;
}

}  // namespace northstar::language
