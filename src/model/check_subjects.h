// Which metrics and sources each check judges, by the project's files alone, and what its settings
// are for one of them. Pure and thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/check_kind.h"
#include "model/project.h"

namespace northstar {

// Names of metrics (of freshness and sentiment: sources), each once, in the order of the project;
// empty where there are none, and for `review`. Of `goal` the metrics of all key results, whatever
// their period. They may name what does not exist, which loading a project refuses.
std::vector<std::string> SubjectsOf(const Project& project, CheckKind kind);
// "a guardrail of the star", as it follows the word expected. Static text.
std::string_view WhatIsJudged(CheckKind kind);

// What counts for one subject: settings of it before those of its kind, later ones before earlier.
struct CheckRules {
  bool off = false;
  CheckSeverity severity = CheckSeverity::kWarning;
  int for_looks = 1;
  // Of freshness; that of the source where no check says it.
  std::optional<Duration> fresh_within;
};
// `subject`: as SubjectsOf names it. Severity unless set: decoupled, freshness and guardrail are
// critical.
CheckRules RulesOf(const Project& project, CheckKind kind, const std::string& subject);

}  // namespace northstar
