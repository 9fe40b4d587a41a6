// The one rule for ticks and axes, of pictures and of charts in the terminal: round numbers on the
// values, starts of calendar periods on the time.
#pragma once

#include <string>
#include <vector>

#include "base/number_words.h"

namespace northstar {

struct ValueAxis {
  double low = 0, high = 1;         // the ends, both ticks; low < high
  std::vector<double> ticks;        // ascending, evenly spaced multiples of 1, 2 or 5
  std::vector<std::string> labels;  // of the ticks: "0", "500", "1,000"; "€20k"; "40%"; "12 h"

  double Share(double value) const;  // of the way from low to high, clamped to 0-1
};
// About `intervals` steps that hold both values, which must be finite. Reaches to 0 unless `free`
// and 0 is far off beside how much the values differ.
ValueAxis MakeValueAxis(double low, double high, int intervals, const ValueLook& look,
                        bool free = false);

struct TimeTick {
  size_t at = 0;  // point
  std::string text;
  bool year = false;  // opens a year, or names it: shown in bold
};
// At the first points of hours, days, weeks, months, quarters or years: of the shortest that give
// at most `most` ticks. `labels` are periods' starts in ISO 8601, ascending; others are shown as
// they are, evenly spaced.
std::vector<TimeTick> TimeTicks(const std::vector<std::string>& labels, size_t most);

}  // namespace northstar
