// Columns of a fixed width, told from blanks that stand in the same places of all lines.
// Internal to text_shape.h. Pure and thread safe; takes UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "files/split_guess.h"

namespace northstar::files {

struct AlignedColumns {
  // In characters, as in SplitRules; at least two.
  std::vector<size_t> widths;
  // That are aligned, and those above the first of them.
  int64_t lines = 0, above = 0;
};
// Nullopt where blanks may stand below each other by accident: fewer than five lines, or three when
// a gap of two characters is among them. Up to ten lines above the table are let off.
std::optional<AlignedColumns> GuessWidths(const SampleText& sample);

}  // namespace northstar::files
