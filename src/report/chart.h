// What a chart of a series shows, whether it is drawn as SVG or on a terminal: its points, which of
// them are not over yet, and what happened beside them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/format.h"

namespace northstar {

enum class PointKind {
  kKnown,     // of a complete period
  kOpen,      // of one that is not over: a hollow point that no line falls to
  kExpected,  // forecast
};

struct LinePoint {
  std::string label;                 // start of the period, ISO 8601; of files as written
  std::optional<double> value = {};  // none: a gap, which no line crosses
  std::optional<double> low = {}, high = {};
  PointKind kind = PointKind::kKnown;
  bool marked = false;                // stands out
  std::optional<double> so_far = {};  // of an open period whose value is what it will be in the end
};

struct ChartNote {           // a happening
  std::string at, to, text;  // local days, ISO; `to` may be empty
};

struct LineChart {
  std::string title;
  ValueLook look;
  std::vector<LinePoint> points;
  bool free = false;  // the axis may leave 0 out: shares, ratios, averages
  std::vector<ChartNote> notes;
  bool bars = false;  // on a terminal: bars also where points have intervals
};

// Periods at the start of which nothing is known before are left out: they would look like a rise.
// Where no period is complete, all stay.
void LeaveOutIncompleteFirst(std::vector<LinePoint>& points);

// What the value axis has to hold: the values, and their intervals unless those reach so far that
// they would flatten the values. 0 to 0 where there is no value.
struct ValueRange {
  double low = 0, high = 0;
};
ValueRange RangeOf(const std::vector<LinePoint>& points);

// The points are days that follow each other.
bool IsDaily(const std::vector<LinePoint>& points);

// The notes that fall among the points, by time, each with its letter. Of more than there are
// letters, the last ones.
struct Flag {
  char letter = 'A';
  size_t first = 0, last = 0;  // points
  std::string text;            // "Feb 1, 2026: New prices"
};
std::vector<Flag> FlagsOf(const LineChart& chart);

// "so far", or what it is expected to be: "166 so far; projected 673 (592 to 766)". Empty where the
// last point is not open.
std::string OpenWords(const LineChart& chart);

}  // namespace northstar
