// Detection and forecast → terminal, Markdown, JSON, CSV, charts.
#pragma once

#include <string>

#include "analysis/detect.h"
#include "analysis/forecast.h"
#include "report/format.h"
#include "report/svg_chart.h"

namespace northstar {

// Tables show the unusual points; JSON and CSV all of them.
std::string RenderDetection(const Detection& detection, Format format, bool color);
std::string RenderForecast(const ForecastFindings& findings, Format format, bool color);

// The series with what was expected, or with how it is expected to go on.
LineChart ChartOf(const Detection& detection);
LineChart ChartOf(const ForecastFindings& findings);

}  // namespace northstar
