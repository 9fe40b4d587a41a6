// moves_fast_enough in words: how soon a change shows, and whether above the noise.
#pragma once

#include <optional>
#include <span>

#include "base/calendar.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

struct MovesFastEnoughStatement {
  enum class Code { kNoVariation, kTooSlow, kNoisy, kFastEnough };

  Code code;
  SeriesName metric = {};
  Grain grain = Grain::kWeek;
  double days = 0;  // until a change shows fully
  // Standard deviation of real movement over its sampling error; none: unknown.
  std::optional<double> signal_to_noise = {};
  bool above_noise = false;  // enough above it
};

// By code.
std::span<const Rule> MovesFastEnoughRules();
Said Words(const MovesFastEnoughStatement& statement);

}  // namespace northstar
