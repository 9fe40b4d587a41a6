#include "demo/experiments.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <vector>

#include "base/random.h"

namespace northstar::demo {
namespace {

constexpr int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
constexpr int kTurnDays = 21;
constexpr uint64_t kFirstStream = 79;  // two of each experiment

struct Exposure {
  int64_t at_us = 0;
  int arm = 0;  // into kArms
};

// One experiment, while its events pass by.
class Running {
 public:
  Running(const PlantedExperiment& plan, uint64_t seed, uint64_t stream,
          const SimulationOutput& output, const TimeZone& zone)
      : plan_(plan), lots_(seed, stream), effects_(seed, stream + 1), output_(output) {
    const Day from = DayOf(plan.from);
    for (int day = 0; day <= kExperimentDays; ++day)
      days_.push_back(zone.FirstInstantAt((from + day) * kMicrosPerDay));
    horizon_us_ = plan.horizon_days * kMicrosPerDay;
  }

  // Whether it holds the event back.
  bool Take(const SimulatedEvent& event) {
    if (event.utc_us < days_.front() || event.utc_us >= days_.back() + horizon_us_) return false;
    if (event.user >= 0 && event.utc_us < days_.back()) seen_.push_back(event);
    if (event.event != plan_.event || plan_.effect == 0) return false;
    held_.push_back(event);
    return true;
  }

  void Finish() {
    EmitExposures();
    for (const SimulatedEvent& event : held_) EmitChanged(event);
  }

 private:
  int64_t UnitOf(const SimulatedEvent& event) const {
    return plan_.by_workspace ? event.workspace : event.user;
  }

  void EmitExposures() {
    std::stable_sort(seen_.begin(), seen_.end(),
                     [](const auto& a, const auto& b) { return a.utc_us < b.utc_us; });
    std::unordered_map<int64_t, int64_t> turns;
    for (SimulatedEvent event : seen_) {
      const auto [turn, is_new] = turns.try_emplace(UnitOf(event), 0);
      if (is_new) turn->second = days_[lots_.Below(kTurnDays)];
      if (event.utc_us < turn->second || exposures_.contains(UnitOf(event))) continue;
      event.utc_us += kMicrosPerSecond;
      const Exposure exposure{event.utc_us, static_cast<int>(lots_.Below(2))};
      exposures_.emplace(UnitOf(event), exposure);
      event.event = "experiment_viewed";
      event.experiment = plan_.name;
      event.variant = kArms[exposure.arm];
      output_.event(event);
    }
  }

  void EmitChanged(const SimulatedEvent& event) {
    const bool changed = IsTreated(event) && effects_.Uniform() < std::abs(plan_.effect);
    if (changed && plan_.effect < 0) return;
    output_.event(event);
    if (!changed) return;
    SimulatedEvent more = event;
    more.utc_us += kMicrosPerMinute * static_cast<int64_t>(1 + effects_.Below(20));
    output_.event(more);
  }

  bool IsTreated(const SimulatedEvent& event) const {
    const auto found = exposures_.find(UnitOf(event));
    if (found == exposures_.end() || found->second.arm == 0) return false;
    const int64_t since = event.utc_us - found->second.at_us;
    return since > 0 && since < horizon_us_;
  }

  const PlantedExperiment& plan_;
  Random lots_, effects_;
  const SimulationOutput& output_;
  std::vector<int64_t> days_;  // when each of its days begins, and the day after the last
  int64_t horizon_us_ = 0;
  std::unordered_map<int64_t, Exposure> exposures_;
  std::vector<SimulatedEvent> seen_, held_;
};

}  // namespace

class Experiments::Run {
 public:
  std::vector<Running> running;
  const SimulationOutput& output;
};

Experiments::Experiments(uint64_t seed, const SimulationOutput& output, const TimeZone& zone)
    : run_(new Run{{}, output}) {
  uint64_t stream = kFirstStream;
  for (const PlantedExperiment& plan : kExperiments) {
    run_->running.emplace_back(plan, seed, stream, output, zone);
    stream += 2;
  }
}

Experiments::~Experiments() = default;

void Experiments::Take(const SimulatedEvent& event) {
  bool held = false;
  for (Running& one : run_->running) held = one.Take(event) || held;
  if (!held) run_->output.event(event);
}

void Experiments::Finish() {
  for (Running& one : run_->running) one.Finish();
}

}  // namespace northstar::demo
