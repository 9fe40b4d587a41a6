// value_not_reach in words: do those behind the number come back, and does it move with sign-ups
// alone?
#pragma once

#include <optional>
#include <span>
#include <string>

#include "words/rule.h"
#include "words/said.h"

namespace northstar {

// What twice the early value brought; a ratio of 2 is twice as much.
struct DoubledValue {
  double early = 0, doubled = 0;  // mean early value of two groups
  std::optional<double> retained_ratio, paid_ratio;
};

struct ValueNotReachStatement {
  enum class Code {
    kNoPeriod,
    kNoActivity,
    kTooFewCounted,
    kHollow,
    kReachOnly,
    kValueUnknown,
    kComeBack,
  };

  Code code;
  std::string entity = {};
  int days = 0;     // in which return was looked for
  double gone = 0;  // share without any activity in them, 0-1
  // Share of the movement that goes with new entities, 0-1; none: unknown.
  std::optional<double> signups = {};
  // Nothing but the number's own events is known of its entities.
  bool own_events_only = false;
  std::optional<DoubledValue> doubled = {};
};

// By code.
std::span<const Rule> ValueNotReachRules();
Said Words(const ValueNotReachStatement& statement);

}  // namespace northstar
