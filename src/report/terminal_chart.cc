#include "report/terminal_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace northstar {
namespace {

constexpr int kRows = 10;
constexpr int kLabel = 8;  // of the values at the left

// Consecutive points as one column.
std::vector<LinePoint> Columns(const std::vector<LinePoint>& points, size_t per_column) {
  std::vector<LinePoint> columns;
  for (size_t i = 0; i < points.size(); i += per_column) {
    LinePoint column = points[i];
    double sum = 0;
    int count = 0;
    for (size_t k = i; k < std::min(points.size(), i + per_column); ++k) {
      column.complete = column.complete && points[k].complete;
      if (!points[k].value) continue;
      sum += *points[k].value;
      ++count;
    }
    column.value = count == 0 ? std::nullopt : std::optional(sum / count);
    if (per_column > 1) column.low = column.high = std::nullopt;
    columns.push_back(std::move(column));
  }
  return columns;
}

struct Scale {
  double bottom = 0, top = 1;

  // Bars stand on 0; of points within a band only the range that they fill is shown.
  Scale(const std::vector<LinePoint>& columns, bool from_zero) {
    std::optional<double> lowest;
    std::optional<double> highest;
    for (const LinePoint& c : columns) {
      for (const auto& value : {c.value, c.low, c.high}) {
        if (!value) continue;
        lowest = std::min(lowest.value_or(*value), *value);
        highest = std::max(highest.value_or(*value), *value);
      }
    }
    bottom = from_zero ? std::min(0.0, lowest.value_or(0)) : lowest.value_or(0);
    top = from_zero ? std::max(0.0, highest.value_or(0)) : highest.value_or(0);
    if (!(top > bottom)) top = bottom + 1;
  }
  // In eighths of a row from the bottom.
  int Eighths(double value) const {
    return static_cast<int>(std::lround((value - bottom) / (top - bottom) * kRows * 8));
  }
  int Row(double value) const { return std::min(kRows - 1, Eighths(value) / 8); }
  double At(int row) const { return bottom + (top - bottom) * row / kRows; }
};

// What one column shows in one row, counted from the bottom.
std::string Mark(const LinePoint& column, const Scale& scale, int row, bool bars) {
  if (!column.value) return row == 0 ? "·" : " ";
  if (!bars) {
    if (scale.Row(*column.value) == row) return column.marked ? "◆" : column.complete ? "●" : "○";
    const bool inside =
        column.low && row >= scale.Row(*column.low) && row <= scale.Row(*column.high);
    return inside ? "│" : " ";
  }
  static constexpr const char* kBlocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const int filled = std::clamp(scale.Eighths(*column.value) - row * 8, 0, 8);
  if (filled == 0) return " ";
  return column.complete ? kBlocks[filled] : "░";
}

// A mark as wide as its column: bars fill it but for a gap, points stand in the middle.
std::string Cell(const std::string& mark, size_t width, bool bar) {
  if (width == 1) return mark;
  if (!bar) return std::string(width / 2, ' ') + mark + std::string(width - width / 2 - 1, ' ');
  std::string cell;
  for (size_t i = 0; i + 1 < width; ++i) cell += mark;
  return cell + " ";
}

}  // namespace

std::string RenderTerminalChart(const LineChart& chart, int columns, bool color) {
  const auto room = static_cast<size_t>(std::max(columns, 40) - kLabel - 3);
  const bool band = std::any_of(chart.points.begin(), chart.points.end(),
                                [](const auto& c) { return c.low.has_value(); });
  std::vector<LinePoint> points = chart.points;
  // A mean has no band: of points that have one the last are shown.
  if (band && points.size() > room)
    points.erase(points.begin(), points.end() - static_cast<std::ptrdiff_t>(room));
  size_t per_column = std::max<size_t>(1, (points.size() + room - 1) / room);
  const bool daily = IsDaily(points);
  // Whole weeks, so that weekends do not come and go.
  if (daily && per_column > 3) per_column = (per_column + 6) / 7 * 7;
  const std::vector<LinePoint> shown = Columns(points, per_column);
  const size_t width = std::clamp<size_t>(room / std::max<size_t>(1, shown.size()), 1, 6);
  const Scale scale(shown, !band);
  const bool bars = scale.bottom >= 0 && !band;
  std::string out = color ? "\033[1m" + chart.title + "\033[0m\n" : chart.title + "\n";
  for (int row = kRows - 1; row >= 0; --row) {
    const bool labelled = row == kRows - 1 || row == kRows / 2 - 1;
    const std::string label = labelled ? Humanize(scale.At(row + 1), 3) : "";
    out += fmt::format("{:>{}} {} ", label, kLabel, labelled ? "┤" : "│");
    std::string line;
    for (const LinePoint& column : shown) line += Cell(Mark(column, scale, row, bars), width, bars);
    line.erase(line.find_last_not_of(' ') + 1);
    out += (color && !line.empty() ? "\033[34m" + line + "\033[0m" : line) + "\n";
  }
  const size_t across = shown.size() * width;
  std::string axis;
  for (size_t i = 0; i <= across; ++i) axis += "─";
  out += fmt::format("{:>{}} └{}\n", Humanize(scale.bottom, 3), kLabel, axis);
  if (!points.empty()) {
    const std::string first = points.front().label;
    const std::string last = points.back().label;
    const size_t gap =
        across > first.size() + last.size() ? across - first.size() - last.size() : 2;
    out += fmt::format("{:>{}}   {}", "", kLabel, first);
    if (points.size() > 1) out += std::string(gap, ' ') + last;
    out += "\n";
  }
  std::vector<std::string> notes;
  if (points.size() < chart.points.size())
    notes.push_back(fmt::format("the last {} of {}", points.size(), chart.points.size()));
  if (std::any_of(shown.begin(), shown.end(), [](const auto& c) { return c.marked; }))
    notes.emplace_back("◆ unusual");
  if (per_column > 1)
    notes.push_back(
        fmt::format("a column is the mean of {} {}", per_column, daily ? "days" : "periods"));
  if (std::any_of(shown.begin(), shown.end(), [](const auto& c) { return !c.complete; }))
    notes.push_back(fmt::format("{} {}", bars ? "░" : "○", chart.open_means));
  if (!notes.empty()) out += fmt::format("{:>{}}   {}\n", "", kLabel, Join(notes, "; "));
  return out;
}

}  // namespace northstar
