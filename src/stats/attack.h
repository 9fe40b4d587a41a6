// How easily a metric rises when nothing of value happens: some units do a few more of the cheapest
// events that qualify, and the metric is taken again. The score compares its rise with the rise of
// the plain number of events, so that 0 means as easy as counting events and 100 means unmoved. It
// orders candidates; it forecasts no one's behaviour. Metrics that are no sum over units must be
// recomputed by their own query instead.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

// What a unit with so many qualifying events in the period adds to the metric.
// REQUIRES: finite.
using UnitTerm = std::function<double(double count)>;

UnitTerm RawTerm();                      // every event counts
UnitTerm AtLeastTerm(double threshold);  // 1 from so many events on, else 0
UnitTerm CappedTerm(double cap);         // every event up to the cap
UnitTerm LogTerm();                      // log(1 + events)

struct Attack {
  // Of units, 0-1, chosen at random.
  double share = 0;
  // Qualifying events that each of them adds in the period.
  double extra = 0;
};

struct AttackLift {
  Attack attack;
  // Of the metric, expected, relative: 1 = doubled. Negative where more events lower it.
  double lift = 0;
  // Of the plain number of events under the same attack.
  double raw_lift = 0;
};

struct GamingScore {
  // 0-100, higher is harder: 100 · (1 - mean of lift / raw lift, held in 0-1).
  double score = 0;
  // In the order of StandardBattery.
  std::vector<AttackLift> attacks;
  // Beside the score, both relative rises of the metric. New units, 5 % of the present ones, with
  // one event each.
  double fake_accounts = 0;
  // One extra event by the 20 % of units for which it adds most, which for a threshold are those
  // just below it. The last unit counts in part, so that few units have a 20 % too.
  double worst_case = 0;
};

// A share of units and the events each adds: (5 %, 10), (20 %, 1), (20 %, 10), (1 %, 1000). Static.
std::span<const Attack> StandardBattery();

// `counts`: qualifying events per unit in one period, units with none included, in any order. The
// metric is the sum of `term` over units. Nullopt: the metric or the events do not add up to more
// than 0. Lifts are expectations over the choice of attackers: no random draw. O(units · attacks).
// REQUIRES: counts finite and not negative.
std::optional<GamingScore> AttackBattery(std::span<const double> counts, const UnitTerm& term);

// The same for a metric that looks at more of a unit than its count (days, other people): what the
// unit at that place of `counts` adds after so many events more than it did (extra 0: as it is),
// and what a new unit with one event adds. Called in order, from one thread.
using UnitContribution = std::function<double(size_t unit, double extra)>;
std::optional<GamingScore> AttackBattery(std::span<const double> counts,
                                         const UnitContribution& contribution,
                                         double of_new_account);

}  // namespace northstar::stats
