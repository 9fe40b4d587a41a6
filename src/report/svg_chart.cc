#include "report/svg_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "base/text.h"

namespace northstar {

std::string EscapeHtml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

namespace {

constexpr int kLeft = 52, kRight = 10, kTop = 12, kBottom = 24;

// A step of 1, 2 or 5 times a power of ten that divides the range into about four.
double NiceStep(double range) {
  const double raw = range / 4;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  const double ratio = raw / power;
  return power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
}

// Many days make a line that nobody can follow: weekdays and weekends take turns.
constexpr size_t kManyDays = 90;

// Each point as the mean of the week that ends with it; nothing where less than half is known.
std::vector<LinePoint> WeeklyMeans(const std::vector<LinePoint>& points) {
  std::vector<LinePoint> means = points;
  for (size_t i = 0; i < points.size(); ++i) {
    double sum = 0;
    int known = 0;
    for (size_t k = i < 6 ? 0 : i - 6; k <= i; ++k) {
      if (!points[k].value) continue;
      sum += *points[k].value;
      ++known;
    }
    means[i].value = known >= 4 ? std::optional(sum / known) : std::nullopt;
    means[i].low = means[i].high = std::nullopt;
  }
  return means;
}

}  // namespace

namespace {

// Ticks are round numbers, and the room beside the axis is narrow.
std::string TickLabel(double value) {
  const bool thousands = std::fabs(value) >= 10'000 && std::fabs(value) < 999'500;
  return thousands ? FormatNumber(value / 1000) + "k" : Humanize(value, 2);
}

}  // namespace

bool IsDaily(const std::vector<LinePoint>& points) {
  if (points.size() < 2) return false;
  const auto first = ParseDay(points[0].label);
  const auto second = ParseDay(points[1].label);
  return first && second && *second == *first + 1;
}

std::string RenderLineSvg(const LineChart& chart, int width, int height) {
  double top = 0;
  for (const LinePoint& p : chart.points) {
    if (p.value)
      top =
          std::max(top, p.high && *p.high < 3 * *p.value ? std::max(*p.value, *p.high) : *p.value);
  }
  if (!(top > 0)) top = 1;
  top = std::min(top, 1e300);  // beyond, steps of the axis are no numbers
  const double step = NiceStep(top);
  top = std::ceil(top / step) * step;
  const auto n = static_cast<double>(std::max<size_t>(chart.points.size(), 2));
  const auto x = [&](size_t i) {
    return kLeft + (width - kLeft - kRight) * static_cast<double>(i) / (n - 1);
  };
  const auto y = [&](double v) {
    return kTop + (height - kTop - kBottom) * (1 - std::clamp(v / top, 0.0, 1.05));
  };
  std::string out = fmt::format(R"(<svg viewBox="0 0 {0} {1}" role="img" aria-label="{2}">)", width,
                                height, EscapeHtml(chart.title));
  for (double v = 0; v <= top * 1.001; v += step) {
    out += fmt::format(
        R"(<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text class="tick" x="{}" y="{:.1f}" text-anchor="end">{}</text>)",
        kLeft, width - kRight, y(v), y(v), kLeft - 6, y(v) + 4, TickLabel(v));
  }
  const size_t every = std::max<size_t>(1, chart.points.size() / 6);
  for (size_t i = 0; i < chart.points.size(); i += every) {
    const bool last = i + every >= chart.points.size();
    out += fmt::format(R"(<text class="tick" x="{:.1f}" y="{}" text-anchor="{}">{}</text>)", x(i),
                       height - 6,
                       i == 0 ? "start"
                       : last ? "end"
                              : "middle",
                       EscapeHtml(chart.points[i].label.substr(0, 7)));
  }
  const bool smooth = IsDaily(chart.points) && chart.points.size() > kManyDays;
  const std::vector<LinePoint> drawn = smooth ? WeeklyMeans(chart.points) : chart.points;
  if (smooth) {
    std::string faint;
    for (size_t i = 0; i < chart.points.size(); ++i) {
      if (chart.points[i].value)
        faint += fmt::format("{:.1f},{:.1f} ", x(i), y(*chart.points[i].value));
    }
    out += fmt::format(R"(<polyline class="faint" points="{}"/>)", faint);
    out += fmt::format(
        R"(<text class="tick" x="{}" y="{}" text-anchor="end">mean of 7 days over single days</text>)",
        width - kRight, kTop - 4);
  }
  std::string area;
  std::string back;
  std::string solid;
  std::string dashed;
  for (size_t i = 0; i < drawn.size(); ++i) {
    const LinePoint& p = drawn[i];
    if (!p.value) continue;
    const std::string at = fmt::format("{:.1f},{:.1f} ", x(i), y(*p.value));
    if (p.low && p.high) {
      area += fmt::format("{:.1f},{:.1f} ", x(i), y(*p.high));
      back = fmt::format("{:.1f},{:.1f} ", x(i), y(*p.low)) + back;
    }
    const bool open_after = i + 1 < drawn.size() && !drawn[i + 1].complete && p.complete;
    const bool open_before = i > 0 && !drawn[i - 1].complete && p.complete;
    if (p.complete) solid += at;
    if (!p.complete || open_after || open_before) dashed += at;
    if (open_before) dashed += "| ";
  }
  if (!area.empty()) out += fmt::format(R"(<polygon class="band" points="{}{}"/>)", area, back);
  out += fmt::format(R"(<polyline class="line" points="{}"/>)", solid);
  for (const std::string& run : Split(dashed, '|')) {
    if (!Trim(run).empty())
      out += fmt::format(R"(<polyline class="line open" points="{}"/>)", Trim(run));
  }
  for (size_t i = 0; i < chart.points.size(); ++i) {
    const LinePoint& p = chart.points[i];
    if (!p.value) continue;
    out += fmt::format(
        R"(<circle class="dot{}" cx="{:.1f}" cy="{:.1f}" r="{}"><title>{}: {} {}{}</title></circle>)",
        p.marked ? " marked" : "", x(i), y(*p.value), p.marked ? 4 : 6, EscapeHtml(p.label),
        Humanize(*p.value, 4), EscapeHtml(chart.unit), p.complete ? "" : " (incomplete)");
  }
  return out + "</svg>";
}

std::string RenderLagSvg(const LagProfile& profile, int width, int height) {
  if (profile.bars.empty()) return "";
  const double largest =
      std::max(0.3, std::min(1.0, std::max(profile.band,
                                           [&] {
                                             double most = 0;
                                             for (const LagBar& bar : profile.bars)
                                               most = std::max(most, std::fabs(bar.correlation));
                                             return most;
                                           }()) *
                                      1.1));
  const auto n = static_cast<double>(profile.bars.size());
  const double slot = (width - kLeft - kRight) / n;
  const auto y = [&](double r) {
    return kTop + (height - kTop - 2 * kBottom) * (1 - (r + largest) / (2 * largest));
  };
  std::string out = fmt::format(
      R"(<svg viewBox="0 0 {0} {1}" role="img" aria-label="correlation by lag">)", width, height);
  out += fmt::format(R"(<rect class="band" x="{}" width="{}" y="{:.1f}" height="{:.1f}"/>)", kLeft,
                     width - kLeft - kRight, y(profile.band), y(-profile.band) - y(profile.band));
  for (const double r : {-largest, 0.0, largest}) {
    out += fmt::format(
        R"(<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text class="tick" x="{}" y="{:.1f}" text-anchor="end">{:.1f}</text>)",
        kLeft, width - kRight, y(r), y(r), kLeft - 6, y(r) + 4, r);
  }
  for (size_t i = 0; i < profile.bars.size(); ++i) {
    const LagBar& bar = profile.bars[i];
    const double x = kLeft + slot * static_cast<double>(i);
    const double high = std::max(bar.correlation, 0.0);
    const double low = std::min(bar.correlation, 0.0);
    const bool beyond = bar.correlation > profile.band;
    out += fmt::format(
        R"(<rect class="bar{}" x="{:.1f}" width="{:.1f}" y="{:.1f}" height="{:.1f}"><title>lag {} {}: {:.2f}</title></rect>)",
        beyond ? " strong" : "", x + slot * 0.15, slot * 0.7, y(high),
        std::max(0.5, y(low) - y(high)), bar.lag, profile.unit, bar.correlation);
    if (bar.lag % 3 == 0 || n <= 14) {
      out += fmt::format(R"(<text class="tick" x="{:.1f}" y="{}" text-anchor="middle">{}</text>)",
                         x + slot / 2, height - kBottom - 6, bar.lag);
    }
  }
  out += fmt::format(
      R"(<text class="tick" x="{}" y="{}">outcome first</text><text class="tick" x="{}" y="{}" text-anchor="end">candidate first, by {}s</text>)",
      kLeft, height - 6, width - kRight, height - 6, profile.unit);
  return out + "</svg>";
}

}  // namespace northstar
