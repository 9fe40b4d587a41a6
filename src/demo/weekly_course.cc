#include "demo/weekly_course.h"

#include <algorithm>

namespace northstar::demo {

WeeklyCourse::Week& WeeklyCourse::WeekOf(int64_t utc_us) {
  const Day day = zone_.ToLocal(utc_us) / kMicrosPerDay;
  return weeks_[day - static_cast<int>(WeekdayOf(day))];
}

void WeeklyCourse::Add(const SimulatedEvent& event) {
  if (event.event == "task_completed")
    WeekOf(event.utc_us).people_of_teams[event.workspace].insert(event.user);
  if (event.event == "invite_sent") WeekOf(event.utc_us).invites += 1;
}

void WeeklyCourse::Add(const SimulatedFeedback& feedback) {
  Week& week = WeekOf(feedback.utc_us);
  week.stars += feedback.rating;
  week.ratings += 1;
}

std::vector<CourseOfWeek> WeeklyCourse::WeeksOf(int year, int quarter) const {
  const Day first = DayOf({year, 3 * quarter - 2, 1});
  const Day after = quarter == 4 ? DayOf({year + 1, 1, 1}) : DayOf({year, 3 * quarter + 1, 1});
  std::vector<CourseOfWeek> out;
  for (const auto& [monday, week] : weeks_) {
    if (monday + 6 < first || monday + 6 >= after) continue;
    CourseOfWeek one{monday, 0, week.invites, 0};
    one.active_teams = static_cast<double>(
        std::count_if(week.people_of_teams.begin(), week.people_of_teams.end(),
                      [](const auto& team) { return team.second.size() >= 3; }));
    if (week.ratings > 0) one.rating = week.stars / week.ratings;
    out.push_back(one);
  }
  return out;
}

}  // namespace northstar::demo
