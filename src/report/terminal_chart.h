// A series as characters: a bar per period, or points with their intervals; the axes and flags of
// the pictures (report/axis.h, report/chart.h).
#pragma once

#include <string>

#include "report/chart.h"

namespace northstar {

// `columns`: width of the terminal, at least 40. Periods that do not fit a column each share one
// (its value is their mean, which the last line says); where points have intervals, the last that
// fit are shown instead. Ends with a line break.
std::string RenderTerminalChart(const LineChart& chart, int columns, bool color);

}  // namespace northstar
