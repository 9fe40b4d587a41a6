// What is unusual in a series, in words.
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

// Labels as the series writes them.
struct LevelShift {
  std::string label;                    // of the first value of the new level
  double before = 0, after = 0;         // levels
  std::optional<double> relative = {};  // 0.1: 10% up
};

// Unusual values in a row.
struct UnusualRun {
  std::string first, last, worst;    // labels; both ends included
  size_t steps = 1;                  // that it lasts
  std::optional<double> value = {};  // at `worst`
  bool above = false;                // what was expected
  bool stood_still = false;          // unusual is that it did not move
};

struct DetectionStatement {
  enum class Code { kLevelChanged, kUnusual, kNothingUnusual, kTooFewValues };

  Code code;
  SeriesName series = {};
  ValueLook look = {};
  SeriesTime time = {};
  size_t known = 0;                       // values
  size_t least = 0;                       // kTooFewValues: that are needed
  size_t runs = 0;                        // of unusual values
  std::optional<UnusualRun> latest = {};  // of them
  bool level_moves = false;               // though no single value is unusual
  std::optional<LevelShift> shift = {};   // kLevelChanged
};

// By code.
std::span<const Rule> DetectionRules();
// A shift of the level comes first; what single values tell follows.
Said Words(const DetectionStatement& statement);

// What a reader might take for something else.
struct DetectionNote {
  enum class Code { kSeason, kYearBefore, kStaircase };

  Code code;
  double season_days = 0, strength = 0;  // kSeason; the strength 0-1
  long long values = 0;                  // kYearBefore
};

std::string Words(const DetectionNote& note);

}  // namespace northstar
