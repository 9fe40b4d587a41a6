// Whether a guardrail's limit holds, as far as the data can tell: one-sided (95 % at first), from
// the sampling error of its last complete period; where that leaves it open, from the mean of the
// last four. A limit against the periods before tests the difference, with the noise of those
// periods included. Without units (rows that name no entity, given numbers) the error comes from
// how much the metric varies from period to period.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/query/query.h"

namespace northstar {

enum class LimitState { kHolds, kUnclear, kBroken, kInsufficientData };
std::string_view LimitStateName(LimitState state);  // "insufficient_data"

struct LimitEvidence {
  std::vector<std::optional<double>> values;  // complete periods, the last one at the end
  // The last of them, with intervals where there are any, ending with the same period; and by
  // bucket their values without it. Both may be empty.
  std::vector<Point> recent;
  std::vector<std::vector<std::optional<double>>> without;
  stats::ValueLimits limits;
  size_t season = 1;  // periods after which the metric's course repeats
};

struct AskedLimit {
  std::optional<double> least, most;
  // Neither given: how much worse than the mean of the periods before it may be, as a share.
  double tolerance = 0;
  bool rise_is_good = true;
  // Two-sided, 0-1, of all that is judged by; the intervals of the evidence are at it too. At 0.9
  // one in twenty limits that just hold is taken for broken.
  double level = 0.9;
};
inline constexpr size_t kLimitPeriods = 8;  // before, that a tolerance compares with

struct JudgedLimit {
  bool at_least = true;      // else at most
  std::optional<double> at;  // the value that must not be passed; none: not known
  LimitState state = LimitState::kInsufficientData;
  bool by_periods = false;  // the error comes from the metric's own variation
};
JudgedLimit JudgeLimit(const LimitEvidence& evidence, const AskedLimit& asked);

}  // namespace northstar
