// How a series goes on, and whether it will meet a goal, in words.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/number_words.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"
#include "words/series_time.h"

namespace northstar {

struct ForecastStatement {
  enum class Code { kForecast, kNoInterval };

  Code code;
  SeriesName series = {};
  ValueLook look = {};
  SeriesTime time = {};
  // Of the last step.
  std::string label = {};
  double mean = 0, low = 0, high = 0;
  double level = 0;  // of the interval, 0-1
};

// By code.
std::span<const Rule> ForecastRules();
Said Words(const ForecastStatement& statement);

struct GoalStatement {
  enum class Code { kOpen, kUnrealistic, kAlreadyCertain, kTooShort };
  enum class Over { kLast, kSum, kAverage };
  // What it takes: a mean of the remaining periods; to stay where it is; growth per period, as a
  // share or in the unit of the metric.
  enum class Takes { kMean, kStaying, kShareOfGrowth, kGrowth };

  Code code;
  SeriesName series = {};
  ValueLook look = {};
  SeriesTime time = {};
  double target = 0;
  Over over = Over::kLast;
  std::string date = {};  // ISO
  double chance = 0;      // 0-1
  Takes takes = Takes::kStaying;
  double amount = 0;  // the mean or the growth
};

// By code.
std::span<const Rule> GoalRules();
Said Words(const GoalStatement& statement);
// "Active teams of 950 on average by 2026-09-30", the date as ISO.
Sentence GoalWords(const SeriesName& series, const ValueLook& look, double target,
                   GoalStatement::Over over, const std::string& date);

}  // namespace northstar
