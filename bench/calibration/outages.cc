// measurable: sources that are tracked without a fault, and the same with an outage. An outage
// lasts three times as long as all but one in a thousand gaps, from one day with events to the
// next, under the model that was fitted to the source without it, and starts on any day.
#include "stats/outages.h"

#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "model/judgement.h"

namespace northstar::calibration {
namespace {

constexpr int kYear = 365;
constexpr int kClosedDays = 14;
constexpr int kMostRejected = 9;  // of 4,000

struct Pattern {
  const char* name;
  double burst_events = 1;  // per burst; 1: none come in bursts
  double size = 0;          // of a negative binomial day; 0: Poisson
  double growth = 1;        // from the first day to the last
  bool weekends = true;     // with events
  bool closed = false;      // two weeks a year
};

constexpr Pattern kPatterns[] = {{"by chance"},
                                 {"busy and quiet days", 1, 0.5},
                                 {"bursts of three over some days", 3},
                                 {"nothing at weekends", 1, 0, 1, false},
                                 {"closed for two weeks a year", 1, 0, 1, true, true},
                                 {"grows tenfold", 1, 0, 10},
                                 {"all of these", 2, 1, 4, false, true}};

// Gamma with mean 1 (Marsaglia & Tsang 2000).
double Gamma(Random& random, double shape) {
  if (shape < 1)
    return Gamma(random, shape + 1) * (shape + 1) / shape * std::pow(random.Uniform(), 1 / shape);
  const double d = shape - 1.0 / 3;
  while (true) {
    const double x = Normal(random);
    const double v = std::pow(1 + x / std::sqrt(9 * d), 3);
    if (v <= 0) continue;
    if (std::log(random.Uniform()) < 0.5 * x * x + d - d * v + d * std::log(v))
      return d * v / shape;
  }
}

class Source {
 public:
  // `per_day`: on average over the first `known` days.
  Source(const Pattern& pattern, double per_day, int known, int days, uint64_t seed)
      : pattern_(pattern), random_(seed, 41), counts_(static_cast<size_t>(days), 0) {
    const int closed_from = static_cast<int>(random_.Below(kYear));
    double whole = 0;
    std::vector<double> rate;
    for (int d = 0; d < days; ++d) {
      const bool closed = pattern.closed && (d - closed_from + kYear) % kYear < kClosedDays;
      const bool open = (pattern.weekends || d % 7 < 5) && !closed;
      open_.push_back(open);
      closed_.push_back(closed);
      rate.push_back(open ? std::pow(pattern.growth, static_cast<double>(d) / known) : 0);
      if (d < known) whole += rate.back();
    }
    for (int d = 0; d < days; ++d)
      AddDay(d, rate[static_cast<size_t>(d)] * per_day * known / whole / pattern.burst_events);
  }

  // From the first day with an event to the last.
  std::vector<int64_t> Counts() const {
    const auto some = [](int64_t count) { return count > 0; };
    const auto first = std::find_if(counts_.begin(), counts_.end(), some);
    const auto last = std::find_if(counts_.rbegin(), counts_.rend(), some).base();
    return first < last ? std::vector<int64_t>(first, last) : std::vector<int64_t>{};
  }
  int FirstWeekday() const {
    const auto some = [](int64_t count) { return count > 0; };
    return static_cast<int>((std::find_if(counts_.begin(), counts_.end(), some) - counts_.begin()) %
                            7);
  }
  // Whether days of the yearly closure are among these, counted from the first day with an event.
  bool IsClosed(int from, int days) const {
    const auto first =
        std::find_if(counts_.begin(), counts_.end(), [](int64_t count) { return count > 0; }) -
        counts_.begin();
    const auto begin = closed_.begin() + first + from;
    return std::any_of(begin, begin + days, [](char closed) { return closed != 0; });
  }
  Random& random() { return random_; }

 private:
  void AddDay(int day, double bursts) {
    if (pattern_.size > 0) bursts *= Gamma(random_, pattern_.size);
    const int begun = Poisson(random_, bursts);
    for (int i = 0; i < begun; ++i) {
      const int events =
          pattern_.burst_events > 1 ? 1 + Poisson(random_, pattern_.burst_events - 1) : 1;
      int at = day;
      for (int e = 0; e < events; ++e) {
        // The events of a burst are a day apart on average.
        if (e > 0) at += static_cast<int>(Exponential(random_, 1.5));
        const int days = static_cast<int>(counts_.size());
        while (at < days && !open_[static_cast<size_t>(at)]) ++at;
        if (at < days) ++counts_[static_cast<size_t>(at)];
      }
    }
  }

