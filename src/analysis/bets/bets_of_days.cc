#include "analysis/bets/bets_of_days.h"

namespace northstar {

std::vector<std::string> BetsOfDays(const Project& project, Day from, Day to) {
  const auto within = [&](const std::string& day) {
    const auto read = ParseDay(day);
    return read && *read >= from && *read < to;
  };
  std::vector<std::string> names;
  for (const Bet& bet : project.bets) {
    if (within(bet.shipped) || (bet.experiment && within(bet.experiment->to)))
      names.push_back(bet.name);
  }
  return names;
}

}  // namespace northstar
