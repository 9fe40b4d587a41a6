// QueryResult → charts: one per metric and value of the dimensions.
#pragma once

#include <string>

#include "analysis/query.h"
#include "report/svg_chart.h"

namespace northstar {

// A document of its own, to be put into a page or a presentation. kUsage when there are too many
// series for anybody to read.
Result<std::string> RenderQuerySvg(const QueryResult& result);
Result<std::string> RenderQueryChart(const QueryResult& result, int columns, bool color);

// An SVG document of any charts, one below the other.
std::string ChartsDocument(const std::vector<LineChart>& charts);
std::string ChartDocument(const LineChart& chart);

// What the charts of `query` and of the report have in common.
LineChart ChartOf(const MetricSeries& series, const std::vector<std::string>& periods);

}  // namespace northstar
