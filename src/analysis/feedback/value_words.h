// What customers who stayed and pay say that those who left do not: raw material for candidates, in
// their own words. Counts people by what each wrote last, not repetitions. The statistic is
// stats/log_odds.h.
// It proves nothing of causes: who stays may write differently for other reasons. It leaves out
// everybody who did not write, and who stays without paying.
#pragma once

#include <string>
#include <vector>

#include "analysis/feedback/keyness.h"
#include "engine/engine.h"
#include "model/project_ref.h"
#include "words/said.h"

namespace northstar {

struct ValueWords {
  ProjectRef project;
  // Whose words: "workspace".
  std::string entity;
  // Those who stayed also pay (within 92 days); false: payments are not known by entity.
  bool paying = false;
  // Of each side, those who wrote.
  int64_t stayed = 0, left = 0;
  // Of both; else no words are compared.
  bool enough = false;
  // Who wrote and is on neither side: stays without paying.
  int64_t between = 0;
  // So many days without activity, and somebody counts as gone.
  int gone_after_days = 0;
  // What does not count as such, in a sentence; may be empty.
  std::string activity;
  // Most telling first; `here` of a term is who stayed.
  std::vector<KeyTerm> of_stayed, of_left;
  Said said;
};

// kUsage: no feedback source with a text and an entity that events name too, or several such
// entities and none that the outcome is about.
Result<ValueWords> FindValueWords(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                  int64_t now_us);

}  // namespace northstar
