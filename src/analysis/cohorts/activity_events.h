// Which of the events that an entity does say that it is there. Leaving is not staying, and what is
// done to a customer is not done by it: unless the project's `activity:` says what counts, events
// are left out that end a state, that only metrics to bring down count, or whose name says leaving,
// complaint, or something sent or shown (the lists of judgement/defaults.yml). An event that a
// candidate, an input, the star or the outcome counts as something good always counts. Where
// nothing else would be left, everything counts.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/metric.h"
#include "model/project_ref.h"

namespace northstar {

enum class WhyLeftOut {
  kProject,    // `activity:` says so
  kEndsState,  // the `off:` of a state
  kUnwanted,   // counted only by metrics with `desired_change: decrease`
  kLeaving,    // its name says leaving or complaint
  kDoneTo,     // its name says that it was done to the entity
};
std::string_view WhyLeftOutName(WhyLeftOut why);  // "ends_state"

struct LeftOutEvent {
  std::string event;
  int64_t rows = 0;
  WhyLeftOut why = WhyLeftOut::kProject;
};

struct ActivityEvents {
  std::string entity;
  std::vector<std::string> counted;     // most rows first
  std::vector<LeftOutEvent> left_out;   // most rows first
  std::vector<std::string> never_seen;  // that `activity:` names
};

// `rows`: by event, of the sources that name the entity. `candidates`: those that are judged,
// whether the project lists them or not.
ActivityEvents FindActivity(const Project& project, const std::string& entity,
                            const std::map<std::string, int64_t>& rows,
                            std::span<const Metric* const> candidates);

// What was left out, why, and how to change it; empty when there is nothing to say.
std::string ActivitySentence(const ActivityEvents& activity);

}  // namespace northstar
