// How the North Star (or another metric) stands now: the constellation, what was unusual, how it
// will go on, and the one sentence that comes first. Read by `tree` and by the report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/series/detect.h"
#include "analysis/series/forecast.h"
#include "analysis/star/constellation.h"
#include "analysis/star/headline.h"

namespace northstar {

// Two periods between which the metric last moved in a way that is worth explaining; instants.
struct WorthExplaining {
  int64_t from_us = 0, to_us = 0;
};

struct StarNow {
  Constellation constellation;
  std::optional<Detection> detection;        // none: it could not be told
  std::optional<ForecastFindings> forecast;  // none: it could not be told
  std::optional<WorthExplaining> worth;      // none: the last step
  HeadlineFacts facts;
  std::vector<std::string> missing;  // why there is no detection or forecast
};

struct StarNowRequest {
  ConstellationOptions options;
  bool forecast = false;  // also where no goal asks for it
};

// Errors as of FindConstellation; where the rest fails, it is left out and said in `missing`.
Result<StarNow> FindStarNow(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                            int64_t now_us, const StarNowRequest& request);

}  // namespace northstar