  const Pattern& pattern_;
  Random random_;
  std::vector<char> open_, closed_;
  std::vector<int64_t> counts_;
};

// Of a source with an event in ten days, three years say too little.
int DaysKnown(double per_day) {
  return (per_day < 0.3 ? 6 : 3) * kYear + 1;
}

double MostChance() {
  return DefaultJudgement().measurable.broken_gap;
}

size_t OutagesSeen(const Pattern& pattern, double per_day, uint64_t seed) {
  const Source source(pattern, per_day, DaysKnown(per_day), DaysKnown(per_day), seed);
  return stats::FindOutages(source.Counts(), source.FirstWeekday(), MostChance()).outages.size();
}

struct Outage {
  int days = 0;  // 0: there was nothing to miss wherever it was tried
  bool found = false;
};

Outage Break(const Pattern& pattern, double per_day, uint64_t seed) {
  const int history = DaysKnown(per_day);
  Source sound(pattern, per_day, history, history, seed);
  const std::vector<int64_t> known = sound.Counts();
  const int known_days = static_cast<int>(known.size());
  Outage outage;
  for (int tries = 0; tries < 20 && outage.days == 0 && known_days > 30; ++tries) {
    const int from =
        1 + static_cast<int>(sound.random().Below(static_cast<uint64_t>(known_days - 2)));
    const int days = 3 * (stats::RunQuantile(known, sound.FirstWeekday(), from, 1000) + 1);
    // The same source, with the outage besides its years.
    const Source longer(pattern, per_day, history, history + days, seed);
    std::vector<int64_t> counts = longer.Counts();
    if (from + days >= static_cast<int>(counts.size())) continue;
    const auto begin = counts.begin() + from;
    if (longer.IsClosed(from, days)) continue;
    if (std::all_of(begin, begin + days, [](int64_t count) { return count == 0; })) continue;
    std::fill_n(begin, days, 0);
    outage.days = days;
    for (const stats::EmptyRun& run :
         stats::FindOutages(counts, longer.FirstWeekday(), MostChance()).outages)
      outage.found = outage.found || (run.first < from + days && run.first + run.days > from);
  }
  return outage;
}

}  // namespace

void AddOutages(Page& page) {
  page.Add(
      "\n## Days without events: chance or an outage?\n\nThree years (six of those with an event "
      "in ten days) of sources that are tracked without a fault, and how many of them are rejected "
      "for an outage (wanted: at most 9 of 4,000). Beside it the same sources with one: three "
      "times as long as all but one in a thousand gaps, from one day with events to the next, "
      "under the model fitted to the source, from any day on (wanted: 95 % found).\n\n"
      "| events | a day | sources | rejected | days of the outage, median | found |\n"
      "|---|---:|---:|---:|---:|---:|\n");
  int row = 0;
  for (const Pattern& pattern : kPatterns) {
    for (const double per_day : {0.1, 0.3, 1.0, 3.0, 10.0}) {
      const int runs = page.Runs(4000);
      const auto sound =
          Repeat(runs, ++row, [&](uint64_t seed) { return OutagesSeen(pattern, per_day, seed); });
      const int rejected = CountIf(sound, [](size_t outages) { return outages > 0; });
      const auto broken = Repeat(page.Runs(1000), ++row,
                                 [&](uint64_t seed) { return Break(pattern, per_day, seed); });
      std::vector<int> days;
      for (const Outage& outage : broken) {
        if (outage.days > 0) days.push_back(outage.days);
      }
      std::sort(days.begin(), days.end());
      const int found = CountIf(broken, [](const Outage& outage) { return outage.found; });
      page.Expect("outages", 100.0 * kMostRejected / 4000, rejected, runs);
      page.ExpectAtLeast("outages found", 95, found, static_cast<int>(days.size()));
      page.Add(fmt::format("| {} | {} | {} | {} | {} | {} |\n", pattern.name, per_day, runs,
                           rejected, days.empty() ? 0 : days[days.size() / 2],
                           Percent(found, static_cast<int>(days.size()))));
    }
  }
}

}  // namespace northstar::calibration
