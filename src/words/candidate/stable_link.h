// stable_link in words: is the lead over the outcome still what it was?
#pragma once

#include <span>

#include "base/calendar.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

struct StableLinkStatement {
  enum class Code { kNoOutcome, kNoLead, kFoundBySegment, kTooShort, kWeakened, kStable };

  Code code;
  SeriesName metric = {}, outcome = {};
  // kTooShort: of history.
  int periods = 0;
  Grain grain = Grain::kMonth;
};

// By code.
std::span<const Rule> StableLinkRules();
Said Words(const StableLinkStatement& statement);

}  // namespace northstar
