#include "report/svg_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/html_text.h"
#include "base/text.h"
#include "report/axis.h"

namespace northstar {
namespace {

constexpr int kTop = 24, kBottom = 26, kPixelsPerTick = 72, kPixelsPerRow = 44;
constexpr double kCharacter = 7, kBold = 8.4;  // width of one, about
// Many days make a line that nobody can follow: weekdays and weekends take turns.
constexpr size_t kManyDays = 90;

// Each point as the mean of the week that ends with it; nothing where less than half is known.
std::vector<LinePoint> WeeklyMeans(const std::vector<LinePoint>& points) {
  std::vector<LinePoint> means = points;
  for (size_t i = 0; i < points.size(); ++i) {
    double sum = 0;
    int known = 0;
    for (size_t k = i < 6 ? 0 : i - 6; k <= i; ++k) {
      if (!points[k].value || points[k].kind == PointKind::kOpen) continue;
      sum += *points[k].value;
      ++known;
    }
    const bool open = points[i].kind == PointKind::kOpen;
    if (!open) means[i].value = known >= 4 ? std::optional(sum / known) : std::nullopt;
    if (!open) means[i].low = means[i].high = std::nullopt;
  }
  return means;
}

ValueAxis AxisOf(const LineChart& chart, int height) {
  const ValueRange range = RangeOf(chart.points);
  const int intervals = std::max(2, (height - kTop - kBottom) / kPixelsPerRow);
  return MakeValueAxis(range.low, range.high, intervals, chart.look, chart.free);
}

class LineSvg {
 public:
  LineSvg(const LineChart& chart, const SvgLook& look)
      : chart_(chart),
        look_(look),
        axis_(AxisOf(chart, look.height)),
        smooth_(IsDaily(chart.points) && chart.points.size() > kManyDays),
        drawn_(smooth_ ? WeeklyMeans(chart.points) : chart.points) {
    size_t widest = 1;
    for (const std::string& label : axis_.labels) widest = std::max(widest, DisplayWidth(label));
    left_ = 14 + static_cast<int>(kCharacter * static_cast<double>(widest));
    right_ = 16 + static_cast<int>(kBold * static_cast<double>(DisplayWidth(LastValue())));
  }

  std::string Render() {
    out_ = fmt::format(R"(<svg viewBox="0 0 {0} {1}" role="img" aria-label="{2}">)", look_.width,
                       look_.height, EscapeHtml(chart_.title));
    DrawAxes();
    DrawFlags();
    DrawBands();
    DrawLines();
    DrawPoints();
    return out_ + "</svg>";
  }

 private:
  double X(size_t i) const {
    const auto last = static_cast<double>(std::max<size_t>(chart_.points.size(), 2) - 1);
    return left_ + (look_.width - left_ - right_) * static_cast<double>(i) / last;
  }
  double Y(double value) const {
    return kTop + (look_.height - kTop - kBottom) * (1 - axis_.Share(value));
  }
  std::string At(size_t i, double value) const {
    return fmt::format("{:.1f},{:.1f}", X(i), Y(value));
  }

  // Beside the last point, where it is not open.
  std::string LastValue() const {
    if (chart_.points.empty() || !chart_.points.back().value || smooth_) return "";
    if (chart_.points.back().kind == PointKind::kOpen && !chart_.points.back().so_far) return "";
    return FormatValue(chart_.look, chart_.points.back().value);
  }

  void DrawAxes() {
    for (size_t t = 0; t < axis_.ticks.size(); ++t) {
      const double y = Y(axis_.ticks[t]);
      const bool zero = axis_.ticks[t] == 0;
      out_ += fmt::format(
          R"(<line class="{}" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text class="tick" x="{}" y="{:.1f}" text-anchor="end">{}</text>)",
          zero ? "zero" : "grid", left_, look_.width - right_, y, y, left_ - 8, y + 4,
          EscapeHtml(axis_.labels[t]));
    }
    std::vector<std::string> labels;
    for (const LinePoint& point : chart_.points) labels.push_back(point.label);
    const auto most =
        static_cast<size_t>(std::max(2, (look_.width - left_ - right_) / kPixelsPerTick));
    for (const TimeTick& tick : TimeTicks(labels, most)) {
      const double x = X(tick.at);
      const double half = kCharacter / 2 * static_cast<double>(DisplayWidth(tick.text));
      const char* anchor = x - half < 2 ? "start" : x + half > look_.width - 2 ? "end" : "middle";
      const int base = look_.height - kBottom;
      out_ += fmt::format(
          R"(<line class="mark" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/><text class="tick{3}" x="{0:.1f}" y="{4}" text-anchor="{5}">{6}</text>)",
          x, base, base + 4, tick.year ? " year" : "", base + 18, anchor, EscapeHtml(tick.text));
    }
    if (smooth_) {
      out_ += fmt::format(
          R"(<text class="tick" x="{}" y="12" text-anchor="end">7-day mean over daily values</text>)",
          look_.width - right_);
    }
  }

