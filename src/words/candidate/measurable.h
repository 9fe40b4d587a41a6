// measurable in words: what is wrong with the data behind the number.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// One thing that is wrong with the data, or may be.
struct DataFlaw {
  enum class Kind {
    kOutage,
    kRejected,
    kFuture,
    kMaybeClosed,
    kEmptyDays,
    kDuplicate,
    kLate,
    kHalvesDisagree,
  };

  Kind kind;
  // Of the rows, or of the days, 0-1.
  double share = 0;
  // kOutage, kMaybeClosed: no event of the source from `first` on for so many days.
  std::string source = {};
  Day first = 0;
  int days = 0;
  // kOutage: events that were expected meanwhile, and further outages of the source.
  double missing = 0;
  size_t more = 0;
  // kHalvesDisagree.
  std::string entity = {};
  double reliability = 0;
};

struct MeasurableStatement {
  enum class Code {
    kBroken,
    kDoubtful,
    kHalvesAgree,
    kNoSubsets,
    kTooShortToSplit,
    kRowsWithoutEntity,
  };

  Code code;
  SeriesName metric = {};
  std::vector<DataFlaw> flaws = {};  // kBroken, kDoubtful; at least one
  double reliability = 0;            // kHalvesAgree, 0-1
};

// By code.
std::span<const Rule> MeasurableRules();
Said Words(const MeasurableStatement& statement);

}  // namespace northstar
