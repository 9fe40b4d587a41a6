#include "stats/outages.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/event_rates.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastDeepEnds = 20;  // run ends from which a threshold's hazard is estimated
constexpr double kSuspicious = 0.05;   // chance from which a run is looked for in other years
constexpr double kSurprising = 0.2;    // and that its counterpart there must have
constexpr double kHope =
    20;  // times the chance that is looked for: a model without any long run is bold
constexpr size_t kMostLookedAt = 24;
constexpr size_t kMostTogether = 8;  // runs that may hide each other
constexpr int kYearlyShift = 30;
constexpr int kLongestClosureSeenOnce = 16;

constexpr double kCare = 0.8;         // standard errors by which the hazard is taken to be lower
constexpr double kModelStands = 0.1;  // chance of the empty days above which the model is kept

struct Run {
  int first, last;  // half open
  int days() const { return last - first; }
};

// Chance of `least` or more.
double PoissonUpperTail(size_t least, double mean) {
  if (mean > 200)  // where its terms underflow
    return 1 - NormalCdf((static_cast<double>(least) - 0.5 - mean) / std::sqrt(mean));
  double term = std::exp(-mean);
  double below = 0;
  for (size_t k = 0; k < least; ++k) {
    below += term;
    term *= mean / static_cast<double>(k + 1);
  }
  return std::max(0.0, 1 - below);
}

// The hazard of days that had been empty for a while, as a factor on the model's.
struct Tail {
  double from = 0;    // hazard that a run must have lived through
  double starts = 0;  // runs that did
  double factor = 1;  // at most 1
  double care = 0;    // by how much its logarithm is taken to be lower, as kCare says
};

class RunModel {
 public:
  explicit RunModel(const DayHistory& history) : h_(history), rates_(FitRates(history)) {
    FindDays();
    std::vector<double> lived;
    for (const Lived& one : ends_) {
      if (one.before > 0) lived.push_back(one.before);
    }
    tails_.push_back(TailFrom(0));
    for (const double share : {0.25, 0.5, 0.75, 0.9}) {
      if (lived.size() < kLeastDeepEnds) break;
      const Tail tail = TailFrom(Quantile(lived, share));
      if (tail.starts > 0) tails_.push_back(tail);
    }
  }

  const EventRates& rates() const { return rates_; }

  // So many runs that live through the days of this one are expected in the whole history, if the
  // hazard is taken to be lower by `care` times what the model is not sure of.
  double Chance(const Run& run, double care = 1) const {
    const double variance =
        std::max(rates_.Variance(h_.time(run.first)), rates_.Variance(h_.time(run.last - 1)));
    double most = 0;
    for (const Tail& tail : tails_) {
      double lived = 0;
      double beyond = 0;
      for (int d = run.first; d < run.last; ++d) {
        const double hazard = HazardOf(d);
        if (lived >= tail.from) beyond += hazard;
        lived += hazard;
      }
      if (lived < tail.from) continue;
      const double lower = care * std::sqrt(tail.care * tail.care + kCare * kCare * variance);
      most = std::max(most, tail.starts * std::exp(-tail.factor * std::exp(-lower) * beyond));
    }
    return most;
  }

  // Of one run that starts, the chance to live through these days.
  double ChanceOfOne(const Run& run, double care = 1) const {
    return Chance(run, care) / std::max(1.0, tails_[0].starts);
  }

  // After the history as in its last week.
  double HazardOf(int day) const {
    const int last = h_.days();
    const int within = day < last ? day : std::max(0, last - 7 + (day - last) % 7);
    return rates_.hazard[static_cast<size_t>(within)];
  }

 private:
  struct Lived {
    double before, hazard;
  };

  void FindDays() {
    double before = 0;
    for (int d = 0; d < h_.days(); ++d) {
      const auto at = static_cast<size_t>(d);
      if (h_.out[at]) {
        before = 0;
        continue;
      }
      const double hazard = rates_.hazard[at];
      (h_.counts[at] > 0 ? ends_ : empties_).push_back({before, hazard});
      before = h_.counts[at] > 0 ? 0 : before + hazard;
    }
  }

