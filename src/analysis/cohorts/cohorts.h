// The retention triangle of an active or a retention metric: cohort by cohort, how many of it are
// active 0, 1, 2 … periods later, and the curve that the cohorts make together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "plan/question.h"

namespace northstar {

struct CohortQuestion {
  std::string metric;
  std::optional<Grain> grain;  // default: the metric's own
  std::optional<int> periods;  // columns after the first; default: all
  bool active = false;         // who is active in the period, instead of who is for the first time
  std::string where;
  std::optional<int64_t> as_of_us;
};

struct CohortRow {
  std::string cohort;  // label of its period
  int64_t size = 0;
  bool complete = false;  // the cohort's own period is over and lies in the data
  std::vector<std::optional<int64_t>> returned;  // [0] is the size; null: that period is not over
};

struct CurvePoint {
  int age = 0;                     // periods after the cohort's own
  int cohorts = 0;                 // that are complete at that age
  int64_t size = 0, returned = 0;  // of those cohorts together
  std::optional<double> share() const {
    if (size == 0) return std::nullopt;
    return static_cast<double>(returned) / static_cast<double>(size);
  }
};

struct CohortResult {
  ProjectRef project;
  const Metric* metric = nullptr;
  Grain grain = Grain::kWeek;
  bool active = false;
  int64_t as_of_us = 0;
  std::vector<CohortRow> rows;
  std::vector<CurvePoint> curve;  // weighs only cohorts that are complete, at each age
};

// kUsage: no such metric, or one that has no cohorts (only active and retention metrics do).
Result<CohortResult> RunCohorts(Engine& engine, const ProjectRef& project,
                                const CohortQuestion& question, const DataFacts& facts,
                                int64_t now_us);

}  // namespace northstar
