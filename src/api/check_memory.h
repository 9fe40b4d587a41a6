// What the store knows that checks and alerts need: earlier states and mutes, which sources were
// fresh before, which definitions changed without a new version. Reads, and writes nothing.
#pragma once

#include <set>
#include <vector>

#include "analysis/check/alert_state.h"
#include "store/alerts.h"

namespace northstar {

struct CheckMemory {
  store::AlertMemory alerts;
  FreshnessMemory freshness;
  StoredDefinitionChanges definitions;
};
// As of `now_us`. Empty where nothing was stored yet; kData as of StateStore.
Result<CheckMemory> ReadCheckMemory(const Project& project, int64_t now_us);

// Rows of the store as states, and back.
std::vector<AlertState> StatesOf(const store::AlertMemory& memory);
store::StoredAlert StoredOf(const AlertState& state);
// The alerts that are muted.
std::set<AlertKey> MutedIn(const store::AlertMemory& memory);

}  // namespace northstar
