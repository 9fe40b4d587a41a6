// Who owns what on the way to the North Star: from the project's files alone, without data. A team
// has a line of sight when it owns an input of the star, or a KPI that ladders up to one, through
// other KPIs too. Owning the star itself, a guardrail or a bet is none: it does not say what the
// team moves. Pure and thread safe.
#pragma once

#include <string>
#include <vector>

#include "model/project.h"

namespace northstar {

// Pointers are into the project.
struct TeamSight {
  // Of a declared team, or as an owner is written somewhere in the project.
  std::string name, label, purpose;
  // Under `teams:`; else somebody who owns something.
  bool declared = false;
  // Each from what the team owns up to the star: two metrics or more, each start once.
  std::vector<std::vector<const Metric*>> paths;
  // KPIs that lead to no input.
  std::vector<const Metric*> loose;
  std::vector<const Metric*> guardrails;
  std::vector<const Bet*> bets;
  bool owns_star = false;
};

// Declared teams in their order, then other owners as they come. REQUIRES: there is a North Star.
std::vector<TeamSight> TeamSights(const Project& project);

}  // namespace northstar
