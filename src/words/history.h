// Which metric is the North Star, since when and after which, in words; of one metric, whether it
// is or was it, and how often its definition changed.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

struct HistoryStatement {
  enum class Code { kNoStar, kFirstStar, kReplacedStar, kFormerStar, kNeverStar };

  Code code;
  // The star, or the metric that was asked about.
  SeriesName metric = {};
  // kReplacedStar: the star before; kFormerStar: the one after, empty where the files do not say.
  SeriesName other = {};
  // When it was the star, as ISO dates; empty: not said.
  std::string from = {}, to = {};
  // Places that must change because they name a former star: this metric, if one was asked about.
  size_t still_named = 0;
  // Of one metric: definitions recorded so far, and the day of the first, as an ISO date.
  std::optional<size_t> definitions = {};
  std::string first_recorded = {};
};

// By code.
std::span<const Rule> HistoryRules();
Said Words(const HistoryStatement& statement);

}  // namespace northstar
