// actionable in words: what moves the metric, and who owns that.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

struct ActionableStatement {
  enum class Code { kNoInputs, kOwnedInputs, kOwnedParts, kNotOwned, kTooFewPeriods, kNotDetected };

  Code code;
  SeriesName metric = {};
  // Inputs that move before it and that somebody owns; parts of its formula that somebody owns;
  // what moves it and nobody owns; what only counts the same.
  std::vector<SeriesName> inputs = {}, parts = {}, unowned = {}, same = {};
  // Some inputs move together.
  bool inseparable = false;
  // How many inputs were looked at, in how many periods.
  int measured = 0, periods = 0;
  // Smallest relative change that four weeks of an experiment would show; none: unknown.
  std::optional<double> detectable = {};
  bool detectable_is_small = true;
  int bets_shipped = 0, bets_moved = 0;
};

// By code.
std::span<const Rule> ActionableRules();
Said Words(const ActionableStatement& statement);

}  // namespace northstar
