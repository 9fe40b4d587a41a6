// All there is to say about where the North Star stands: the scorecard, how it is now, why it
// moved, what customers write. Read by the report. Each part is asked for on its own: one that
// fails is named in `missing`, and the page shows the others.
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
  // "how renewals stands now".
  std::string what;
  // The error's sentence.
  std::string why;
};

struct StateOfTheStar {
  ProjectRef project;
  // UTC: the evaluation's, else now.
  int64_t as_of_us = 0;
  // Of the candidates; without any of the star alone.
  std::optional<Evaluation> evaluation;
  // Of the star, or of the candidate that is recommended.
  std::optional<StarNow> now;
  // Of the same metric: the move that `now` finds worth explaining, else the last.
  std::optional<Explanation> explanation;
  std::optional<FeedbackFindings> feedback;
  std::vector<MissingPart> missing;
};

// kUsage where neither evaluation nor star nor explanation can be told; else what cannot is named
// in `missing`. Runs everything that `evaluate`, `tree`, `explain` and `feedback` run.
Result<StateOfTheStar> FindStateOfTheStar(Engine& engine, const ProjectRef& project,
                                          const DataFacts& facts, int64_t now_us);

}  // namespace northstar
