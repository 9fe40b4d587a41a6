// The experiments of the example product, laid over the events that happen anyway. A workspace or a
// person is assigned by lot at the first event after its turn has come, and is exposed a second
// later; what it does within the horizon after that is more or less by a known share:
//   setup checklist    people send 50% more invitations, over 14 days
//   task templates     workspaces complete 20% more tasks, over 7 days
//   smart reminders    people send 40% fewer invitations, over 14 days: it backfires
//   welcome tour       changes nothing
// What is added copies an event of the same unit within minutes, so that nobody becomes active by
// it and no team meets its threshold by it. Turns are spread over three of four weeks, so that no
// week shows more than a part of an effect. Lots come from streams of their own: all other events
// are the same with and without experiments, less the invitations that were not sent.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/calendar.h"
#include "demo/simulate.h"

namespace northstar::demo {

struct PlantedExperiment {
  std::string_view name;
  // What it changes, and by which share of it: 0.2 is 20% more. Between -1 and 1.
  std::string_view event;
  double effect;
  // Who is assigned, half of them to the treatment.
  bool by_workspace;
  int horizon_days;
  // Monday of the first of four weeks of exposures, local.
  CivilDate from;
};
inline constexpr int kExperimentDays = 28;
inline constexpr std::string_view kArms[] = {"control", "treatment"};
inline constexpr PlantedExperiment kExperiments[] = {
    {"setup_checklist", "invite_sent", 0.5, false, 14, {2025, 9, 29}},
    {"task_templates", "task_completed", 0.2, true, 7, {2026, 3, 2}},
    {"smart_reminders", "invite_sent", -0.4, false, 14, {2026, 4, 6}},
    {"welcome_tour", "task_completed", 0, true, 7, {2026, 5, 11}}};

// Passes events on to `output`, with exposures among them. Holds back those that an experiment may
// change until Finish, so they come out last. For one thread.
class Experiments {
 public:
  // `output` and `zone` outlive it.
  Experiments(uint64_t seed, const SimulationOutput& output, const TimeZone& zone);
  ~Experiments();
  void Take(const SimulatedEvent& event);
  // Once, after the last event.
  void Finish();

 private:
  class Run;
  std::unique_ptr<Run> run_;
};

}  // namespace northstar::demo
