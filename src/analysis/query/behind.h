// What stands behind a value: the very entities that a metric counted in a period, and how often
// the entities of a frequency were active. The keys are those of the data, so whoever shows them
// shows who it is. Each runs one scan of its own; the kernel only.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"
#include "plan/question.h"

namespace northstar {

// `metric` points into `project`.
struct EntityList {
  const Metric* metric = nullptr;
  ProjectRef project;
  // "customer": what the keys are ids of.
  std::string entity;
  // Label of the period that holds the day.
  std::string period;
  Grain grain = Grain::kWeek;
  // Whether the period is over and covered by data.
  bool complete = false;
  // Sorted, each once; as many as the metric's value where that is a count of entities.
  std::vector<std::string> keys;
};

// `day`: a local day that lies in the period; the question's range and `by` do not matter. kUsage
// for metrics that count no entities, with those that do as a hint, and for more than one metric;
// kData where the metric was not measured.
Result<EntityList> ListEntities(Engine& engine, const ProjectRef& project, const Question& question,
                                Day day, const DataFacts& facts, int64_t now_us);

// One period of one group.
struct DistributionRow {
  std::string period;
  GroupKey group;
  bool complete = false;
  // [k]: entities that were active k + 1 times in the period; as long as the period has days or
  // weeks.
  std::vector<int64_t> entities;
};

struct Distribution {
  const Metric* metric = nullptr;
  ProjectRef project;
  // Of the groups, in their order; empty: one group.
  std::vector<std::string> by;
  // Group by group, in GroupOrder, the earliest period first.
  std::vector<DistributionRow> rows;
};

// kUsage unless the question has one metric, of type frequency; kData where it was not measured.
Result<Distribution> DistributionOf(Engine& engine, const ProjectRef& project,
                                    const Question& question, const DataFacts& facts,
                                    int64_t now_us);

}  // namespace northstar