  Tail TailFrom(double from) const {
    Tail tail{from};
    std::vector<double> ended;
    double survived = 0;
    double expected = 0;
    size_t empties = 0;
    for (const Lived& day : ends_) {
      if (day.before < from) continue;
      ended.push_back(day.hazard);
      expected += std::exp(-day.hazard);
    }
    for (const Lived& day : empties_) {
      if (day.before < from) continue;
      survived += day.hazard;
      expected += std::exp(-day.hazard);
      ++empties;
    }
    tail.starts = static_cast<double>(ended.size());
    if (from > 0 && ended.size() < kLeastDeepEnds) return {};
    // No more empty days than the model lets expect: it stands as it is.
    const bool stands = PoissonUpperTail(empties, expected) > kModelStands;
    if (stands && from == 0) return tail;
    tail.factor = FactorOf(ended, survived);
    tail.care = std::log(tail.factor / LowFactor(ended, survived, tail.factor));
    return tail;
  }

  // Maximum likelihood, at most 1. `survived`: hazard of the days that stayed empty.
  static double FactorOf(const std::vector<double>& ended, double survived) {
    const auto score = [&](double factor) {
      double sum = -survived;
      for (const double hazard : ended) sum += hazard / std::expm1(factor * hazard);
      return sum;
    };
    double low = 1e-6;
    double high = 1;
    if (score(high) >= 0) return high;
    for (int i = 0; i < 24; ++i) {
      const double middle = std::sqrt(low * high);
      (score(middle) > 0 ? low : high) = middle;
    }
    return high;
  }

  // kCare standard errors below `factor`, by its likelihood.
  static double LowFactor(const std::vector<double>& ended, double survived, double factor) {
    const auto likelihood = [&](double f) {
      double sum = -f * survived;
      for (const double hazard : ended) sum += std::log(-std::expm1(-f * hazard));
      return sum;
    };
    const double least = likelihood(factor) - kCare * kCare / 2;
    double low = factor * 0.01;
    double high = factor;
    for (int i = 0; i < 12; ++i) {
      const double middle = std::sqrt(low * high);
      (likelihood(middle) < least ? low : high) = middle;
    }
    return high;
  }

  const DayHistory& h_;
  EventRates rates_;
  std::vector<Lived> ends_, empties_;  // days with an event, and without, after how much emptiness
  std::vector<Tail> tails_;
};

// Of empty days that are not left aside.
std::vector<Run> RunsIn(const DayHistory& history) {
  std::vector<Run> runs;
  for (int d = 0; d < history.days(); ++d) {
    const auto at = static_cast<size_t>(d);
    if (history.counts[at] > 0 || history.out[at]) continue;
    if (runs.empty() || runs.back().last != d) runs.push_back({d, d});
    ++runs.back().last;
  }
  return runs;
}

class Scan {
 public:
  Scan(const std::vector<int64_t>& counts, int first_weekday, double most_chance)
      : history_{counts, first_weekday, std::vector<char>(counts.size(), 0)},
        most_chance_(most_chance),
        runs_(RunsIn(history_)) {}

  OutageScan Find() {
    const int active = static_cast<int>(std::count_if(
        history_.counts.begin(), history_.counts.end(), [](int64_t c) { return c > 0; }));
    out_.empty_days = history_.days() - active;
    if (active < kLeastActiveDays) {
      out_.explained_days = out_.empty_days;
      return std::move(out_);
    }
    for (const EmptyRun& run : Unlikely(kSuspicious)) suspects_.push_back(run);
    TakeClosures();
    std::vector<EmptyRun> found = Unlikely(most_chance_);
    for (const EmptyRun& run : found)
      (MaybeSeenOnce(run) ? out_.perhaps_closed : out_.outages).push_back(run);
    const auto earlier = [](const EmptyRun& a, const EmptyRun& b) { return a.first < b.first; };
    for (auto* runs : {&out_.outages, &out_.perhaps_closed, &out_.closures})
      std::sort(runs->begin(), runs->end(), earlier);
    CountExplained(found);
    return std::move(out_);
  }

