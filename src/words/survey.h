// A survey about the North Star in words: that it is open, how many people know the star, what was
// recorded.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// Which fields count depends on the code; the others are ignored.
struct SurveyStatement {
  enum class Code {
    kOpened,
    // Results.
    kNobodyAnswered,
    kNoneGraded,
    kRate,
    // What was recorded.
    kAnswered,
    kAnsweredBefore,
    kGraded,
    kClosed,
  };

  Code code;
  SeriesName star = {};
  // Addresses are kept, which every statement says first.
  bool named = false;
  // People, and of kOpened their teams; none: whoever wants answers.
  std::optional<int64_t> invited = {};
  int64_t teams = 0;
  // Persons; of them those with all three answers right, and those without a full grade.
  int64_t answered = 0, knows = 0, unclear = 0;
  // Of kRate, and of kClosed where there are any: of those graded in full, 0-1, with its 95%
  // interval.
  double share = 0, low = 0, high = 0;
  // Of one answer: its id, and questions with their grades: "name", "yes".
  std::string id = {};
  std::vector<std::pair<std::string, std::string>> grades = {};
  // kGraded: who graded.
  std::string by = {};
};

// By code.
std::span<const Rule> SurveyRules();
Said Words(const SurveyStatement& statement);

}  // namespace northstar
