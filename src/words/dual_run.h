// How the values of two definitions, or of two stars, differ over the same periods, in words.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "base/calendar.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// Which fields count depends on the code; the others are ignored.
struct DualRunStatement {
  enum class Code {
    // Two definitions of a metric: all values are equal, or some differ.
    kSameValues,
    kOtherValues,
    // A star and the one that replaced it.
    kReplaced,
    // No period has both values; one of the two cannot be computed, for `problem`.
    kNoOverlap,
    kNotComputed,
  };

  Code code;
  SeriesName metric = {};
  // kReplaced: the star that replaced it; also of the last two codes, where it is another metric.
  SeriesName other = {};
  int from_version = 1, to_version = 1;
  Grain grain = Grain::kWeek;
  // Periods with both values, and of those the ones in which they differ.
  size_t periods = 0, differ = 0;
  // Median of new / old; none: some old value is not above 0.
  std::optional<double> ratio = {};
  // A clause.
  std::string problem = {};
};

// By code.
std::span<const Rule> DualRunRules();
Said Words(const DualRunStatement& statement);

}  // namespace northstar
