#include "demo/write_okrs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace northstar::demo {
namespace {

// What a quarter came to. REQUIRES of all below: it has weeks.
struct Quarter {
  std::vector<CourseOfWeek> weeks;
  double before = 0;  // active teams of the week before it

  double End() const { return weeks.back().active_teams; }
  double Invites(size_t first_weeks) const {
    const auto end = weeks.begin() + static_cast<ptrdiff_t>(std::min(first_weeks, weeks.size()));
    return std::accumulate(weeks.begin(), end, 0.0,
                           [](double sum, const auto& week) { return sum + week.invites; });
  }
  double LeastTeamsFrom(size_t week) const {
    double least = End();
    for (size_t i = week; i < weeks.size(); ++i) least = std::min(least, weeks[i].active_teams);
    return least;
  }
  double WorstRating() const {
    double worst = 5;
    for (const CourseOfWeek& week : weeks) {
      if (week.rating > 0) worst = std::min(worst, week.rating);
    }
    return worst;
  }
};

Quarter QuarterOf(const WeeklyCourse& course, int year, int quarter) {
  const auto earlier =
      quarter == 1 ? course.WeeksOf(year - 1, 4) : course.WeeksOf(year, quarter - 1);
  return {course.WeeksOf(year, quarter), earlier.back().active_teams};
}

// Targets as people set them: in tens, hundreds for thousands, ones where they are small.
double StepOf(double value) {
  return value >= 3000 ? 100 : value >= 100 ? 10 : 1;
}
double Down(double value) {
  return std::floor(value / StepOf(value)) * StepOf(value);
}
double Up(double value) {
  return std::ceil(value / StepOf(value)) * StepOf(value);
}

// A target that was made or missed by the end of a quarter.
struct Targets {
  double teams = 0, invites = 0;
  double rating = 0;  // lower limit
};

double HeldLimit(const Quarter& q) {
  return std::floor(q.WorstRating() * 10) / 10;
}

// Every target in the first half of the time, and never below it again.
Targets TooEasy(const Quarter& q) {
  return {Down(0.98 * q.LeastTeamsFrom(q.weeks.size() / 2 - 2)), Down(q.Invites(5)), HeldLimit(q)};
}
// Late, by the sum of the last weeks.
Targets AllMade(const Quarter& q) {
  return {Down(0.99 * q.End()), Down(q.Invites(q.weeks.size() - 1)), HeldLimit(q)};
}
Targets NotByThePlan(const Quarter& q) {
  return {Down(0.99 * q.End()), Up(1.12 * q.Invites(q.weeks.size())), HeldLimit(q)};
}
Targets AllMissed(const Quarter& q) {
  return {Up(1.1 * std::max(q.before, q.End())), Up(1.15 * q.Invites(q.weeks.size())),
          HeldLimit(q)};
}
// A rating below 3 in some week.
Targets AtAPrice(const Quarter& q) {
  return {Down(0.99 * q.End()), Down(q.Invites(q.weeks.size() - 1)),
          std::max(3.0, std::floor(q.WorstRating() * 10 + 1) / 10)};
}
Targets WrongBehaviors(const Quarter& q) {
  return {Up(1.09 * std::max(q.before, q.End())), Down(q.Invites(q.weeks.size() - 1)),
          HeldLimit(q)};
}

struct PlannedObjective {
  int year, quarter;
  std::string_view objective;
  Targets (*targets)(const Quarter&);
};
constexpr PlannedObjective kObjectives[] = {
    {2024, 2, "Give every new workspace a second and a third person", AllMade},
    {2024, 3, "Become the place where teams plan their week", TooEasy},
    {2024, 4, "Bring in more colleagues by invitation", NotByThePlan},
    {2025, 3, "Win back the teams that reminders drove away", AllMissed},
    {2026, 1, "Grow teams under the new prices", AtAPrice},
    {2026, 2, "Make it indispensable for weekly planning", WrongBehaviors}};

std::string TextOf(const PlannedObjective& planned, const Quarter& q) {
  const Targets targets = planned.targets(q);
  // Where the target lies below where it started, `from` would ask for a fall.
  const std::string from = q.before < targets.teams ? fmt::format("from: {:.0f}, ", q.before) : "";
  return fmt::format(
      "  - objective: {}\n"
      "    period: {}-Q{}\n"
      "    owner: product\n"
      "    key_results:\n"
      "      - {{role: north_star, metric: weekly_active_teams, {}to: {:.0f}}}\n"
      "      - {{role: leading, metric: invites_sent, to: {:.0f}, over: sum}}\n"
      "      - {{role: guardrail, metric: rating, at_least: {}}}\n",
      planned.objective, planned.year, planned.quarter, from, targets.teams, targets.invites,
      targets.rating);
}

}  // namespace

std::string OkrsText(const WeeklyCourse& course) {
  std::string text =
      "# An objective for each pattern that key results can make together:\n"
      "# northstar okrs --period 2024-Q2\nokrs:\n";
  for (const PlannedObjective& planned : kObjectives)
    text += TextOf(planned, QuarterOf(course, planned.year, planned.quarter));
  return text;
}

}  // namespace northstar::demo