  // A pole from the axis to the letter; what lasts is a shade.
  void DrawFlags() {
    for (const Flag& flag : FlagsOf(chart_)) {
      const double x = X(flag.first);
      if (flag.last > flag.first) {
        out_ += fmt::format(R"(<rect class="span" x="{:.1f}" y="{}" width="{:.1f}" height="{}"/>)",
                            x, kTop, X(flag.last) - x, look_.height - kTop - kBottom);
      }
      out_ += fmt::format(
          R"(<line class="pole" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/><rect class="flag" x="{3:.1f}" y="{4}" width="16" height="16" rx="3"><title>{5}</title></rect><text class="letter" x="{0:.1f}" y="{6}" text-anchor="middle">{7}</text>)",
          x, kTop - 4, look_.height - kBottom, x - 8, kTop - 20, EscapeHtml(flag.text), kTop - 8,
          flag.letter);
    }
  }

  // Calls `run(first, end)` for every stretch of points that hold what is asked for.
  template <typename Holds, typename Run>
  void ForRuns(const std::vector<LinePoint>& points, Holds holds, Run run) const {
    for (size_t i = 0; i < points.size(); ++i) {
      if (!holds(points[i])) continue;
      const size_t first = i;
      while (i < points.size() && holds(points[i])) ++i;
      run(first, i);
    }
  }

  void DrawBands() {
    const auto banded = [](const LinePoint& p) {
      return p.value && p.low && p.high && p.kind != PointKind::kOpen;
    };
    ForRuns(drawn_, banded, [&](size_t first, size_t end) {
      if (end == first + 1) return DrawWhisker(first);
      std::string above;
      std::string below;
      for (size_t i = first; i < end; ++i) {
        above += At(i, *drawn_[i].high) + " ";
        below = " " + At(i, *drawn_[i].low) + below;
      }
      out_ += fmt::format(R"(<polygon class="band" points="{}{}"/>)", above, Trim(below));
    });
  }

  void DrawWhisker(size_t i) {
    const LinePoint& p = drawn_[i];
    if (!p.low || !p.high) return;
    out_ += fmt::format(R"(<path class="whisker" d="M{:.1f} {:.1f}V{:.1f}"/>)", X(i), Y(*p.low),
                        Y(*p.high));
  }

  std::string Points(const std::vector<LinePoint>& points, size_t first, size_t end) const {
    std::string out;
    for (size_t i = first; i < end; ++i) out += (i > first ? " " : "") + At(i, *points[i].value);
    return out;
  }

  void DrawLines() {
    const auto known = [](const LinePoint& p) { return p.value && p.kind == PointKind::kKnown; };
    if (smooth_) {
      ForRuns(chart_.points, known, [&](size_t first, size_t end) {
        out_ += fmt::format(R"(<polyline class="faint" points="{}"/>)",
                            Points(chart_.points, first, end));
      });
    }
    ForRuns(drawn_, known, [&](size_t first, size_t end) {
      if (end == first + 1) {
        out_ += fmt::format(R"(<circle class="alone" cx="{:.1f}" cy="{:.1f}" r="3"/>)", X(first),
                            Y(*drawn_[first].value));
        return;
      }
      out_ += fmt::format(R"(<polyline class="line" points="{}"/>)", Points(drawn_, first, end));
    });
    // A forecast goes on from the last value, through the open period.
    const auto ahead = [](const LinePoint& p) { return p.value && p.kind != PointKind::kKnown; };
    ForRuns(drawn_, ahead, [&](size_t first, size_t end) {
      const bool expected =
          std::any_of(drawn_.begin() + static_cast<std::ptrdiff_t>(first),
                      drawn_.begin() + static_cast<std::ptrdiff_t>(end),
                      [](const LinePoint& p) { return p.kind == PointKind::kExpected; });
      if (!expected) return;
      const size_t from = first > 0 && known(drawn_[first - 1]) ? first - 1 : first;
      out_ +=
          fmt::format(R"(<polyline class="line open" points="{}"/>)", Points(drawn_, from, end));
    });
  }