 private:
  void Leave(int first, int days, bool out) {
    std::fill_n(history_.out.begin() + first, days, static_cast<char>(out));
  }

  // Runs that are still looked at and have at most this chance, each judged by a model that has
  // seen neither it nor those that were found. Several long runs hide each other, since each makes
  // the tail that the others are held against a longer one: so the most that are unlikely together
  // are taken first (Rosner 1983).
  std::vector<EmptyRun> Unlikely(double chance) {
    const std::vector<Run> longest = LongestThatMayBeUnlikely(chance);
    std::vector<EmptyRun> found;
    for (size_t together = std::min(longest.size(), kMostTogether); together > 0; --together) {
      const auto end = longest.begin() + static_cast<std::ptrdiff_t>(together);
      found = Judged({longest.begin(), end});
      if (std::all_of(found.begin(), found.end(),
                      [&](const EmptyRun& run) { return run.chance <= chance; }))
        break;
      found.clear();
    }
    for (size_t i = found.size(); i < longest.size(); ++i) {
      std::vector<Run> with_next{longest[i]};
      for (const EmptyRun& run : found) with_next.push_back({run.first, run.first + run.days});
      const EmptyRun next = Judged(with_next).front();
      if (next.chance <= chance) found.push_back(next);
    }
    return found;
  }

  // The longest first, by the hazard that they lived through. Runs that even a model without any of
  // them finds likely are not looked at.
  std::vector<Run> LongestThatMayBeUnlikely(double chance) {
    struct Weighed {
      Run run;
      double hazard;
    };
    std::vector<Weighed> weighed;
    const EventRates rates = FitRates(history_);
    for (const Run& run : runs_) {
      if (history_.out[static_cast<size_t>(run.first)]) continue;
      int open = 0;
      double hazard = 0;
      for (int d = run.first; d < run.last; ++d) {
        open += rates.open[history_.weekday(d)];
        hazard += rates.hazard[static_cast<size_t>(d)];
      }
      if (open >= kShortestOutageDays) weighed.push_back({run, hazard});
    }
    std::stable_sort(weighed.begin(), weighed.end(),
                     [](const Weighed& a, const Weighed& b) { return a.hazard > b.hazard; });
    if (weighed.size() > kMostLookedAt) weighed.resize(kMostLookedAt);
    std::vector<Run> longest;
    for (const Weighed& one : weighed) Leave(one.run.first, one.run.days(), true);
    const RunModel without(history_);
    for (const Weighed& one : weighed) {
      Leave(one.run.first, one.run.days(), false);
      if (without.Chance(one.run) <= kHope * chance) longest.push_back(one.run);
    }
    return longest;
  }

  // By the model of everything else.
  std::vector<EmptyRun> Judged(const std::vector<Run>& runs) {
    for (const Run& run : runs) Leave(run.first, run.days(), true);
    const RunModel model(history_);
    std::vector<EmptyRun> judged;
    for (const Run& run : runs) {
      judged.push_back({run.first, run.days(), 0, model.Chance(run)});
      for (int d = run.first; d < run.last; ++d)
        judged.back().missing += model.rates().rate[static_cast<size_t>(d)];
      Leave(run.first, run.days(), false);
    }
    return judged;
  }

