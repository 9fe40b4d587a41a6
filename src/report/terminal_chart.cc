#include "report/terminal_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "report/axis.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr int kIntervals = 4;     // between ticks, about
constexpr int kFewestRows = 9;    // of the plot
constexpr size_t kWidestBar = 6;  // columns
constexpr size_t kMostFlags = 8;
constexpr size_t kTickRoom = 10;  // columns for the text below a tick

// Consecutive points as one column.
std::vector<LinePoint> Columns(const std::vector<LinePoint>& points, size_t per_column) {
  std::vector<LinePoint> columns;
  for (size_t i = 0; i < points.size(); i += per_column) {
    LinePoint column = points[i];
    double sum = 0;
    int count = 0;
    for (size_t k = i; k < std::min(points.size(), i + per_column); ++k) {
      if (points[k].kind == PointKind::kOpen) column.kind = PointKind::kOpen;
      if (!points[k].value) continue;
      sum += *points[k].value;
      ++count;
    }
    column.value = count == 0 ? std::nullopt : std::optional(sum / count);
    if (per_column > 1) column.low = column.high = column.so_far = std::nullopt;
    columns.push_back(std::move(column));
  }
  return columns;
}

// Rows between the ends of the axis; row 0 is the lowest. Ticks lie on edges between rows.
class Plot {
 public:
  Plot(const std::vector<LinePoint>& columns, const ValueLook& look, bool bars, bool free)
      : bars_(bars) {
    const ValueRange range = RangeOf(columns);
    axis_ = MakeValueAxis(range.low, range.high, kIntervals, look, !bars && free);
    const int intervals = static_cast<int>(axis_.ticks.size()) - 1;
    per_tick_ = std::max(1, (kFewestRows + intervals - 1) / intervals);
    rows_ = per_tick_ * intervals;
  }
  int rows() const { return rows_; }
  const ValueAxis& axis() const { return axis_; }
  // The label of the tick on the upper edge of the row; nothing on other rows.
  std::string Label(int row) const {
    return (row + 1) % per_tick_ == 0 ? axis_.labels[static_cast<size_t>((row + 1) / per_tick_)]
                                      : "";
  }
  int Row(double value) const {
    return std::min(rows_ - 1, static_cast<int>(axis_.Share(value) * rows_));
  }
  int ZeroEdge() const { return static_cast<int>(std::lround(axis_.Share(0) * rows_)); }

  // What one column shows in one row.
  std::string Mark(const LinePoint& column, int row) const {
    if (!column.value) return row == ZeroEdge() ? "·" : " ";
    return bars_ ? BarMark(column, row) : PointMark(column, row);
  }

 private:
  std::string PointMark(const LinePoint& column, int row) const {
    if (Row(*column.value) == row)
      return column.marked ? "◆" : column.kind == PointKind::kKnown ? "●" : "○";
    const bool inside =
        column.low && column.high && row >= Row(*column.low) && row <= Row(*column.high);
    return inside ? "│" : " ";
  }

  // Bars stand on 0 or hang from it; what of one lies within the interval is shaded, a line goes on
  // to its upper end. An open period shows what there is, a ring where it will end.
  std::string BarMark(const LinePoint& column, int row) const {
    static constexpr const char* kBlocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const bool open = column.kind == PointKind::kOpen;
    if (column.so_far && Row(*column.value) == row) return "○";
    const double value = column.so_far.value_or(*column.value);
    const long eighths = std::lround((axis_.Share(value) - axis_.Share(0)) * rows_ * 8);
    const int edge = ZeroEdge();
    if (value >= 0) {
      const long filled = std::clamp(eighths - (row - edge) * 8L, 0L, row >= edge ? 8L : 0L);
      if (filled == 8 && !open && column.low && row > Row(*column.low)) return "▒";
      const bool above = column.high && row >= edge && row <= Row(*column.high);
      if (filled == 0) return above && !open ? "│" : " ";
      return open ? "░" : kBlocks[filled];
    }
    const long hanging = std::clamp(-eighths - (edge - 1 - row) * 8L, 0L, row < edge ? 8L : 0L);
    return hanging < 2 ? " " : open ? "░" : hanging < 6 ? "▀" : "█";
  }

  bool bars_;
  ValueAxis axis_;
  int per_tick_ = 1, rows_ = 1;
};

// A mark as wide as its column: bars fill it but for a gap, points stand in the middle.
std::string Cell(const std::string& mark, size_t width, bool bar) {
  if (width == 1) return mark;
  if (!bar || mark == "○" || mark == "·" || mark == "│")
    return std::string((width - 1) / 2, ' ') + mark + std::string(width - (width - 1) / 2 - 1, ' ');
  std::string cell;
  for (size_t i = 0; i + 1 < width; ++i) cell += mark;
  return cell + " ";
}

// Texts at columns, each where there is room for it.
class Line {
 public:
  void Put(size_t at, const std::string& text) {
    if (used_ > 0 && at < used_ + 1) return;
    out_ += std::string(at - used_, ' ') + text;
    used_ = at + DisplayWidth(text);
  }
  const std::string& text() const { return out_; }

 private:
  std::string out_;
  size_t used_ = 0;
};

struct Drawing {
  const LineChart* chart;
  std::vector<LinePoint> shown;  // columns
  size_t per_column = 1, width = 1;
  bool bars = true;
};

bool HasBand(const std::vector<LinePoint>& points) {
  return std::any_of(points.begin(), points.end(),
                     [](const auto& p) { return p.low.has_value() && p.kind != PointKind::kOpen; });
}

