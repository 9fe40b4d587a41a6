#include "analysis/star/star_now.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/query/silent_sources.h"
#include "analysis/query/value_bounds.h"
#include "model/metric_look.h"
#include "model/project.h"

namespace northstar {
namespace {

bool IsCounted(const Metric& metric) {
  return metric.Is<kind::Count, kind::Active, kind::Cumulative, kind::Lifecycle, kind::State>();
}

// Where the series has the period; none: it was cut off or is not part of it.
std::optional<size_t> IndexOf(const RegularSeries& series, const std::string& period) {
  const auto found = std::find(series.labels.begin(), series.labels.end(), period);
  if (found == series.labels.end()) return std::nullopt;
  return static_cast<size_t>(found - series.labels.begin());
}

// The period in which the quarter of the last period began; none: the last one itself.
std::optional<size_t> QuarterStart(const RegularSeries& series, size_t last,
                                   const Calendar& calendar) {
  const auto day = ParseDay(std::string_view(series.labels[last]).substr(0, 10));
  if (!day) return std::nullopt;
  const Day start = calendar.PeriodStart(Grain::kQuarter, *day);
  for (size_t i = last; i-- > 0;) {
    const auto before = ParseDay(std::string_view(series.labels[i]).substr(0, 10));
    if (before && *before <= start) return i;
  }
  return std::nullopt;
}

bool HasGoal(const Project& project, const std::string& metric) {
  for (const Okr& okr : project.okrs) {
    for (const KeyResult& result : okr.key_results) {
      if (result.metric == metric) return true;
    }
  }
  return false;
}

class Facts {
 public:
  Facts(const Project& project, const DataFacts& data, StarNow& now)
      : project_(project), data_(data), now_(now), facts_(now.facts) {}

  void Collect() {
    const ConstellationNode& star = now_.constellation.star();
    facts_.metric = star.metric->name;
    facts_.label = star.metric->label;
    facts_.look = LookOf(*star.metric);
    facts_.counted = IsCounted(*star.metric);
    facts_.grain = star.grain;
    facts_.period = star.period;
    facts_.value = star.value;
    facts_.previous = star.previous;
    facts_.year_ago = star.year_ago;
    facts_.unusual = star.movement.is_unusual();
    facts_.usual = star.movement.usual;
    facts_.usual_relative = star.movement.relative;
    for (const SilentSource& one : SilentSources(project_, data_, {star.metric}))
      facts_.stale.push_back(one.sentence);
    AddGuardrails();
    if (now_.detection) AddDetection(*now_.detection);
    if (now_.forecast) AddGoal(*now_.forecast);
  }

 private:
  void AddGuardrails() {
    for (const ConstellationNode& node : now_.constellation.nodes) {
      if (node.role != NodeRole::kGuardrail || node.limit.judged.state != LimitState::kBroken)
        continue;
      facts_.broken.push_back(Say("{} {}, {}", OfMetric(node.metric->name, node.metric->label),
                                  Value(WithUnit(LookOf(*node.metric), node.value)),
                                  node.limit.words));
    }
  }

  void AddDetection(const Detection& d) {
    const auto last = IndexOf(d.series, facts_.period);
    if (!last) return;
    const auto quarter = QuarterStart(d.series, *last, project_.calendar);
    if (quarter) facts_.at_quarter_start = d.series.values[*quarter];
    if (d.points[*last].data_suspect)
      facts_.stale.push_back("almost nothing was recorded in it; is the data complete?");
    if (!d.changes.empty() && d.changes.back().at <= *last) {
      const LevelChange& change = d.changes.back();
      if (change.relative && change.relative_low && change.relative_high)
        facts_.step = LevelStep{d.series.labels[change.at], static_cast<int>(*last - change.at),
                                *change.relative, *change.relative_low, *change.relative_high};
    }
    if (facts_.grain != Grain::kHour) now_.worth = Worth(d, *last, quarter);
  }

  // The move that the headline speaks of; else the last that was unusual, else the last new level.
  std::optional<WorthExplaining> Worth(const Detection& d, size_t last,
                                       std::optional<size_t> quarter) const {
    const auto between = [&](size_t from, size_t to) {
      return WorthExplaining{StartOf(d.series, from), StartOf(d.series, to)};
    };
    if (facts_.unusual) return std::nullopt;
    const auto before = [](size_t at) { return at == 0 ? 0 : at - 1; };
    if (LevelIsNews(facts_)) {
      const size_t from =
          QuarterTellsIt(facts_) && quarter ? *quarter : before(d.changes.back().at);
      if (from < last) return between(from, last);
    }
    if (!d.incidents.empty() && d.incidents.back().first > 0)
      return between(d.incidents.back().first - 1, d.incidents.back().first);
    if (facts_.step && d.changes.back().at > 0)
      return between(d.changes.back().at - 1, d.changes.back().at);
    return std::nullopt;
  }

  int64_t StartOf(const RegularSeries& series, size_t point) const {
    const auto day = ParseDay(std::string_view(series.labels[point]).substr(0, 10));
    return project_.calendar.DayStart(day.value_or(series.starts_us[point] / kMicrosPerDay));
  }

  void AddGoal(const ForecastFindings& f) {
    for (const GoalForecast& goal : f.goals) {
      if (!goal.outlook || facts_.goal) continue;
      facts_.goal = HeadlineGoal{goal.target, goal.date, goal.outlook->chance};
    }
  }

  const Project& project_;
  const DataFacts& data_;
  StarNow& now_;
  HeadlineFacts& facts_;
};

}  // namespace

Result<StarNow> FindStarNow(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                            int64_t now_us, const StarNowRequest& request) {
  const ConstellationOptions& options = request.options;
  StarNow now;
  NS_ASSIGN(now.constellation, FindConstellation(engine, project, facts, now_us, options));
  Question question;
  question.metrics = {now.constellation.star().metric->name};
  question.where = options.where;
  question.as_of_us = options.as_of_us;
  auto series = SeriesOfMetric(engine, project, facts, now_us, question);
  if (series.ok()) {
    DetectOptions detect;
    detect.limits = BoundsOf(*project, *now.constellation.star().metric);
    detect.step_days = kStarStepDays;
    now.detection = DetectIn(*std::move(series), project->annotations, detect);
  } else {
    now.missing.push_back("unusual values: " + series.error().message);
  }
  if (request.forecast || HasGoal(*project, question.metrics.front())) {
    auto forecast = ForecastMetric(engine, project, facts, now_us, question, {});
    if (forecast.ok()) {
      now.forecast = *std::move(forecast);
    } else {
      now.missing.push_back("forecast: " + forecast.error().message);
    }
  }
  Facts(*project, facts, now).Collect();
  return now;
}

}  // namespace northstar
