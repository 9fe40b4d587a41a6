#include "bench/calibration/lead_worlds.h"

#include "base/calendar.h"
#include "bench/calibration/simulation.h"
#include "stats/calendar_terms.h"

namespace northstar::calibration {
namespace {

using Series = std::vector<double>;

double YearOf(bool weekly) {
  return weekly ? 365.25 / 7 : 12;
}

std::vector<Day> StartsOf(int n, bool weekly) {
  std::vector<Day> starts;
  for (int t = 0; t <= n; ++t) {
    starts.push_back(weekly ? DayOf({2018, 1, 1}) + 7 * t : DayOf({2018 + t / 12, t % 12 + 1, 1}));
  }
  return starts;
}

// Both drawn alike, one after the other.
template <typename Draw>
LeadPair Twice(uint64_t seed, uint64_t stream, Draw draw) {
  Random random(seed, stream);
  LeadPair pair;
  pair.candidate = draw(random);
  pair.outcome = draw(random);
  return pair;
}

double HeavyTailed(Random& random) {  // t(3) with standard deviation 1
  double squares = 0;
  for (int i = 0; i < 3; ++i) {
    const double z = Normal(random);
    squares += z * z;
  }
  return Normal(random) / std::sqrt(squares / 3) / std::sqrt(3.0);
}

size_t AnyOf(Random& random, int n) {
  return static_cast<size_t>(random.Below(static_cast<uint64_t>(n)));
}

// A line in the logarithm with independent noise.
Series Line(Random& random, int n, double slope, double noise) {
  Series x;
  for (int t = 0; t < n; ++t) x.push_back(1000 * std::exp(slope * t + noise * Normal(random)));
  return x;
}

LeadPair Walks(int n, bool weekly, uint64_t seed) {
  return Twice(seed, 11, [&](Random& r) { return Levels(Growth(r, n - 1, 0, 0, YearOf(weekly))); });
}
LeadPair Persistent(int n, bool weekly, uint64_t seed) {
  return Twice(seed, 12,
               [&](Random& r) { return Levels(Growth(r, n - 1, 0.5, 0, YearOf(weekly))); });
}
LeadPair Seasonal(int n, bool weekly, uint64_t seed) {
  const double season = weekly ? 0.03 : 0.05;
  return Twice(seed, 14,
               [&](Random& r) { return Levels(Growth(r, n - 1, 0, season, YearOf(weekly))); });
}
LeadPair LoneEvents(int n, bool, uint64_t seed) {
  return Twice(seed, 15, [&](Random& r) {
    Series x(static_cast<size_t>(n), 100);
    x[AnyOf(r, n)] = 1000;
    return x;
  });
}
LeadPair RareCounts(int n, bool, uint64_t seed) {
  return Twice(seed, 16, [&](Random& r) {
    Series x;
    for (int t = 0; t < n; ++t) x.push_back(Poisson(r, 0.3));
    x[AnyOf(r, n)] = 1;
    return x;
  });
}
LeadPair Lines(int n, bool, uint64_t seed) {
  return Twice(seed, 17, [&](Random& r) {
    const double slope = 0.02 * r.Uniform();
    return Line(r, n, slope, 0.05);
  });
}
LeadPair Shifts(int n, bool, uint64_t seed) {
  return Twice(seed, 18, [&](Random& r) {
    Series x = Line(r, n, 0, 0.05);
    for (size_t t = AnyOf(r, n); t < x.size(); ++t) x[t] *= 1.5;
    return x;
  });
}
LeadPair Pulses(int n, bool, uint64_t seed) {
  return Twice(seed, 19, [&](Random& r) {
    Series x = Line(r, n, 0, 0.05);
    for (int pulse = 0; pulse < 2; ++pulse) {
      const size_t from = AnyOf(r, n);
      const size_t until = from + 2 + AnyOf(r, 4);
      for (size_t t = from; t < std::min(until, x.size()); ++t) x[t] *= 1.4;
    }
    return x;
  });
}
// Totals of days, of which weekend days bring a share of their own.
LeadPair WeekdayTotals(int n, bool weekly, uint64_t seed) {
  const std::vector<Day> starts = StartsOf(n, weekly);
  return Twice(seed, 20, [&](Random& r) {
    const double weekend = 0.6 * r.Uniform();
    Series x = Levels(Wander(r, n - 1, 0, 0.01));
    for (size_t t = 0; t < x.size(); ++t) {
      double total = 0;
      for (Day day = starts[t]; day < starts[t + 1]; ++day)
        total += WeekdayOf(day) >= Weekday::kSaturday ? weekend : 1;
      x[t] *= total;
    }
    return x;
  });
}
// Twice as much a day in December.
LeadPair Decembers(int n, bool weekly, uint64_t seed) {
  const std::vector<Day> starts = StartsOf(n, weekly);
  return Twice(seed, 21, [&](Random& r) {
    Series x = Levels(Growth(r, n - 1, 0, 0, YearOf(weekly)));
    for (size_t t = 0; t < x.size(); ++t) {
      int december = 0;
      for (Day day = starts[t]; day < starts[t + 1]; ++day) december += CivilOf(day).month == 12;
      x[t] *= 1 + december / static_cast<double>(starts[t + 1] - starts[t]);
    }
    return x;
  });
}
LeadPair Rough(int n, bool weekly, uint64_t seed) {
  return LeadInARoughWorld(n, weekly, 3, 0, seed);
}

}  // namespace

const std::vector<NullWorld> kNullWorlds{
    {"random walks with drift", Walks},
    {"growth with autocorrelation 0.5", Persistent},
    {"with a yearly season each", Seasonal},
    {"season, break and heavy tails each", Rough},
    {"a lone event each in flat series", LoneEvents},
    {"rare counts, 0.3 a period", RareCounts},
    {"straight lines with noise", Lines},
    {"levels with one shift each", Shifts},
    {"levels with two pulses each", Pulses},
    {"totals of days, fewer at weekends", WeekdayTotals, false},
    {"twice as much in December", Decembers}};

LeadPair LeadInARoughWorld(int n, bool weekly, int lag, double share, uint64_t seed) {
  Random random(seed, 13);
  const double period = YearOf(weekly);
  const auto shocks = [&](int m) {
    Series g;
    for (int t = 0; t < m; ++t) g.push_back(0.05 * HeavyTailed(random));
    return g;
  };
  const Series x = shocks(n - 1 + lag);
  const Series own = shocks(n - 1);
  const auto finish = [&](Series g) {
    const double season = weekly ? 0.02 : 0.05;
    const double phase = random.Uniform() * 2 * std::numbers::pi;
    const double second = random.Uniform() * 2 * std::numbers::pi;
    for (size_t t = 0; t < g.size(); ++t) {
      const double angle = 2 * std::numbers::pi * static_cast<double>(t) / period;
      g[t] += 0.01 + season * (std::cos(angle + phase) + 0.5 * std::cos(2 * angle + second));
    }
    g[AnyOf(random, n - 1)] += random.Uniform() < 0.5 ? 0.4 : -0.4;
    return Levels(g);
  };
  Series seen, y;
  for (int t = 0; t < n - 1; ++t) {
    const auto at = static_cast<size_t>(t);
    seen.push_back(x[at + static_cast<size_t>(lag)]);
    y.push_back(std::sqrt(share) * x[at] + std::sqrt(1 - share) * own[at]);
  }
  return {finish(seen), finish(y)};
}

stats::LeadOptions LeadOptionsFor(int n, bool weekly, uint64_t seed) {
  stats::LeadOptions options;
  options.permutations = weekly ? 199 : 999;
  options.interval_permutations = 19;
  options.weekly = weekly;
  options.seed = seed;
  options.wanted = stats::LeadSign::kEither;  // as for files, whose columns do not say what is good
  const std::vector<Day> starts = StartsOf(n, weekly);
  if (weekly) {
    options.months = stats::MonthShares(starts);
  } else {
    options.calendar = {stats::WeekdayBalance(starts), stats::LogDays(starts)};
  }
  return options;
}

bool LeadPasses(const stats::LeadResult& r) {
  return r.finding == stats::LeadFinding::kLeads || r.finding == stats::LeadFinding::kLikelyLeads;
}

}  // namespace northstar::calibration
