#include "stats/forecast/seasonal_profile.h"

#include <algorithm>
#include <cmath>

#include "stats/describe.h"

namespace northstar::stats {
namespace {

// A year has no more places: finer ones would hold single values of a few years, noise. A week of
// hours has all of its own.
constexpr size_t kMostPlaces = 60;
constexpr double kMostWholePlaces = 200;
constexpr double kMemories[] = {0.5, 0.7, 0.85, 0.95, 1.0};
// The weight of EarlyShare, in comparisons of a season with an earlier one.
constexpr double kWeightBefore = 8;

size_t Places(double period) {
  const auto whole = static_cast<size_t>(std::lround(period));
  return period <= kMostWholePlaces ? whole : std::min(kMostPlaces, whole);
}

struct Moment {
  size_t season = 0;
  double place = 0;  // [0, places)
};

Moment MomentAt(size_t t, double period, size_t places) {
  const double seasons = static_cast<double>(t) / period;
  const double whole = std::floor(seasons);
  // A hair above, so that a whole period's places are not rounded into the one before.
  const double place = (seasons - whole) * static_cast<double>(places) + 1e-9;
  return {static_cast<size_t>(whole), std::min(place, static_cast<double>(places) - 1e-9)};
}

// Sums of the values up to each, measured from the first against rounding.
std::vector<double> Prefixes(std::span<const double> values) {
  std::vector<double> sums(values.size() + 1, 0.0);
  for (size_t t = 0; t < values.size(); ++t) sums[t + 1] = sums[t] + (values[t] - values[0]);
  return sums;
}

struct PlaceMean {
  double sum = 0, count = 0;
};
using Seasons = std::vector<std::vector<PlaceMean>>;

// The distances from the centred average over one season, by season and place.
Seasons Distances(std::span<const double> values, double period) {
  const size_t places = Places(period);
  const auto length = static_cast<size_t>(std::lround(period));
  const size_t half = length / 2;
  const std::vector<double> sums = Prefixes(values);
  Seasons seasons;
  for (size_t t = half; t + half < values.size(); ++t) {
    double window = sums[t + half + 1] - sums[t - half];
    if (length % 2 == 0) window -= (values[t - half] + values[t + half]) / 2 - values[0];
    const double trend = values[0] + window / static_cast<double>(length);
    const Moment at = MomentAt(t, period, places);
    if (seasons.size() <= at.season) {
      seasons.resize(at.season + 1, std::vector<PlaceMean>(places));
    }
    PlaceMean& mean = seasons[at.season][static_cast<size_t>(at.place)];
    mean.sum += values[t] - trend;
    ++mean.count;
  }
  return seasons;
}

// What a profile is worth before seasons can be told from earlier ones: the share of the distances
// that a season later has not changed. Changes of the level count against it.
double EarlyShare(std::span<const double> values, double period, const Seasons& seasons) {
  double squares = 0;
  double count = 0;
  for (const auto& season : seasons) {
    for (const PlaceMean& place : season) {
      if (place.count == 0) continue;
      squares += place.sum / place.count * (place.sum / place.count);
      ++count;
    }
  }
  const auto lag = static_cast<size_t>(std::lround(period));
  std::vector<double> changes;
  for (size_t t = lag; t < values.size(); ++t) changes.push_back(values[t] - values[t - lag]);
  if (!(squares > 0)) return 0;
  return std::clamp(1 - Variance(changes) / 2 / (squares / count), 0.0, 1.0);
}

class DiscountedMeans {
 public:
  DiscountedMeans(size_t places, double kept) : kept_(kept), sums_(places), weights_(places) {}

  void Add(const std::vector<PlaceMean>& season) {
    for (size_t i = 0; i < season.size(); ++i) {
      if (season[i].count == 0) continue;
      sums_[i] = kept_ * sums_[i] + season[i].sum / season[i].count;
      weights_[i] = kept_ * weights_[i] + 1;
    }
  }
  bool Has(size_t place) const { return weights_[place] > 0; }
  double At(size_t place) const { return Has(place) ? sums_[place] / weights_[place] : 0; }

 private:
  double kept_;
  std::vector<double> sums_, weights_;
};

}  // namespace

bool EnoughForSeason(size_t values, double period) {
  return period >= 2 && static_cast<double>(values) >= 2 * period + 2;
}

SeasonalProfile::SeasonalProfile(std::span<const double> values, double period,
                                 const SeasonMemory& memory)
    : period_(period), places_(Places(period)) {
  DiscountedMeans means(places_.size(), memory.kept);
  for (const auto& season : Distances(values, period)) means.Add(season);
  double mean = 0;
  for (size_t i = 0; i < places_.size(); ++i) {
    places_[i] = means.At(i);
    mean += places_[i] / static_cast<double>(places_.size());
  }
  for (double& place : places_) place = memory.share * (place - mean);
}

double SeasonalProfile::At(size_t period) const {
  const size_t places = places_.size();
  const double place = MomentAt(period, period_, places).place;
  if (static_cast<double>(places) + 1 > period_) return places_[static_cast<size_t>(place)];
  // Between the middles of wide places.
  const double from_middle = place + static_cast<double>(places) - 0.5;
  const auto before = static_cast<size_t>(from_middle);
  const double beyond = from_middle - static_cast<double>(before);
  return places_[before % places] * (1 - beyond) + places_[(before + 1) % places] * beyond;
}

SeasonMemory ChooseSeasonMemory(std::span<const double> values, double period) {
  const Seasons seasons = Distances(values, period);
  const double early = EarlyShare(values, period, seasons);
  SeasonMemory best{1, early};
  double best_error = INFINITY;
  for (const double kept : kMemories) {
    DiscountedMeans means(Places(period), kept);
    double told = 0;
    double products = 0;
    double squares = 0;
    double total = 0;
    for (const auto& season : seasons) {
      for (size_t i = 0; i < season.size(); ++i) {
        if (season[i].count == 0 || !means.Has(i)) continue;
        const double now = season[i].sum / season[i].count;
        products += means.At(i) * now;
        squares += means.At(i) * means.At(i);
        total += now * now;
        ++told;
      }
      means.Add(season);
    }
    if (!(squares > 0)) continue;
    const double before = kWeightBefore * squares / told;
    const double share = std::clamp((products + early * before) / (squares + before), 0.0, 1.0);
    const double error = total - 2 * share * products + share * share * squares;
    if (error < best_error) {
      best_error = error;
      best = {kept, share};
    }
  }
  return best;
}

}  // namespace northstar::stats