// How the points fit into the room.
Drawing Fit(const LineChart& chart, size_t room) {
  const bool band = !chart.bars && HasBand(chart.points);
  std::vector<LinePoint> points = chart.points;
  // A mean has no band: of points that have one the last are shown.
  if (band && points.size() > room)
    points.erase(points.begin(), points.end() - static_cast<std::ptrdiff_t>(room));
  size_t per_column = std::max<size_t>(1, (points.size() + room - 1) / room);
  // Whole weeks, so that weekends do not come and go.
  if (IsDaily(points) && per_column > 3) per_column = (per_column + 6) / 7 * 7;
  Drawing drawing{&chart, Columns(points, per_column), per_column, 1, !band};
  drawing.width =
      std::clamp<size_t>(room / std::max<size_t>(1, drawing.shown.size()), 1, kWidestBar);
  return drawing;
}

std::string TickLine(const Drawing& d) {
  std::vector<std::string> labels;
  for (const LinePoint& column : d.shown) labels.push_back(column.label);
  const size_t most = std::max<size_t>(2, d.shown.size() * d.width / kTickRoom);
  Line line;
  for (const TimeTick& tick : TimeTicks(labels, most)) line.Put(tick.at * d.width, tick.text);
  return line.text();
}

// Of the columns that are shown: letters below the axis, and what they stand for.
std::vector<Flag> ShownFlags(const Drawing& d) {
  LineChart shown{d.chart->title, d.chart->look, d.shown, d.chart->free, d.chart->notes};
  std::vector<Flag> flags = FlagsOf(shown);
  if (flags.size() > kMostFlags)
    flags.erase(flags.begin(), flags.end() - static_cast<std::ptrdiff_t>(kMostFlags));
  return flags;
}

std::vector<std::string> Remarks(const Drawing& d) {
  const auto any = [&](auto holds) { return std::any_of(d.shown.begin(), d.shown.end(), holds); };
  std::vector<std::string> remarks;
  const size_t all = d.chart->points.size();
  if (d.per_column == 1 && d.shown.size() < all)
    remarks.push_back(fmt::format("the last {} of {}", d.shown.size(), all));
  if (any([](const auto& c) { return c.marked; })) remarks.emplace_back("◆ unusual");
  if (HasBand(d.shown)) remarks.emplace_back(d.bars ? "▒ and │ interval" : "│ interval");
  if (d.per_column > 1)
    remarks.push_back(fmt::format("each column is the mean of {} {}", d.per_column,
                                  IsDaily(d.chart->points) ? "days" : "periods"));
  if (any([](const auto& c) { return c.kind == PointKind::kExpected; }))
    remarks.emplace_back("○ forecast");
  if (const std::string open = OpenWords(*d.chart); !open.empty()) {
    const bool ring = !d.bars || any([](const auto& c) { return c.so_far.has_value(); });
    remarks.push_back((ring ? "○ " : "░ ") + open);
  }
  return remarks;
}

std::string PlotLines(const Drawing& d, const Plot& plot, size_t margin, bool color) {
  std::string out;
  const int zero = plot.ZeroEdge();
  for (int row = plot.rows() - 1; row >= 0; --row) {
    const std::string label = plot.Label(row);
    const bool at_zero = zero > 0 && row == zero - 1;
    out += PadLeft(label, margin) + (label.empty() ? " │ " : at_zero ? " ┼ " : " ┤ ");
    std::string line;
    for (const LinePoint& column : d.shown) line += Cell(plot.Mark(column, row), d.width, d.bars);
    line.erase(line.find_last_not_of(' ') + 1);
    if (line.empty()) out.pop_back();
    out += (line.empty() ? line : Paint(line, "34", color)) + "\n";
  }
  std::string axis;
  for (size_t i = 0; i <= d.shown.size() * d.width; ++i) axis += "─";
  return out + PadLeft(plot.axis().labels.front(), margin) + " └" + axis + "\n";
}

// What stands below the axis, a line each.
std::vector<std::string> Foot(const Drawing& d, size_t room, bool color) {
  std::vector<std::string> lines{TickLine(d)};
  const auto add = [&](const std::string& text) {
    for (std::string& line : Wrap(text, room)) lines.push_back(std::move(line));
  };
  const std::vector<Flag> flags = ShownFlags(d);
  if (!flags.empty()) {
    Line letters;
    for (const Flag& flag : flags)
      letters.Put(flag.first * d.width + (d.width - 1) / 2, std::string(1, flag.letter));
    lines.push_back(Paint(letters.text(), "35", color));
    for (const Flag& flag : flags) add(fmt::format("{} {}", flag.letter, flag.text));
  }
  if (const auto remarks = Remarks(d); !remarks.empty()) add(Join(remarks, "; "));
  return lines;
}

}  // namespace

std::string RenderTerminalChart(const LineChart& chart, int columns, bool color) {
  constexpr size_t kAxis = 3;  // columns between the labels and the plot
  const auto width = static_cast<size_t>(std::max(columns, 40));
  size_t margin = 8;
  Drawing d = Fit(chart, width - margin - kAxis);
  Plot plot(d.shown, chart.look, d.bars, chart.free);
  size_t widest = 0;
  for (const std::string& label : plot.axis().labels)
    widest = std::max(widest, DisplayWidth(label));
  if (widest > margin) {
    margin = std::min(widest, width / 2);
    d = Fit(chart, width - margin - kAxis);
    plot = Plot(d.shown, chart.look, d.bars, chart.free);
  }
  std::string out = Paint(chart.title, "1", color) + "\n" + PlotLines(d, plot, margin, color);
  for (const std::string& line : Foot(d, width - margin - kAxis, color))
    out += std::string(margin + kAxis, ' ') + line + "\n";
  return out;
}

}  // namespace northstar
