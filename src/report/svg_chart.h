// Small charts as inline SVG: a line with its incomplete end dashed (of many days, the mean of
// seven over a faint line), and a lag profile.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace northstar {

struct LinePoint {
  std::string label;
  std::optional<double> value;
  std::optional<double> low, high;
  bool complete = true;
  bool marked = false;  // stands out
};
struct LineChart {
  std::string title;
  std::string unit;
  std::vector<LinePoint> points;
  std::string open_means = "incomplete";  // what points are that are not complete
};
// The points are days that follow each other.
bool IsDaily(const std::vector<LinePoint>& points);
std::string RenderLineSvg(const LineChart& chart, int width, int height);

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

std::string EscapeHtml(const std::string& text);

}  // namespace northstar
