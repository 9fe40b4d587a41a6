// How a metric, or a column of a file, will go on; how the period that is not over will end; and
// what is to be expected of the goals that OKRs set for it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/said.h"
#include "analysis/series/regular_series.h"
#include "stats/forecast/forecast.h"
#include "stats/forecast/goal.h"
#include "stats/forecast/nowcast.h"

namespace northstar {

struct ForecastRow {
  std::string time;
  stats::ForecastStep step;
};

// The period that is not over.
struct OpenPeriod {
  std::string period;
  double so_far = 0;
  std::optional<stats::ForecastStep> end;  // none: too few earlier periods to tell
  double usual_share = 0;                  // of its final value, at this time of a period
};

// By metric; of metrics that are not in it nobody knows what their period will end at.
using PeriodEnds = std::map<const Metric*, OpenPeriod>;

struct GoalForecast {
  std::string objective, date;  // of the goal; local day
  double target = 0;
  stats::GoalOver over = stats::GoalOver::kLast;
  std::optional<stats::GoalOutlook> outlook;
  Said said;
};

struct ForecastFindings {
  RegularSeries series;
  const Metric* metric = nullptr;  // null: a file
  ProjectRef project;
  double level = 0;  // as available
  stats::Forecast forecast;
  std::vector<ForecastRow> rows;
  std::optional<OpenPeriod> open;
  std::vector<GoalForecast> goals;
  Said said;
};

struct ForecastRequest {
  size_t horizon = 0;  // 0: as the step suggests
  double level = 0.95;
};

Result<ForecastFindings> ForecastRows(RegularSeries series, const ForecastRequest& request);
// Of a metric: also the open period and the goals of OKRs.
Result<ForecastFindings> ForecastMetric(Engine& engine, const ProjectRef& project,
                                        const DataFacts& facts, int64_t now_us,
                                        const Question& question, const ForecastRequest& request);

}  // namespace northstar
