// On which scale ratings were given, when nobody says: told from the ratings themselves. It refuses
// to guess where they say too little. Scales run from worst to best; one that runs the other way
// must be said in the project and turned there. Pure and thread safe.
#pragma once

#include <optional>
#include <span>

namespace northstar::language {

struct RatingScale {
  double lowest = 0, highest = 0;

  bool operator==(const RatingScale&) const = default;
  bool Holds(double rating) const { return rating >= lowest && rating <= highest; }
  // -1 (lowest) to 1 (highest). REQUIRES: lowest < highest. Ratings beyond the ends count as these.
  double ToScore(double rating) const;
};

// The narrowest of the usual scales that holds all ratings: thumbs (0 and 1, both seen), 1-5 (at
// least one above 1), 0-5, 1-7 (from 30 ratings on), 0-10, 0-100; -1-1 and -100-100 where some are
// negative. Nullopt: no rating, only 0s or only 1s, or none of these scales. A mistyped rating
// ("55" of 5 stars, "-1" for none) does not widen a scale: up to 1 % of ratings below 0 or above
// 10, or one among 20 to 100, are left out where all others lie from 0 to 10. REQUIRES: finite.
std::optional<RatingScale> ObserveScale(std::span<const double> ratings);

// Weak labels for learning: the lowest 40 % of the scale and the highest 25 % say something about
// the text, the middle does not. On 1-5: 1 and 2, 4 and 5; on 0-10: 0 to 4, 8 to 10.
enum class RatingLabel { kLow, kMiddle, kHigh };
RatingLabel LabelOf(double rating, const RatingScale& scale);

}  // namespace northstar::language
