// Old and new numbers side by side: two definitions of a metric, or a star and the one that
// replaced it, over their last complete periods, so that nobody takes a change of the definition
// for one of the product. Both are computed from the data as they are now; what an old definition
// names (events, other metrics) is what the project means by it now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/number_words.h"
#include "engine/engine.h"
#include "model/load_project.h"
#include "plan/data_facts.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

inline constexpr size_t kDualRunPeriods = 26;

// One of the two sides.
struct DualRunSide {
  std::string metric;
  // None: as the project defines it now.
  std::optional<DefinitionState> state;
  int version = 1;
};
struct DualRunRequest {
  DualRunSide before, after;
};

struct DualRunPeriod {
  std::string label;
  std::optional<double> before, after;
};
struct DualRun {
  // The same where a definition changed.
  SeriesName metric, to_metric;
  int from_version = 1, to_version = 1;
  // The coarser of their natural ones, where they differ.
  Grain grain = Grain::kWeek;
  // At most 26, the earliest first, each complete on both sides, of two metrics with both values.
  // None: it could not be computed.
  std::optional<std::vector<DualRunPeriod>> periods;
  // Keeps how values look.
  ValueLook look, to_look;
  Said said;
};

// What the runs are asked of. Outlives the call.
struct DualRunSource {
  Engine& engine;
  const LoadedProject& loaded;
  const Environment& environment;
  const DataFacts& facts;
  int64_t now_us;
  // In place of now; hides later events.
  std::optional<int64_t> as_of_us;
};
// One scan per request, in their order. Never fails: what cannot be computed says why.
std::vector<DualRun> FindDualRuns(const DualRunSource& source,
                                  const std::vector<DualRunRequest>& requests);

}  // namespace northstar
