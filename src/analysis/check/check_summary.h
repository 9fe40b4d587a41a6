// What is said of all checks together, for whoever shows them, and what earlier looks left, as
// plain values: where it is kept is not known here. Pure; thread safe.
#pragma once

#include <set>
#include <span>
#include <vector>

#include "analysis/check/alert_state.h"
#include "words/alerts.h"

namespace northstar {

// Empty: nothing was looked at before.
struct LookMemory {
  FreshnessMemory freshness;
  StoredDefinitionChanges definitions;
  // At most one per alert.
  std::vector<AlertState> states;
  // Alerts of which nobody is to be told now.
  std::set<AlertKey> muted;
};

// How all of them stand. `states` is parallel to `findings`.
AlertsStatement StatementOn(std::span<const CheckFinding> findings,
                            std::span<const AlertState> states, const std::set<AlertKey>& muted);

}  // namespace northstar