  std::string Tooltip(const LinePoint& p) const {
    if (!look_.tooltips) return "";
    std::string text = p.label + ": " + WithUnit(chart_.look, p.value);
    if (p.low && p.high)
      text += fmt::format(" ({} to {})", FormatValue(chart_.look, p.low),
                          FormatValue(chart_.look, p.high));
    if (p.kind == PointKind::kOpen)
      text += p.so_far ? fmt::format(", projected; {} so far", FormatValue(chart_.look, p.so_far))
                       : ", so far";
    if (p.kind == PointKind::kExpected) text += ", forecast";
    return fmt::format("<title>{}</title>", EscapeHtml(text));
  }

  void DrawPoints() {
    for (size_t i = 0; i < chart_.points.size(); ++i) {
      const LinePoint& p = chart_.points[i];
      if (!p.value) continue;
      const bool open = p.kind == PointKind::kOpen;
      if (open) DrawWhisker(i);
      if (!look_.tooltips && !open && !p.marked) continue;
      const char* style = open ? "hollow" : p.marked ? "dot marked" : "dot";
      out_ += fmt::format(R"(<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{}">{}</circle>)", style,
                          X(i), Y(*p.value),
                          open       ? 5
                          : p.marked ? 4
                                     : 6,
                          Tooltip(p));
    }
    if (const std::string last = LastValue(); !last.empty()) {
      const size_t i = chart_.points.size() - 1;
      out_ += fmt::format(R"(<text class="last" x="{:.1f}" y="{:.1f}">{}</text>)", X(i) + 9,
                          Y(*chart_.points[i].value) + 4, EscapeHtml(last));
    }
  }

  const LineChart& chart_;
  const SvgLook& look_;
  ValueAxis axis_;
  bool smooth_;
  std::vector<LinePoint> drawn_;
  int left_ = 0, right_ = 0;
  std::string out_;
};

}  // namespace

std::string RenderLineSvg(const LineChart& chart, const SvgLook& look) {
  return LineSvg(chart, look).Render();
}

std::string RenderLagSvg(const LagProfile& profile, int width, int height) {
  if (profile.bars.empty()) return "";
  constexpr int kLeft = 44, kRight = 8, kFoot = 46;
  double largest = std::max(0.3, profile.band);
  for (const LagBar& bar : profile.bars)
    largest = std::max(largest, std::min(1.0, std::fabs(bar.correlation)));
  const ValueAxis axis = MakeValueAxis(-largest, largest, 4, {});
  const auto y = [&](double r) { return kTop + (height - kTop - kFoot) * (1 - axis.Share(r)); };
  std::string out = fmt::format(
      R"(<svg viewBox="0 0 {} {}" role="img" aria-label="correlation by lag">)", width, height);
  out += fmt::format(R"(<rect class="band" x="{}" width="{}" y="{:.1f}" height="{:.1f}"/>)", kLeft,
                     width - kLeft - kRight, y(profile.band), y(-profile.band) - y(profile.band));
  for (size_t t = 0; t < axis.ticks.size(); ++t) {
    out += fmt::format(
        R"(<line class="{}" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text class="tick" x="{}" y="{:.1f}" text-anchor="end">{}</text>)",
        axis.ticks[t] == 0 ? "zero" : "grid", kLeft, width - kRight, y(axis.ticks[t]),
        y(axis.ticks[t]), kLeft - 6, y(axis.ticks[t]) + 4, axis.labels[t]);
  }
  const auto n = static_cast<double>(profile.bars.size());
  const double slot = (width - kLeft - kRight) / n;
  for (size_t i = 0; i < profile.bars.size(); ++i) {
    const LagBar& bar = profile.bars[i];
    const double x = kLeft + slot * static_cast<double>(i);
    const double top = y(std::max(bar.correlation, 0.0));
    const double bottom = y(std::min(bar.correlation, 0.0));
    out += fmt::format(
        R"(<rect class="bar{}" x="{:.1f}" width="{:.1f}" y="{:.1f}" height="{:.1f}"><title>lag {} {}: {:.2f}</title></rect>)",
        bar.correlation > profile.band ? " strong" : "", x + slot * 0.15, slot * 0.7, top,
        std::max(0.5, bottom - top), bar.lag, profile.unit, bar.correlation);
    if (bar.lag % 3 == 0 || n <= 14) {
      out += fmt::format(R"(<text class="tick" x="{:.1f}" y="{}" text-anchor="middle">{}</text>)",
                         x + slot / 2, height - kFoot + 18,
                         (bar.lag < 0 ? "−" : "") + std::to_string(std::abs(bar.lag)));
    }
  }
  out += fmt::format(
      R"(<text class="tick" x="{}" y="{}">outcome first</text><text class="tick" x="{}" y="{}" text-anchor="end">candidate first, by {}s</text>)",
      kLeft, height - 8, width - kRight, height - 8, profile.unit);
  return out + "</svg>";
}

}  // namespace northstar
