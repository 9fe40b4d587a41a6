#include "bench/calibration/cohort_world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "analysis/cohorts/rhythm.h"
#include "bench/calibration/simulation.h"

namespace northstar::calibration {
namespace {

enum Role : uint8_t { kOther, kCounted, kPayment };
constexpr int kMonth = 30;
constexpr int kFirstDay = 28;

class Simulation {
 public:
  Simulation(const CohortWorld& world, const CohortSize& size, uint64_t seed)
      : world_(world), random_(seed, 31) {
    histories_.first_day = kFirstDay;
    histories_.end_day = kFirstDay + size.cohorts * kMonth + DesignOf(world).horizon();
    for (int day = 0; day < histories_.end_day; ++day)
      histories_.day_cohort.push_back(std::max(0, day - kFirstDay) / kMonth);
    for (int cohort = 0; cohort < size.cohorts; ++cohort) {
      for (int i = 0; i < size.units_each; ++i)
        AddUnit(kFirstDay + cohort * kMonth + static_cast<int>(random_.Below(kMonth)));
    }
  }

  MeasuredUnits Measure() {
    histories_.activity = &activity_;
    histories_.paid = &paid_;
    histories_.rhythm_days = RhythmOf(activity_);
    const ActivityRoles roles =
        RolesIn(activity_, {false, true, false}, {false, false, true}, world_.early_days);
    MeasuredUnits measured =
        MeasureUnits(histories_, counted_, world_.measure, roles, DesignOf(world_));
    if (world_.shuffled) Shuffle(measured.units);
    return measured;
  }

 private:
  // Everything about a unit that does not change; paces are per day.
  struct Unit {
    double other_pace, counted_pace, pay_pace, life;
  };

  Unit DrawUnit() {
    const double spread = world_.spread;
    const double propensity = std::exp(spread * Normal(random_) - spread * spread / 2);
    const double fit = Normal(random_);
    const double taste = std::exp(world_.taste * fit - world_.taste * world_.taste / 2);
    const double pace = world_.rate * propensity;
    Unit unit{};
    unit.other_pace = (1 - world_.share) * pace;
    unit.counted_pace = world_.share * taste * (world_.apart ? world_.rate : pace);
    unit.pay_pace = world_.pay * std::pow(propensity, world_.pay_by_propensity) *
                    std::exp(world_.pay_by_fit * fit);
    const double life = world_.life * std::pow(propensity, world_.life_by_propensity);
    const double leaves = 1 / (1 + std::exp(world_.stays + world_.stays_by_fit * fit));
    unit.life = Exponential(random_, life);
    if (random_.Uniform() < leaves) unit.life = 0;
    if (!world_.mortal_early) unit.life += world_.early_days;
    return unit;
  }

  void AddUnit(int first_day) {
    const Unit unit = DrawUnit();
    const std::array<Histories*, 3> tables{&activity_, &counted_, &paid_};
    std::array<uint32_t, 3> first{};
    for (size_t t = 0; t < tables.size(); ++t)
      first[t] = static_cast<uint32_t>(tables[t]->steps.size());
    for (int day = first_day; day < histories_.end_day && day - first_day < unit.life; ++day) {
      const double there = std::min(1.0, unit.life - (day - first_day));  // part of the last day
      const int arrival = day == first_day;
      Add(day, kOther, arrival + Poisson(random_, unit.other_pace * there));
      Add(day, kCounted, Poisson(random_, unit.counted_pace * there));
      Add(day, kPayment, Poisson(random_, unit.pay_pace * there));
    }
    for (size_t t = 0; t < tables.size(); ++t) {
      const auto last = static_cast<uint32_t>(tables[t]->steps.size());
      if (last > first[t]) tables[t]->entities.push_back({next_id_, first[t], last});
    }
    ++next_id_;
  }

  void Add(int day, Role role, int n) {
    if (n == 0) return;
    double amount = 0;
    for (int i = 0; role == kPayment && i < n; ++i) amount += 20 * std::exp(0.5 * Normal(random_));
    const Histories::Step step{day, 0, role, Histories::kNoOther, n, amount};
    activity_.steps.push_back(step);
    if (role == kCounted) counted_.steps.push_back(step);
    if (role == kPayment) paid_.steps.push_back(step);
  }

  void Shuffle(std::vector<CohortUnit>& units) {
    std::map<int, std::vector<size_t>> cohorts;
    for (size_t i = 0; i < units.size(); ++i) cohorts[units[i].cohort].push_back(i);
    const std::vector<CohortUnit> before = units;
    for (const auto& [cohort, members] : cohorts) {
      std::vector<size_t> from = members;
      random_.Shuffle(std::span<size_t>(from));
      for (size_t m = 0; m < members.size(); ++m) {
        CohortUnit& unit = units[members[m]];
        const CohortUnit& other = before[from[m]];
        unit.returned = other.returned;
        unit.paid = other.paid;
        unit.followed_days = other.followed_days;
        unit.gone = other.gone;
      }
    }
  }

  const CohortWorld& world_;
  Random random_;
  Histories activity_, counted_, paid_;
  UnitHistories histories_;
  uint32_t next_id_ = 0;
};

}  // namespace

CohortDesign DesignOf(const CohortWorld& world) {
  CohortDesign design;
  design.early_days = world.early_days;
  return design;
}

MeasuredUnits SimulateUnits(const CohortWorld& world, const CohortSize& size, uint64_t seed) {
  return Simulation(world, size, seed).Measure();
}

}  // namespace northstar::calibration
