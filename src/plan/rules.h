// The rewrite rules of a GatherPlan: named, timed and switchable. Internal to plan/.
// A rule is one function in rules.cc and one line in its table.
#pragma once

#include "plan/gather_plan.h"

namespace northstar {

struct RuleInput {
  const Project& project;
  const DataFacts& facts;
  int64_t memory_limit;
};

GatherPlan ApplyPlanRules(GatherPlan plan, const RuleInput& input,
                          const std::vector<std::string>& disabled);
GatherPlan SetsForTimelines(GatherPlan plan, const RuleInput& input);  // sets_for_timelines.cc
// Peak bytes of the accumulators if everything is gathered in one pass.
int64_t EstimateBytes(const GatherPlan& plan, const DataFacts& facts);

}  // namespace northstar
