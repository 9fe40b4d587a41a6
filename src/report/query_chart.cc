#include "report/query_chart.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/terminal_chart.h"

namespace northstar {
namespace {

constexpr size_t kMostCharts = 12;
constexpr int kWidth = 760;
constexpr int kHeight = 240;
constexpr int kHead = 30;  // above each chart, for its title

constexpr std::string_view kStyle =
    "text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;"
    "fill:#5f6b7a}.title{font-size:15px;font-weight:600;fill:#1d2430}.grid{stroke:#e3e7ee}"
    ".line{fill:none;stroke:#2457d6;stroke-width:2;stroke-linejoin:round}.line.open{"
    "stroke-dasharray:4 4}.faint{fill:none;stroke:#2457d6;stroke-width:1;opacity:.28}"
    ".band{fill:#2457d6;opacity:.13}.dot{fill:transparent}.dot:hover{fill:#2457d6}"
    ".dot.marked{fill:#b3261e}";

Status CheckCount(const QueryResult& result) {
  if (result.series.size() <= kMostCharts) return Status::Ok();
  return Error::Usage(
      fmt::format("{} charts are too many to be read", result.series.size()),
      fmt::format("at most {}: choose with --where, or leave --by out", kMostCharts));
}

std::string TitleOf(const QueryResult& result, const MetricSeries& series) {
  std::string title = series.metric->label;
  std::vector<std::string> parts;
  for (size_t d = 0; d < result.by.size(); ++d)
    parts.push_back(result.by[d] + " " + series.group[d].value_or("(none)"));
  if (!parts.empty()) title += ", " + Join(parts, ", ");
  return title + fmt::format(", by {}", GrainName(result.grain));
}

}  // namespace

LineChart ChartOf(const MetricSeries& series, const std::vector<std::string>& periods) {
  LineChart chart;
  chart.title = series.metric->label;
  chart.unit = series.metric->unit;
  for (size_t p = 0; p < series.points.size(); ++p) {
    const Point& point = series.points[p];
    chart.points.push_back({periods[p], point.value, point.low, point.high, point.complete, false});
  }
  return chart;
}

std::string ChartsDocument(const std::vector<LineChart>& charts) {
  const int height = static_cast<int>(charts.size()) * (kHead + kHeight);
  std::string out = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">)"
      "\n<style>{2}</style>\n"
      R"(<rect width="{0}" height="{1}" fill="#fff"/>)"
      "\n",
      kWidth, height, kStyle);
  int top = 0;
  for (const LineChart& chart : charts) {
    out += fmt::format(R"(<text class="title" x="12" y="{}">{}</text>)"
                       "\n"
                       R"(<svg y="{}" width="{}" height="{}" {})"
                       "\n",
                       top + 21, EscapeHtml(chart.title), top + kHead, kWidth, kHeight,
                       RenderLineSvg(chart, kWidth, kHeight).substr(std::string("<svg ").size()));
    top += kHead + kHeight;
  }
  return out + "</svg>\n";
}

std::string ChartDocument(const LineChart& chart) {
  return ChartsDocument({chart});
}

Result<std::string> RenderQuerySvg(const QueryResult& result) {
  NS_RETURN_IF_ERROR(CheckCount(result));
  std::vector<LineChart> charts;
  for (const MetricSeries& series : result.series) {
    charts.push_back(ChartOf(series, result.periods));
    charts.back().title = TitleOf(result, series);
  }
  return ChartsDocument(charts);
}

Result<std::string> RenderQueryChart(const QueryResult& result, int columns, bool color) {
  NS_RETURN_IF_ERROR(CheckCount(result));
  std::string out;
  for (const MetricSeries& series : result.series) {
    LineChart chart = ChartOf(series, result.periods);
    chart.title = TitleOf(result, series);
    if (!out.empty()) out += "\n";
    out += RenderTerminalChart(chart, columns, color);
  }
  return out;
}

}  // namespace northstar
