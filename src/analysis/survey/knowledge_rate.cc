#include "analysis/survey/knowledge_rate.h"

#include <algorithm>

namespace northstar {
namespace {

constexpr double kLevel = 0.95;

void FillRate(TeamKnowledge& team) {
  const int64_t graded = team.answered - team.unclear;
  if (graded > 0) team.rate = stats::Wilson(team.knows, graded, kLevel);
}

TeamKnowledge TotalOf(const std::vector<TeamKnowledge>& teams) {
  TeamKnowledge total;
  for (const TeamKnowledge& team : teams) {
    if (team.invited) total.invited = total.invited.value_or(0) + *team.invited;
    total.answered += team.answered;
    total.knows += team.knows;
    total.unclear += team.unclear;
  }
  return total;
}

// Whether what is not shown can be told from the total.
bool GivesAway(const std::vector<TeamKnowledge>& hidden) {
  int64_t answers = 0, teams = 0;
  for (const TeamKnowledge& team : hidden) {
    answers += team.answered;
    teams += team.answered > 0;
  }
  return answers > 0 && (answers < kFewest || teams < 2);
}

}  // namespace

KnowledgeRates RatesOf(std::vector<TeamKnowledge> teams, bool named) {
  KnowledgeRates rates;
  rates.total = TotalOf(teams);
  FillRate(rates.total);
  // The fewest answers last, so that they go first.
  std::sort(teams.begin(), teams.end(), [](const TeamKnowledge& a, const TeamKnowledge& b) {
    return a.answered != b.answered ? a.answered > b.answered : a.team < b.team;
  });
  std::vector<TeamKnowledge> hidden;
  while (!named && !teams.empty() && (teams.back().answered < kFewest || GivesAway(hidden))) {
    hidden.push_back(std::move(teams.back()));
    teams.pop_back();
  }
  for (TeamKnowledge& team : teams) FillRate(team);
  std::sort(teams.begin(), teams.end(),
            [](const TeamKnowledge& a, const TeamKnowledge& b) { return a.team < b.team; });
  rates.teams = std::move(teams);
  rates.hidden = hidden.size();
  return rates;
}

}  // namespace northstar
