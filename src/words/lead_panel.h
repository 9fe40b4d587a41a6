// The lead test segment by segment, in words.
#pragma once

#include <string>

#include "base/sentence.h"
#include "words/series_name.h"

namespace northstar {

struct LeadPanelStatement {
  enum class Code { kLeads, kFollows, kNotDetected, kNoVariation, kNotEnoughData };

  Code code;
  SeriesName candidate = {}, outcome = {};
  std::string dimension = {};
  int segments = 0, months = 0, lag = 0;  // lag: in months
};

Sentence Words(const LeadPanelStatement& statement);

}  // namespace northstar
