// What customers wrote, in a few sentences.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "words/rule.h"
#include "words/said.h"

namespace northstar {

struct FeedbackStatement {
  enum class Code { kNobodyWrote, kNothingToCompare, kTooFewToCompare, kNothingRising, kRising };
  struct Topic {
    std::string label;
    double share = 0;  // of the people, 0-1
  };

  Code code;
  int64_t texts = 0, people = 0;
  Day first = 0, last = 0;  // days, both included
  // Texts a day, and before where the two can be compared.
  std::optional<double> per_day = {}, per_day_before = {};
  // Share of unhappy people, 0-1, and before likewise.
  std::optional<double> unhappy = {}, unhappy_before = {};
  // Of whom the share is, where the sentiment of many is unknown.
  std::optional<int64_t> scored_people = {};
  std::vector<Topic> topics = {};        // the largest first
  std::vector<std::string> rising = {};  // kRising: words, the most telling first
};

// By code.
std::span<const Rule> FeedbackRules();
Said Words(const FeedbackStatement& statement);

}  // namespace northstar
