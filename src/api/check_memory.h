// What the store knows that checks and alerts need: earlier states and mutes, which sources were
// fresh before, which definitions changed without a new version. Reads, and writes nothing.
#pragma once

#include <set>
#include <vector>

#include "analysis/check/check_summary.h"
#include "store/alerts.h"

namespace northstar {

struct CheckMemory {
  store::AlertMemory alerts;
  FreshnessMemory freshness;
  StoredDefinitionChanges definitions;
};
// As of `now_us`. Empty where nothing was stored yet; kData as of StateStore.
Result<CheckMemory> ReadCheckMemory(const Project& project, int64_t now_us);

// What of it counts for a look at `at_us`. Of an earlier time than the last look, states and mutes
// are of no use: it stands alone. A look at now (`of_now`: no other time was asked for) never does.
LookMemory MemoryOf(const CheckMemory& memory, int64_t at_us, bool of_now);
bool StandsAlone(const CheckMemory& memory, int64_t at_us, bool of_now);

// Rows of the store as states, and back.
std::vector<AlertState> StatesOf(const store::AlertMemory& memory);
store::StoredAlert StoredOf(const AlertState& state);
// The alerts that are muted.
std::set<AlertKey> MutedIn(const store::AlertMemory& memory);

}  // namespace northstar
