// What stands behind a value: the very entities that a metric counted in a period, and how often
// the entities of a frequency were active.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"
#include "plan/question.h"

namespace northstar {

struct EntityList {
  const Metric* metric = nullptr;
  ProjectRef project;
  std::string entity;  // "customer"
  std::string period;  // label
  Grain grain = Grain::kWeek;
  bool complete = false;
  std::vector<std::string> keys;  // sorted
};

// `day`: lies in the period. kUsage for metrics that count no entities.
Result<EntityList> ListEntities(Engine& engine, const ProjectRef& project, const Question& question,
                                Day day, const DataFacts& facts, int64_t now_us);

struct DistributionRow {
  std::string period;
  GroupKey group;
  bool complete = false;
  std::vector<int64_t> entities;  // [k]: active k + 1 times in the period
};

struct Distribution {
  const Metric* metric = nullptr;
  ProjectRef project;
  std::vector<std::string> by;
  std::vector<DistributionRow> rows;
};

// kUsage unless every metric of the question is of type frequency; one is taken.
Result<Distribution> DistributionOf(Engine& engine, const ProjectRef& project,
                                    const Question& question, const DataFacts& facts,
                                    int64_t now_us);

}  // namespace northstar
