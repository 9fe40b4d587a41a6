// Sources that stopped bringing events while others of the same metrics go on: what counts on them
// is complete only up to there, so that later periods are missing from every answer.
#pragma once

#include <string>
#include <vector>

#include "analysis/query/query.h"

namespace northstar {

struct SilentSource {
  std::string source, sentence;
};

// Those of the metrics, each once, silent for a week or more longer than another source of the same
// metric. A source with a `through` has said how far it goes, and is not named.
std::vector<SilentSource> SilentSources(const Project& project, const DataFacts& facts,
                                        const std::vector<const Metric*>& metrics);

}  // namespace northstar
