// not_vanity in words: can the number fall?
#pragma once

#include <span>

#include "base/calendar.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

struct NotVanityStatement {
  enum class Code {
    kCumulative,
    kTooFewChanges,
    kNoVariation,
    kMovedRarely,
    kNeverFalls,
    kCanFall
  };

  Code code;
  SeriesName metric = {};
  Grain grain = Grain::kWeek;
  // Changes from period to period; those of them that were no standstill, and falls.
  int changes = 0, moves = 0, falls = 0;
  double needed = 0;  // changes; kTooFewChanges
};

// By code.
std::span<const Rule> NotVanityRules();
Said Words(const NotVanityStatement& statement);

}  // namespace northstar
