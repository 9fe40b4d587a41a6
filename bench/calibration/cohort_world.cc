#include "bench/calibration/cohort_world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

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
    histories_.pace_days = PaceOf(activity_);
    const ActivityRoles roles = RolesIn(activity_, {false, true, false}, {false, false, true});
    MeasuredUnits measured =
        MeasureUnits(histories_, counted_, world_.measure, roles, DesignOf(world_));
    if (world_.shuffled) Shuffle(measured.units);
    return measured;
  }

 private:
  // Everything about a unit that does not change.
  struct Unit {
    double propensity, fit, share, life, pay;
  };

  Unit DrawUnit() {
    Unit unit{};
    unit.propensity = std::exp(world_.spread * Normal(random_) - world_.spread * world_.spread / 2);
    unit.fit = Normal(random_);
    const double odds = world_.share / (1 - world_.share) * std::exp(world_.taste * unit.fit);
    unit.share = world_.apart ? 0 : odds / (1 + odds);
    unit.life =
        Exponential(random_, world_.life * std::pow(unit.propensity, world_.life_by_propensity) *
                                 std::exp(world_.life_by_fit * unit.fit));
    if (!world_.mortal_early) unit.life += world_.early_days;
    unit.pay = world_.pay * std::pow(unit.propensity, world_.pay_by_propensity) *
               std::exp(world_.pay_by_fit * unit.fit);
    return unit;
  }

  void AddUnit(int first_day) {
    const Unit unit = DrawUnit();
    const std::array<Histories*, 3> tables{&activity_, &counted_, &paid_};
    std::array<uint32_t, 3> first{};
    for (size_t t = 0; t < tables.size(); ++t)
      first[t] = static_cast<uint32_t>(tables[t]->steps.size());
    for (int day = first_day; day < histories_.end_day; ++day) {
      const int age = day - first_day;
      // Of its last day it has a part only.
      const double there = std::clamp(unit.life - age, 0.0, 1.0);
      const double pace = world_.apart && age < world_.early_days ? world_.share : 0;
      if (there == 0 && pace == 0) break;
      const int events = Poisson(random_, world_.rate * unit.propensity * there);
      const int counted = Binomial(random_, events, unit.share);
      Add(day, kOther, events - counted + (age == 0));  // the first day is one on which it came
      Add(day, kCounted, counted + Poisson(random_, pace * std::exp(unit.fit)));
      Add(day, kPayment, Poisson(random_, unit.pay * there));
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
