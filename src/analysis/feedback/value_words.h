// What customers who stayed and pay say that those who left do not: raw material for candidates, in
// their own words. Counts people by what each wrote last, not repetitions.
// (stats/log_odds.h)
#pragma once

#include <string>
#include <vector>

#include "analysis/feedback/keyness.h"
#include "analysis/said.h"
#include "engine/engine.h"
#include "model/project.h"

namespace northstar {

struct ValueWords {
  ProjectRef project;
  std::string entity;   // whose words: "workspace"
  bool paying = false;  // those who stayed also pay; false: payments are not known by entity
  int64_t stayed = 0, left = 0;  // of each side, those who wrote
  bool enough = false;           // of both
  int64_t between = 0;           // who wrote and is on neither side: stays without paying
  int gone_after_days = 0;       // without activity, somebody counts as gone
  std::string activity;          // what does not count as such, in a sentence; may be empty
  std::vector<KeyTerm> of_stayed, of_left;  // here: who stayed
  Said said;
};

// kUsage: no feedback source with a text and an entity that events name too, or several such
// entities and none that the outcome is about.
Result<ValueWords> FindValueWords(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                  int64_t now_us);

}  // namespace northstar
