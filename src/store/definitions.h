// Definitions as they stood: every one that a metric ever had, with when it was first seen. A new
// one is recorded when its version or its text is another than the last (CompareDefinitions), so
// each change is one row, also the change back. Metrics that were removed stay.
// A store that has none yet takes over those of target/manifest.json, so that versions outlive the
// upgrade to a northstar with a store. Thread safe for different projects; processes that record at
// once write each change once.
#pragma once

#include <string>
#include <vector>

#include "model/load_project.h"
#include "store/state_store.h"

namespace northstar::store {

struct RecordedDefinition {
  std::string metric;
  // Its YAML where it was recorded by a northstar that keeps it.
  DefinitionState state;
  // HashText of its text.
  std::string hash;
  // UTC microseconds: when a run saw it first; of one that was taken over, when the manifest was
  // written.
  int64_t first_seen_us = 0;
};

// The latest of each metric, in the store or, where it has none, in the manifest; empty where
// nothing was recorded yet. Writes nothing. kData as of StateStore.
Result<Manifest> KnownDefinitions(const Project& project);
// The oldest first, of one metric (empty: of all); none from a manifest.
Result<std::vector<RecordedDefinition>> DefinitionHistory(const Project& project,
                                                          const std::string& metric);
// All of them or none. Call it before the manifest is written anew. kData as of StateStore; nothing
// is opened for writing where nothing changed.
Status RecordDefinitions(const Project& project, int64_t now_us);

}  // namespace northstar::store
