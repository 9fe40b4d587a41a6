#include "stats/attack.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include "stats/describe.h"

namespace northstar::stats {
namespace {

constexpr double kFakeShare = 0.05;
constexpr double kWorstShare = 0.2;

// What the units add up to after each has done so many events more.
double Total(size_t units, const UnitContribution& contribution, double extra) {
  std::vector<double> parts(units);
  for (size_t unit = 0; unit < units; ++unit) parts[unit] = contribution(unit, extra);
  return Sum(parts);
}

double WorstCase(size_t units, const UnitContribution& contribution) {
  std::vector<double> gains(units);  // by one event
  for (size_t unit = 0; unit < units; ++unit)
    gains[unit] = contribution(unit, 1) - contribution(unit, 0);
  std::sort(gains.begin(), gains.end(), std::greater<>());
  double attackers = kWorstShare * static_cast<double>(units);
  double added = 0;
  for (const double gain : gains) {
    if (attackers <= 0) break;
    added += std::min(attackers, 1.0) * gain;
    attackers -= 1;
  }
  return added;
}

}  // namespace

UnitTerm RawTerm() {
  return [](double count) { return count; };
}

UnitTerm AtLeastTerm(double threshold) {
  return [threshold](double count) { return count >= threshold ? 1.0 : 0.0; };
}

UnitTerm CappedTerm(double cap) {
  return [cap](double count) { return std::min(count, cap); };
}

UnitTerm LogTerm() {
  return [](double count) { return std::log1p(count); };
}

std::span<const Attack> StandardBattery() {
  static constexpr std::array<Attack, 4> kBattery{Attack{0.05, 10}, Attack{0.2, 1}, Attack{0.2, 10},
                                                  Attack{0.01, 1000}};
  return kBattery;
}

std::optional<GamingScore> AttackBattery(std::span<const double> counts, const UnitTerm& term) {
  return AttackBattery(
      counts, [&](size_t unit, double extra) { return term(counts[unit] + extra); }, term(1));
}

std::optional<GamingScore> AttackBattery(std::span<const double> counts,
                                         const UnitContribution& contribution,
                                         double of_new_account) {
  const size_t units = counts.size();
  const double before = Total(units, contribution, 0);
  const double events = Sum(counts);
  if (!(before > 0) || !(events > 0)) return std::nullopt;
  GamingScore result;
  std::vector<double> ease;
  const auto number = static_cast<double>(units);
  for (const Attack& attack : StandardBattery()) {
    const double gained = Total(units, contribution, attack.extra) - before;
    const AttackLift lift{attack, attack.share * gained / before,
                          attack.share * number * attack.extra / events};
    ease.push_back(std::clamp(lift.lift / lift.raw_lift, 0.0, 1.0));
    result.attacks.push_back(lift);
  }
  result.score = 100 * (1 - Mean(ease));
  result.fake_accounts = kFakeShare * number * of_new_account / before;
  result.worst_case = WorstCase(units, contribution) / before;
  return result;
}

}  // namespace northstar::stats
