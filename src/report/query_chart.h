// QueryResult → charts: one per metric and value of the dimensions.
#pragma once

#include <map>
#include <string>

#include "analysis/query/query.h"
#include "analysis/series/forecast.h"
#include "report/chart.h"

namespace northstar {

// A document of its own, to be put into a page or a presentation. kUsage when there are too many
// series for anybody to read.
Result<std::string> RenderQuerySvg(const QueryResult& result, const PeriodEnds& ends);
// `bars`: also where there are intervals; else points.
Result<std::string> RenderQueryChart(const QueryResult& result, const PeriodEnds& ends, bool bars,
                                     int columns, bool color);

// An SVG document of any charts, one below the other, each with its flags explained beneath.
std::string ChartsDocument(const std::vector<LineChart>& charts);
std::string ChartDocument(const LineChart& chart);

// What the charts of `query` and of the report have in common: incomplete first periods are left
// out, annotations of the project are notes.
LineChart ChartOf(const Project& project, const MetricSeries& series,
                  const std::vector<std::string>& periods);
// The last point becomes what it is projected to be.
void ProjectOpen(const OpenPeriod& open, LineChart& chart);

}  // namespace northstar
