// not_decoupled in words: did it rise while customers got less?
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

struct NotDecoupledStatement {
  enum class Code { kNothingToCompare, kDecoupled, kIncentivised, kNeverDecoupled };

  Code code;
  SeriesName metric = {};
  // What it was compared with; of kDecoupled the one that got worse.
  std::vector<std::string> guards = {};
  int least_periods = 0;  // kNothingToCompare
  // kDecoupled: the first and last period, and the relative changes between them.
  Day from = 0, until = 0;
  double rise = 0, guard_change = 0;
  // Share of its most recent rise that was paid for or pushed, 0-1 and beyond; none: unknown.
  std::optional<double> incentivised = {};
};

// By code.
std::span<const Rule> NotDecoupledRules();
Said Words(const NotDecoupledStatement& statement);

}  // namespace northstar
