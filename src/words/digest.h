// The lines of a digest that no other topic has: an input in one line, guardrails, an objective.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/calendar.h"
#include "base/number_words.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// Which fields count depends on the code; the others are ignored.
struct DigestStatement {
  enum class Code {
    // An input with its last change, with a change that is unusual for it, and with no value before
    // it; and why it has no value.
    kInput,
    kInputUnusual,
    kInputValue,
    kInputProblem,
    // Guardrails: all of them hold, some do, and of a single one why it is named.
    kAllHold,
    kOthersHold,
    kBroken,
    kUnclear,
    kNotJudged,
    // An objective, with what its key results say together.
    kObjective,
  };

  Code code;
  SeriesName series = {};
  // Of an input: the segment that it is narrowed to, as a condition; empty: none.
  std::string where = {};
  ValueLook look = {};
  Grain grain = Grain::kWeek;
  std::string period = {};  // label
  std::optional<double> value = {}, previous = {};
  // Of a guardrail: "at least 95%".
  std::string limit = {};
  // Why there is no value, a sentence; may be empty.
  std::string problem = {};
  // kAllHold, kOthersHold: guardrails that hold, at least 1.
  size_t count = 0;
  // kObjective: its text, its period as written, and what is said of it.
  std::string objective = {}, okr_period = {};
  Sentence said = {};
};

// By code.
std::span<const Rule> DigestRules();
// One statement, without more.
Said Words(const DigestStatement& statement);

}  // namespace northstar
