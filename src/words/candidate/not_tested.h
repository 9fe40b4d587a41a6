// What any test of a candidate says that could not be run: there are no entities to follow, or
// nothing that its definition names ever occurred.
#pragma once

#include <span>
#include <string>

#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

struct NotTestedStatement {
  enum class Code {
    kNeverSeen,
    kUnitUnclear,
    kCountsOnce,
    kNoUnits,
    kOccursOnce,
    kNoOutcome,
  };
  // What follows where there are no units.
  enum class Therefore { kReturnUnknown, kNoAttacks, kNoCohorts };

  Code code;
  // kNeverSeen, kUnitUnclear: the sentence of whoever looked, which says what is missing.
  std::string asked = {};
  // kCountsOnce, kNoUnits.
  SeriesName metric = {};
  Therefore therefore = Therefore::kReturnUnknown;
  // kOccursOnce.
  std::string entity = {};
};

// By code.
std::span<const Rule> NotTestedRules();
Said Words(const NotTestedStatement& statement);

}  // namespace northstar
