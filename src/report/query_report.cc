#include "report/query_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace northstar {
namespace {

std::string Plain(const std::optional<double>& value) {
  return value ? FormatNumber(*value) : "";
}

std::string RenderCsv(const QueryResult& result, const QueryLayout& layout) {
  std::string out = "metric,period";
  for (const std::string& dimension : result.by) out += "," + CsvField(dimension);
  out += ",value";
  if (layout.intervals) out += ",low,high";
  out += ",complete";
  if (layout.compare) out += ",previous,previous_period";
  if (layout.parts) out += ",numerator,denominator";
  out += "\n";
  for (const MetricSeries& series : result.series) {
    for (size_t p = 0; p < series.points.size(); ++p) {
      const Point& point = series.points[p];
      out += series.metric->name + "," + result.periods[p];
      for (const auto& value : series.group) out += "," + CsvField(value.value_or(""));
      out += "," + Plain(point.value);
      if (layout.intervals) out += "," + Plain(point.low) + "," + Plain(point.high);
      out += point.complete ? ",true" : ",false";
      if (layout.compare)
        out += "," + Plain(point.previous) + "," + (point.previous ? result.compared[p] : "");
      if (layout.parts) out += "," + Plain(point.numerator) + "," + Plain(point.denominator);
      out += "\n";
    }
  }
  return out;
}

constexpr const char* kOpenMark = "*";  // beside a value whose period is not over

// A column per metric. Each value says for itself whether its period is over: metrics look ahead
// differently far.
TextTable WideTable(const QueryResult& result) {
  std::vector<std::string> header{"period"};
  for (const MetricSeries& series : result.series) header.push_back(series.metric->name);
  TextTable table(header);
  for (size_t s = 0; s < result.series.size(); ++s) table.AlignRight(s + 1);
  for (size_t p = 0; p < result.periods.size(); ++p) {
    std::vector<std::string> row{result.periods[p]};
    for (const MetricSeries& series : result.series) {
      const Point& point = series.points[p];
      row.push_back(FormatValue(*series.metric, point.value) + (point.complete ? " " : kOpenMark));
    }
    table.Add(std::move(row));
  }
  return table;
}

bool IsWide(const QueryResult& result, const QueryLayout& layout) {
  return result.by.empty() && result.series.size() > 1 && !layout.intervals && !layout.compare &&
         !layout.parts;
}

// A row per metric, values of the dimensions and period.
class LongTable {
 public:
  LongTable(const QueryResult& result, const QueryLayout& layout)
      : result_(result), layout_(layout) {
    const Metric* first = result.series.empty() ? nullptr : result.series[0].metric;
    several_ = std::any_of(result.series.begin(), result.series.end(),
                           [&](const MetricSeries& s) { return s.metric != first; });
  }

  TextTable Make() const {
    TextTable table(Header());
    const size_t value = result_.by.size() + 1 + (several_ ? 1 : 0);
    const size_t numbers =
        1 + (layout_.intervals ? 1 : 0) + (layout_.compare ? 2 : 0) + (layout_.parts ? 2 : 0);
    for (size_t c = value; c < value + numbers; ++c) table.AlignRight(c);
    for (const MetricSeries& series : result_.series) {
      for (size_t p = 0; p < series.points.size(); ++p) table.Add(Row(series, p));
    }
    return table;
  }

 private:
  std::vector<std::string> Header() const {
    std::vector<std::string> header;
    if (several_) header.emplace_back("metric");
    header.emplace_back("period");
    header.insert(header.end(), result_.by.begin(), result_.by.end());
    header.emplace_back(result_.by.empty() && result_.series.size() == 1
                            ? result_.series[0].metric->name
                            : "value");
    if (layout_.intervals) header.emplace_back("95% interval");
    if (layout_.compare) header.insert(header.end(), {"before", "change", "compared with"});
    if (layout_.parts) header.insert(header.end(), {"numerator", "denominator"});
    header.emplace_back("");
    return header;
  }

  std::vector<std::string> Row(const MetricSeries& series, size_t period) const {
    const Point& point = series.points[period];
    const ValueLook look = LookOf(*series.metric);
    std::vector<std::string> row;
    if (several_) row.push_back(series.metric->name);
    row.push_back(result_.periods[period]);
    for (const auto& value : series.group) row.push_back(value.value_or("(none)"));
    row.push_back(FormatValue(look, point.value));
    if (layout_.intervals) {
      row.push_back(
          point.low ? FormatValue(look, point.low) + " to " + FormatValue(look, point.high) : "–");
    }
    if (layout_.compare) {
      const std::string change = ChangeText(look, point.previous, point.value);
      row.push_back(FormatValue(look, point.previous));
      row.push_back(change.empty() ? "–" : change);
      row.push_back(point.previous ? result_.compared[period] : "–");
    }
    if (layout_.parts) {
      for (const auto& part : {point.numerator, point.denominator})
        row.push_back(part ? FormatNumber(*part) : "–");
    }
    row.emplace_back(point.complete ? "" : "incomplete");
    return row;
  }

  const QueryResult& result_;
  const QueryLayout& layout_;
  bool several_ = false;
};

// Said once below a table in which values carry the mark.
std::string MarkLegend(const QueryResult& result, const QueryLayout& layout) {
  if (!IsWide(result, layout)) return "";
  for (const MetricSeries& series : result.series) {
    for (const Point& point : series.points) {
      if (!point.complete) return fmt::format("\n{} incomplete\n", kOpenMark);
    }
  }
  return "";
}

TextTable MakeTable(const QueryResult& result, const QueryLayout& layout) {
  return IsWide(result, layout) ? WideTable(result) : LongTable(result, layout).Make();
}

}  // namespace

std::string RenderQuery(const QueryResult& result, const QueryLayout& layout) {
  switch (layout.form) {
    case TextForm::kCsv:
      return RenderCsv(result, layout);
    case TextForm::kMarkdown:
      return MakeTable(result, layout).Markdown() + MarkLegend(result, layout);
    case TextForm::kTable:
      break;
  }
  std::string out = MakeTable(result, layout).Text(layout.color) + MarkLegend(result, layout);
  for (const std::string& note : result.notes) {
    out += "\n";
    for (const std::string& line : Wrap(note, 98)) out += line + "\n";
  }
  return out;
}

}  // namespace northstar