  // Unlikely runs at the same time of different years, the closest first, one for one: a run that
  // has its counterpart in a year is none of another's. Where a suspect has one, as many of its
  // days are a closure; what is left of it stays a run.
  void TakeClosures() {
    if (suspects_.empty()) return;
    for (const EmptyRun& suspect : suspects_) Leave(suspect.first, suspect.days, true);
    const RunModel model(history_);
    for (const EmptyRun& suspect : suspects_) Leave(suspect.first, suspect.days, false);
    std::vector<Run> unlikely;
    for (const Run& run : runs_) {
      if (run.days() >= kShortestOutageDays && model.Chance(run) < kSurprising)
        unlikely.push_back(run);
    }
    struct Pair {
      size_t one, other;
      int years, distance;
    };
    std::vector<Pair> pairs;
    for (size_t i = 0; i < unlikely.size(); ++i) {
      for (size_t j = i + 1; j < unlikely.size(); ++j) {
        const int apart = unlikely[j].first - unlikely[i].first;
        const int years = static_cast<int>(std::lround(apart / 365.25));
        const int distance = std::abs(apart - static_cast<int>(std::lround(years * 365.25)));
        const int one = unlikely[i].days();
        const int other = unlikely[j].days();
        if (years > 0 && distance <= kYearlyShift &&
            2 * std::min(one, other) >= std::max(one, other))
          pairs.push_back({i, j, years, distance});
      }
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.distance < b.distance; });
    std::set<std::pair<size_t, int>> taken;  // a run, and by how many years its counterpart is away
    std::vector<int> closed(unlikely.size(), 0);
    for (const Pair& pair : pairs) {
      if (taken.contains({pair.one, pair.years}) || taken.contains({pair.other, -pair.years}))
        continue;
      taken.insert({pair.one, pair.years});
      taken.insert({pair.other, -pair.years});
      const int days = std::min(unlikely[pair.one].days(), unlikely[pair.other].days());
      closed[pair.one] = std::max(closed[pair.one], days);
      closed[pair.other] = std::max(closed[pair.other], days);
    }
    for (size_t i = 0; i < unlikely.size(); ++i) {
      if (closed[i] == 0) continue;
      out_.closures.push_back({unlikely[i].first, closed[i], 0, model.Chance(unlikely[i])});
      Leave(unlikely[i].first, closed[i], true);
    }
    runs_ = RunsIn(history_);
  }

  bool MaybeSeenOnce(const EmptyRun& run) const {
    if (run.days > kLongestClosureSeenOnce) return false;
    for (const int year : {-1, 1}) {
      const int first = run.first + year * 365;
      if (first >= 0 && first + run.days <= history_.days()) return false;
    }
    return true;
  }

  void CountExplained(const std::vector<EmptyRun>& found) {
    for (const EmptyRun& run : found) Leave(run.first, run.days, true);
    const RunModel model(history_);
    for (int d = 0; d < history_.days(); ++d) {
      const auto at = static_cast<size_t>(d);
      if (!history_.out[at]) out_.explained_days += std::exp(-model.rates().hazard[at]);
    }
    for (const EmptyRun& run : out_.closures) out_.explained_days += run.days;
  }

  DayHistory history_;
  double most_chance_;
  std::vector<Run> runs_;
  std::vector<EmptyRun> suspects_;
  OutageScan out_;
};

}  // namespace

OutageScan FindOutages(const std::vector<int64_t>& counts, int first_weekday, double most_chance) {
  return Scan(counts, first_weekday, most_chance).Find();
}

int RunQuantile(const std::vector<int64_t>& counts, int first_weekday, int day, double one_in) {
  const DayHistory history{counts, first_weekday, std::vector<char>(counts.size(), 0)};
  const RunModel model(history);
  const int from = std::clamp(day - 3, 1, std::max(1, history.days() - 7));
  // Of the runs that may start in this week, each after a day with events.
  const auto share_beyond = [&](int days) {
    double starts = 0;
    double beyond = 0;
    for (int d = from; d < std::min(from + 7, history.days()); ++d) {
      const double after_event = -std::expm1(-model.rates().hazard[static_cast<size_t>(d) - 1]);
      starts += after_event;
      beyond += after_event * std::min(1.0, model.ChanceOfOne({d, d + days + 1}, 0));
    }
    return starts > 0 ? beyond / starts : 0;
  };
  int days = 1;
  while (share_beyond(days) * one_in > 1 && days < history.days()) ++days;
  return days;
}

}  // namespace northstar::stats
