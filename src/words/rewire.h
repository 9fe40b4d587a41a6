// What became of the places that named a former star, in words.
#pragma once

#include <cstddef>
#include <span>

#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// Which fields count depends on the code; the others are ignored.
struct RewireStatement {
  enum class Code {
    // Nothing must change; `kept` may be meant.
    kNothing,
    // Places were edited, or would be.
    kEdited,
    kWouldEdit,
    // What must change can only be changed by hand.
    kByHandAlone,
  };

  Code code;
  SeriesName star = {};
  // Places, and the files that hold those that are edited.
  size_t edited = 0, by_hand = 0, kept = 0, files = 0;
  // Key results whose period is over.
  size_t over = 0;
};

// By code.
std::span<const Rule> RewireRules();
Said Words(const RewireStatement& statement);

}  // namespace northstar
