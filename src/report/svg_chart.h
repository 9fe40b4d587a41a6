// A line over time as SVG: gaps stay open, 0 stands where 0 is, the open period is a hollow point,
// happenings are flags. Of many days, the mean of seven over a faint line. Also a lag profile.
// Classes are styled by the page (report/html_style.cc) or by the document (kChartStyle).
#pragma once

#include <string>
#include <vector>

#include "report/chart.h"

namespace northstar {

struct SvgLook {
  int width = 760, height = 240;
  bool tooltips = true;  // a title per point
};
std::string RenderLineSvg(const LineChart& chart, const SvgLook& look);

struct LagBar {
  int lag = 0;  // positive: the candidate moves first
  double correlation = 0;
};
struct LagProfile {
  std::vector<LagBar> bars;
  double band = 0;   // |correlation| that chance alone exceeds in 1 of 20 searches over all lags
  std::string unit;  // "month"
};
std::string RenderLagSvg(const LagProfile& profile, int width, int height);

}  // namespace northstar
