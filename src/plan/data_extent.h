// From when to when a source holds data. A row dated after now does not say that data reach that
// far, and neither does one that lies far from all others: a mistyped year would make every period
// in between a complete one without events.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace northstar {

// The rows of one UTC day.
// Days without rows are not in any list.
struct DayRows {
  int64_t day = 0;  // since 1970-01-01
  int64_t rows = 0;
  // Of its rows, UTC.
  int64_t first_us = 0, last_us = 0;
};

struct DataExtent {
  // That count; 0: none, and first and last mean nothing.
  int64_t rows = 0;
  // Of the rows that count; the last one not after now.
  int64_t first_us = 0, last_us = 0;
  // Days that lie far from all others, in order.
  std::vector<DayRows> far;
  // Days after now, in order: those whose first row is.
  std::vector<DayRows> ahead;
};

// `days` ascending, each once.
//
// Far are the rows before or behind a gap that is more than kFarGap times as long as any other gap
// of the source, when they are few (kFewRows, or kFewShare of the rows) and the others are many
// enough to know their rhythm (kLeastDays days with rows). They count again as soon as enough
// neighbors arrive. How often a gap of a sparse source is taken for one: docs/calibration.md.
DataExtent ExtentOfDays(std::span<const DayRows> days, int64_t now_us);

inline constexpr int64_t kFarGap = 8;
inline constexpr int64_t kFewRows = 3;
inline constexpr double kFewShare = 0.001;
inline constexpr int kLeastDays = 7;

}  // namespace northstar
