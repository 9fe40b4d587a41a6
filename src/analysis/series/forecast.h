// How a metric, or a column of a file, will go on; how the period that is not over will end; and
// what is to be expected of the goals that OKRs set for it. The statistics are stats/forecast/;
// here are periods, goals and words.
// It leaves out causes and plans: a forecast is what goes on as before. Forecasts stay within what
// a metric's values can be (value_bounds.h). Deterministic.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/series/regular_series.h"
#include "stats/forecast/forecast.h"
#include "stats/forecast/goal.h"
#include "stats/forecast/nowcast.h"
#include "words/said.h"

namespace northstar {

// `time` is the label of the period, as LabelAfter (regular_series.h) writes it.
struct ForecastRow {
  std::string time;
  stats::ForecastStep step;
};

// The period that is not over, of a metric whose figures do not wait for later events.
struct OpenPeriod {
  std::string period;
  // The metric's value as of the last instant that data tell of.
  double so_far = 0;
  // None: too few earlier periods to tell.
  std::optional<stats::ForecastStep> end;
  // Of its final value, at this time of a period: the mean over up to 8 earlier ones; 0 without
  // `end`.
  double usual_share = 0;
};

// By metric, for lookups only (the order is that of addresses); of metrics that are not in it
// nobody knows what their period will end at.
using PeriodEnds = std::map<const Metric*, OpenPeriod>;

struct GoalForecast {
  // Of the goal, and the last local day of its period.
  std::string objective, date;
  // In the unit of the metric.
  double target = 0;
  stats::GoalOver over = stats::GoalOver::kLast;
  // None: the history is too short to tell.
  std::optional<stats::GoalOutlook> outlook;
  Said said;
};

// `metric` points into `project`.
struct ForecastFindings {
  RegularSeries series;
  // Null: of a file, as is `project` then.
  const Metric* metric = nullptr;
  ProjectRef project;
  // Of the intervals: as asked for, or as wide as the history supports; 0: none.
  double level = 0;
  stats::Forecast forecast;
  // One per step, the first the period after the last complete one; where that is open, blended
  // with what is there of it.
  std::vector<ForecastRow> rows;
  // None: no period has begun, or it cannot be told.
  std::optional<OpenPeriod> open;
  // Key results of this metric whose date lies ahead; only of the whole metric at its own grain.
  std::vector<GoalForecast> goals;
  Said said;
};

struct ForecastRequest {
  // Steps; 0: as the step suggests (13 weeks, 12 months …); at most 1,000.
  size_t horizon = 0;
  // 0-1.
  double level = 0.95;
};

// Of any series; kData where it has no value. REQUIRES: at least one point, 0 < level < 1.
Result<ForecastFindings> ForecastRows(RegularSeries series, const ForecastRequest& request);
// Of the first metric of the question: also the open period and the goals of OKRs. Runs the
// question once, and up to 17 small ones for what earlier periods had reached by then. Errors as of
// SeriesOfMetric.
Result<ForecastFindings> ForecastMetric(Engine& engine, const ProjectRef& project,
                                        const DataFacts& facts, int64_t now_us,
                                        const Question& question, const ForecastRequest& request);

}  // namespace northstar
