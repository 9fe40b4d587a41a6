// All there is to say about where the North Star stands: the scorecard, how it is now, why it
// moved, what customers write. Read by the report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/evaluate/evaluate.h"
#include "analysis/explain/explain.h"
#include "analysis/feedback/feedback.h"
#include "analysis/star/star_now.h"

namespace northstar {

// A part that could not be told.
struct MissingPart {
  std::string what;  // "how renewals stands now"
  std::string why;   // the error's sentence
};

struct StateOfTheStar {
  ProjectRef project;
  int64_t as_of_us = 0;
  std::optional<Evaluation> evaluation;
  std::optional<StarNow> now;  // of the star, or of the candidate that is recommended
  std::optional<Explanation> explanation;
  std::optional<FeedbackFindings> feedback;
  std::vector<MissingPart> missing;
};

// kUsage where no part of it can be told; else what cannot is named in `missing`.
Result<StateOfTheStar> FindStateOfTheStar(Engine& engine, const ProjectRef& project,
                                          const DataFacts& facts, int64_t now_us);

}  // namespace northstar
