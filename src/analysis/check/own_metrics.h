// What checks look at beyond the metrics of a project: who comes back, without what the star itself
// counts, and what is written to each feedback source. They are added to a copy of the project,
// under names that no project can have, so that they share the one scan.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/project_ref.h"
#include "plan/data_facts.h"

namespace northstar {

struct FeedbackMetrics {
  std::string source;
  // Names: share of negative texts, and texts; by the week.
  std::string negative, volume;
};

struct OwnMetrics {
  // The copy; pointers into the original are not into it.
  ProjectRef project;
  // Name; none: the star has no unit, or nothing is left that its entity does.
  std::optional<std::string> retention;
  // "the share of users that come back".
  std::string retention_words;
  // Sources that are loaded, in the order of the project.
  std::vector<FeedbackMetrics> feedback;
};

OwnMetrics AddOwnMetrics(const ProjectRef& project, const DataFacts& facts);

}  // namespace northstar
