#include "report/query_chart.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/html_text.h"
#include "base/text.h"
#include "model/metric_traits.h"
#include "model/project.h"
#include "report/svg_chart.h"
#include "report/terminal_chart.h"

namespace northstar {
namespace {

constexpr size_t kMostCharts = 12;
constexpr int kWidth = 760;
constexpr int kHeight = 260;
constexpr int kHead = 30;  // above each chart, for its title
constexpr int kLine = 19;  // below it, for each flag and the open period

// A document stands on its own and on white: in a presentation, in a page of another.
constexpr std::string_view kStyle =
    "text{font:12.5px Inter,system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;"
    "fill:#566373}.title{font-size:15px;font-weight:600;fill:#17202c}.year{font-weight:700;"
    "fill:#17202c}.last{font-size:13px;font-weight:600;fill:#17202c}.letter{font-size:11px;"
    "font-weight:700;fill:#fff}.grid{stroke:#e9edf2}.zero,.mark{stroke:#7b8797}"
    ".line{fill:none;stroke:#1f5fd6;stroke-width:2;stroke-linejoin:round}"
    ".line.open{stroke-dasharray:4 4}.faint{fill:none;stroke:#1f5fd6;stroke-width:1;opacity:.28}"
    ".band{fill:#1f5fd6;opacity:.13}.whisker{stroke:#1f5fd6;stroke-width:1.5;fill:none}"
    ".hollow{fill:#fff;stroke:#1f5fd6;stroke-width:2}.alone{fill:#1f5fd6}.dot{fill:transparent}"
    ".dot:hover{fill:#1f5fd6}.dot.marked{fill:#8a1f0a}.flag{fill:#7a3e9d}"
    ".pole{stroke:#7a3e9d;stroke-dasharray:2 3}.span{fill:#7a3e9d;opacity:.08}";

Status CheckCount(const QueryResult& result) {
  if (result.series.size() <= kMostCharts) return Status::Ok();
  return Error::Usage(
      fmt::format("{} charts are too many to read", result.series.size()),
      fmt::format("at most {}: choose with --where, or leave --by out", kMostCharts));
}

std::string TitleOf(const QueryResult& result, const MetricSeries& series) {
  std::string title = series.metric->label;
  std::vector<std::string> parts;
  for (size_t d = 0; d < result.by.size(); ++d)
    parts.push_back(result.by[d] + " " + series.group[d].value_or("(none)"));
  if (!parts.empty()) title += ", " + Join(parts, ", ");
  title += fmt::format(", by {}", GrainName(result.grain));
  const ValueLook look = LookOf(*series.metric);
  return look.unit.empty() ? title : title + fmt::format(" ({})", look.unit);
}

std::vector<LineChart> ChartsOf(const QueryResult& result, const PeriodEnds& ends) {
  std::vector<LineChart> charts;
  for (const MetricSeries& series : result.series) {
    LineChart chart = ChartOf(*result.project, series, result.periods);
    chart.title = TitleOf(result, series);
    const auto found = ends.find(series.metric);
    if (found != ends.end() && result.by.empty()) ProjectOpen(found->second, chart);
    charts.push_back(std::move(chart));
  }
  return charts;
}

// What stands beneath the picture.
std::vector<std::string> Legend(const LineChart& chart) {
  std::vector<std::string> lines;
  for (const Flag& flag : FlagsOf(chart))
    lines.push_back(fmt::format("{}  {}", flag.letter, flag.text));
  if (const std::string open = OpenWords(chart); !open.empty()) lines.push_back("○  " + open);
  return lines;
}

}  // namespace

LineChart ChartOf(const Project& project, const MetricSeries& series,
                  const std::vector<std::string>& periods) {
  LineChart chart;
  chart.title = series.metric->label;
  chart.look = LookOf(*series.metric);
  chart.free = !TraitsOf(*series.metric).charted_from_zero;
  for (size_t p = 0; p < series.points.size(); ++p) {
    const Point& point = series.points[p];
    LinePoint drawn{periods[p], point.value, point.low, point.high};
    if (!point.complete) drawn.kind = PointKind::kOpen;
    chart.points.push_back(std::move(drawn));
  }
  LeaveOutIncompleteFirst(chart.points);
  for (const Annotation& one : project.annotations)
    chart.notes.push_back({one.at, one.to, one.text});
  return chart;
}

void ProjectOpen(const OpenPeriod& open, LineChart& chart) {
  if (chart.points.empty() || !open.end) return;
  LinePoint& last = chart.points.back();
  if (last.kind != PointKind::kOpen || last.label != open.period) return;
  last.so_far = open.so_far;
  last.value = open.end->mean;
  last.low = open.end->low;
  last.high = open.end->high;
}

std::string ChartsDocument(const std::vector<LineChart>& charts) {
  std::string body;
  int top = 0;
  for (const LineChart& chart : charts) {
    const SvgLook look{kWidth, kHeight};
    body += fmt::format(R"(<text class="title" x="12" y="{}">{}</text>)"
                        "\n"
                        R"(<svg y="{}" width="{}" height="{}" {})"
                        "\n",
                        top + 21, EscapeHtml(chart.title), top + kHead, kWidth, kHeight,
                        RenderLineSvg(chart, look).substr(std::string("<svg ").size()));
    top += kHead + kHeight;
    for (const std::string& line : Legend(chart)) {
      top += kLine;
      body += fmt::format("<text x=\"14\" y=\"{}\">{}</text>\n", top - 5, EscapeHtml(line));
    }
  }
  return fmt::format(
             R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">)"
             "\n<style>{2}</style>\n"
             R"(<rect width="{0}" height="{1}" fill="#fff"/>)"
             "\n",
             kWidth, top + 6, kStyle) +
         body + "</svg>\n";
}

std::string ChartDocument(const LineChart& chart) {
  return ChartsDocument({chart});
}

Result<std::string> RenderQuerySvg(const QueryResult& result, const PeriodEnds& ends) {
  NS_RETURN_IF_ERROR(CheckCount(result));
  return ChartsDocument(ChartsOf(result, ends));
}

Result<std::string> RenderQueryChart(const QueryResult& result, const PeriodEnds& ends, bool bars,
                                     int columns, bool color) {
  NS_RETURN_IF_ERROR(CheckCount(result));
  std::string out;
  for (LineChart& chart : ChartsOf(result, ends)) {
    chart.bars = bars;
    if (!out.empty()) out += "\n";
    out += RenderTerminalChart(chart, columns, color);
  }
  return out;
}

}  // namespace northstar
