// The HTML report: one page that needs no network. First what is, then why, what customers write,
// which candidates there are, their evidence, and what all of it rests on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/evaluate.h"
#include "analysis/explain/explain.h"
#include "analysis/feedback.h"
#include "analysis/star_now.h"

namespace northstar {

// A part that could not be told.
struct MissingPart {
  std::string what;  // "how renewals stands now"
  std::string why;   // the error's sentence
};

struct ReportParts {
  ProjectRef project;
  int64_t as_of_us = 0;
  std::optional<Evaluation> evaluation;
  std::optional<StarNow> now;  // of the star, or of the candidate that is recommended
  std::optional<Explanation> explanation;
  std::optional<FeedbackFindings> feedback;
  std::vector<MissingPart> missing;
};

std::string RenderHtml(const ReportParts& parts);

}  // namespace northstar
