#include "report/query_report.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/json.h"

namespace northstar {
namespace {

std::string RenderJson(const QueryResult& result, const QueryLayout& layout) {
  Json out;
  out["timezone"] = result.project->calendar.zone().name();
  out["grain"] = GrainName(result.grain);
  out["as_of"] = FormatInstant(result.as_of_us);
  out["rows"] = Json::array();
  for (const MetricSeries& series : result.series) {
    for (size_t p = 0; p < series.points.size(); ++p) {
      const Point& point = series.points[p];
      Json row;
      row["metric"] = series.metric->name;
      row["period"] = result.periods[p];
      row["by"] = Json::object();
      for (size_t d = 0; d < result.by.size(); ++d) {
        row["by"][result.by[d]] = series.group[d] ? Json(*series.group[d]) : Json(nullptr);
      }
      row["value"] = Number(point.value);
      row["low"] = Number(point.low);
      row["high"] = Number(point.high);
      row["complete"] = point.complete;
      if (layout.parts) {
        row["numerator"] = Number(point.numerator);
        row["denominator"] = Number(point.denominator);
      }
      if (layout.compare) {
        row["previous"] = Number(point.previous);
        row["previous_period"] = point.previous ? Json(result.compared[p]) : Json(nullptr);
        const bool defined = point.value && point.previous && *point.previous != 0;
        row["change"] = defined ? Json(*point.value / *point.previous - 1) : Json(nullptr);
      }
      out["rows"].push_back(std::move(row));
    }
  }
  if (layout.intervals) out["units"] = result.units;
  if (!result.notes.empty()) out["notes"] = result.notes;
  return out.dump(2) + "\n";
}

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

std::string ChangeText(const Point& point) {
  if (!point.value || !point.previous || *point.previous == 0) return "–";
  return fmt::format("{:+.1f} %", (*point.value / *point.previous - 1) * 100);
}

// One metric without dimensions over many periods reads best downwards; several metrics get a
// column each; with dimensions every row names its values.
TextTable MakeTable(const QueryResult& result, const QueryLayout& layout) {
  const bool wide = result.by.empty() && result.series.size() > 1 && !layout.intervals &&
                    !layout.compare && !layout.parts;
  std::vector<std::string> header{"period"};
  if (wide) {
    for (const MetricSeries& series : result.series) header.push_back(series.metric->name);
    header.emplace_back("");
    TextTable table(header);
    for (size_t s = 0; s < result.series.size(); ++s) table.AlignRight(s + 1);
    for (size_t p = 0; p < result.periods.size(); ++p) {
      std::vector<std::string> row{result.periods[p]};
      bool complete = true;
      for (const MetricSeries& series : result.series) {
        row.push_back(FormatValue(*series.metric, series.points[p].value));
        complete = complete && series.points[p].complete;
      }
      row.emplace_back(complete ? "" : "incomplete");
      table.Add(std::move(row));
    }
    return table;
  }
  for (const std::string& dimension : result.by) header.push_back(dimension);
  const bool named = result.series.size() > 1 && !result.by.empty() ? true : result.by.empty();
  header.emplace_back(named && result.series.size() == 1 ? result.series[0].metric->name : "value");
  const size_t value_column = header.size() - 1;
  if (layout.intervals) header.emplace_back("95 % interval");
  if (layout.compare) header.insert(header.end(), {"before", "change", "compared with"});
  if (layout.parts) header.insert(header.end(), {"numerator", "denominator"});
  header.emplace_back("");
  const bool several =
      result.series.size() > 1 &&
      std::any_of(result.series.begin(), result.series.end(),
                  [&](const MetricSeries& s) { return s.metric != result.series[0].metric; });
  if (several) header.insert(header.begin(), "metric");
  TextTable table(header);
  for (size_t c = value_column + several; c + 1 < header.size(); ++c) table.AlignRight(c);
  for (const MetricSeries& series : result.series) {
    for (size_t p = 0; p < series.points.size(); ++p) {
      const Point& point = series.points[p];
      std::vector<std::string> row;
      if (several) row.push_back(series.metric->name);
      row.push_back(result.periods[p]);
      for (const auto& value : series.group) row.push_back(value.value_or("(none)"));
      row.push_back(FormatValue(*series.metric, point.value));
      if (layout.intervals) {
        row.push_back(point.low ? FormatValue(*series.metric, point.low) + " .. " +
                                      FormatValue(*series.metric, point.high)
                                : "–");
      }
      if (layout.compare) {
        row.push_back(FormatValue(*series.metric, point.previous));
        row.push_back(ChangeText(point));
        row.push_back(point.previous ? result.compared[p] : "–");
      }
      if (layout.parts) {
        for (const auto& part : {point.numerator, point.denominator})
          row.push_back(part ? FormatNumber(*part) : "–");
      }
      row.emplace_back(point.complete ? "" : "incomplete");
      table.Add(std::move(row));
    }
  }
  return table;
}

}  // namespace

std::string RenderQuery(const QueryResult& result, const QueryLayout& layout) {
  switch (layout.format) {
    case Format::kJson:
      return RenderJson(result, layout);
    case Format::kCsv:
      return RenderCsv(result, layout);
    case Format::kMarkdown:
      return MakeTable(result, layout).Markdown();
    case Format::kTable:
      break;
  }
  std::string out = MakeTable(result, layout).Text(layout.color);
  for (const std::string& note : result.notes) {
    out += "\n";
    for (const std::string& line : Wrap(note, 98)) out += line + "\n";
  }
  return out;
}

}  // namespace northstar
