// How the North Star (or another metric) stands now: the constellation, what was unusual, how it
// will go on, and the one sentence that comes first. Read by `tree` and by the report. Everything
// is of the same metric, filter and instant; only the constellation has to succeed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/series/detect.h"
#include "analysis/series/forecast.h"
#include "analysis/star/constellation.h"
#include "analysis/star/headline.h"

namespace northstar {

// Two periods between which the metric last moved in a way that is worth explaining; instants at
// their starts, UTC, as ExplainOptions takes them.
struct WorthExplaining {
  int64_t from_us = 0, to_us = 0;
};

struct StarNow {
  Constellation constellation;
  // None: it could not be told, see `missing`.
  std::optional<Detection> detection;
  // None: not asked for and no goal needs it, or it could not be told.
  std::optional<ForecastFindings> forecast;
  // None: the last step.
  std::optional<WorthExplaining> worth;
  // What the headline rests on; Headline (headline.h) words it.
  HeadlineFacts facts;
  // Why there is no detection or forecast, as sentences.
  std::vector<std::string> missing;
};

struct StarNowRequest {
  ConstellationOptions options;
  // Also where no goal asks for it.
  bool forecast = false;
};

// Errors as of FindConstellation; where the rest fails, it is left out and said in `missing`.
Result<StarNow> FindStarNow(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                            int64_t now_us, const StarNowRequest& request);

}  // namespace northstar
