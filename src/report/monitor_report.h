// Detection and forecast → terminal, Markdown, JSON, CSV, charts.
#pragma once

#include <string>

#include "analysis/series/detect.h"
#include "analysis/series/forecast.h"
#include "report/chart.h"
#include "report/format.h"

namespace northstar {

// Tables show the unusual points; CSV all of them.
std::string RenderDetection(const Detection& detection, TextForm form, bool color);
std::string RenderForecast(const ForecastFindings& findings, TextForm form, bool color);

// The series with what was expected, or with how it is expected to go on; of a metric with its
// annotations. `project`: null for a file.
LineChart ChartOf(const Detection& detection, const ProjectRef& project);
LineChart ChartOf(const ForecastFindings& findings);

}  // namespace northstar
