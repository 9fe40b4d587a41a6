// What customers who stayed and pay say that those who left do not: raw material for candidates, in
// their own words. Counts people by what each wrote last, not repetitions. (METHODS 7.3;
// stats/log_odds.h)
#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"
#include "model/project.h"

namespace northstar {

struct ValueWord {
  std::string term;
  std::vector<std::string> also;    // terms that mostly the same people use
  double z = 0;                     // above 0: those who stayed say it more
  double p_adjusted = 1;            // over all terms tried
  int64_t stayed = 0, left = 0;     // people of either side who say it
  std::vector<std::string> quotes;  // at most 3, with contacts masked
};

struct ValueWords {
  ProjectRef project;
  std::string entity;   // whose words: "workspace"
  bool paying = false;  // those who stayed also pay; false: payments are not known by entity
  int64_t stayed = 0, left = 0;  // of each side, those who wrote
  int64_t between = 0;           // who wrote and is on neither side: stays without paying
  int gone_after_days = 0;       // without activity, somebody counts as gone
  std::vector<ValueWord> of_stayed, of_left;  // strongest first
  std::string sentence;
};

// kUsage: no feedback source with a text and an entity that events name too.
Result<ValueWords> FindValueWords(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                  int64_t now_us);

}  // namespace northstar
