// Who owns what, and which team a text means. An entry of the constellation or a KPI may name its
// owner; else the metric's own count. Names are of teams, or of whoever the project names.
// Pure; thread safe. REQUIRES of all: metrics that entries name are of the project.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/project.h"

namespace northstar {

std::vector<std::string> OwnersOf(const Project& project, const InputLink& input);
std::vector<std::string> OwnersOf(const Project& project, const Guardrail& guardrail);
std::vector<std::string> OwnersOf(const Project& project, const Kpi& kpi);
std::vector<std::string> OwnersOf(const Project& project, const NorthStar& star);
// As the first of these that names one: the star, an input, a guardrail, a KPI; else the metric's
// own.
std::vector<std::string> OwnersOf(const Project& project, const Metric& metric);

// By name or label, whatever the case and with blanks around it; null: the project names none so.
const Team* FindTeam(const Project& project, std::string_view written);
// As people call it; as it is written where the project does not name it.
std::string TeamLabel(const Project& project, const std::string& name);

}  // namespace northstar
