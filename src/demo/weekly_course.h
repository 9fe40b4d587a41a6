// What the weeks of the simulated product came to, counted from its events as the project's metrics
// define them: so the targets of its objectives can be set where each of them is told to end. It
// knows only the metrics that those need.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "base/calendar.h"
#include "demo/simulate.h"

namespace northstar::demo {

struct CourseOfWeek {
  Day monday = 0;           // local
  double active_teams = 0;  // with three people or more who completed a task
  double invites = 0;
  double rating = 0;  // mean of the stars given; 0: nobody rated
};

class WeeklyCourse {
 public:
  // `zone` outlives it.
  explicit WeeklyCourse(const TimeZone& zone) : zone_(zone) {}
  void Add(const SimulatedEvent& event);
  void Add(const SimulatedFeedback& feedback);
  // Those that end in the quarter (1-4), in order; a week ends on its Sunday.
  std::vector<CourseOfWeek> WeeksOf(int year, int quarter) const;

 private:
  struct Week {
    std::map<int64_t, std::set<int64_t>> people_of_teams;
    double invites = 0, stars = 0, ratings = 0;
  };
  Week& WeekOf(int64_t utc_us);

  const TimeZone& zone_;
  std::map<Day, Week> weeks_;  // by Monday
};

}  // namespace northstar::demo
