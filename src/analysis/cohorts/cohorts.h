// The retention triangle of an active or a retention metric: cohort by cohort, how many of it are
// active 0, 1, 2 … periods later, and the curve that the cohorts make together. One scan over the
// rows of the metric's entity, whatever the number of cohorts.
// It refuses metrics without cohorts, active metrics with a trailing window among them; it leaves
// out intervals. Periods that are not over are never counted as ones in which nobody came back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "plan/question.h"

namespace northstar {

struct CohortQuestion {
  // By name.
  std::string metric;
  // Of cohorts and ages alike; none: the metric's own.
  std::optional<Grain> grain;
  // Columns after the first; none: all. At least 0.
  std::optional<int> periods;
  // Who is active in the period, instead of who is for the first time.
  bool active = false;
  // Expression text over the events; empty: none.
  std::string where;
  // In place of now, UTC.
  std::optional<int64_t> as_of_us;
};

struct CohortRow {
  // Label of its period.
  std::string cohort;
  // Entities, also while the period is not over.
  int64_t size = 0;
  // The cohort's own period is over and lies in the data from its start on.
  bool complete = false;
  // [k]: active k periods later, [0] of the cohort's own; null: that period is not over. As long as
  // the grid has periods from there on, at most the columns asked for.
  std::vector<std::optional<int64_t>> returned;
};

struct CurvePoint {
  // Periods after the cohort's own.
  int age = 0;
  // That are complete at that age.
  int cohorts = 0;
  // Entities of those cohorts together. Cohorts drop out with age, so the curve need not fall.
  int64_t size = 0, returned = 0;
  // 0-1; none: no cohort is so old.
  std::optional<double> share() const {
    if (size == 0) return std::nullopt;
    return static_cast<double>(returned) / static_cast<double>(size);
  }
};

// `metric` points into `project`.
struct CohortResult {
  ProjectRef project;
  const Metric* metric = nullptr;
  Grain grain = Grain::kWeek;
  bool active = false;
  int64_t as_of_us = 0;
  // By cohort, the earliest first; also those before the data are complete.
  std::vector<CohortRow> rows;
  // [k]: age k. Weighs only cohorts that are complete, at each age.
  std::vector<CurvePoint> curve;
};

// kUsage: no such metric, one that has no cohorts (only active and retention metrics do), or a
// question that does not bind. kData: nothing loaded, or an event of the metric never occurred.
Result<CohortResult> RunCohorts(Engine& engine, const ProjectRef& project,
                                const CohortQuestion& question, const DataFacts& facts,
                                int64_t now_us);

}  // namespace northstar
