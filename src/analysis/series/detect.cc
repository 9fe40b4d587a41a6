#include "analysis/series/detect.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/text.h"
#include "model/project.h"
#include "stats/anomaly/clean_history.h"
#include "stats/anomaly/level_step.h"
#include "stats/describe.h"
#include "stats/growth.h"
#include "words/detection.h"

namespace northstar {
namespace {

constexpr size_t kMostForChanges = 20'000;
constexpr size_t kMostStepCandidates = 24;
constexpr int kLongestSeason = 60;  // a year of days would take changes for its course
constexpr int64_t kNearSteps = 14;  // of an annotation, and no further than so many days
constexpr int64_t kNearDays = 14;
constexpr double kShortestForChanges = 21'600;  // seconds

struct Dated {
  int64_t from_us, to_us;  // wall clock, `to` exclusive
  const Annotation* annotation;
};

std::vector<Dated> DatesOf(const std::vector<Annotation>& annotations) {
  std::vector<Dated> dated;
  for (const Annotation& one : annotations) {
    const auto from = ParseDay(one.at.substr(0, 10));
    if (!from) continue;
    const auto to = ParseDay(one.to.substr(0, std::min<size_t>(10, one.to.size())));
    dated.push_back({*from * kMicrosPerDay, (to.value_or(*from) + 1) * kMicrosPerDay, &one});
  }
  return dated;
}

std::string Nearest(const RegularSeries& series, size_t point, const std::vector<Dated>& dated) {
  const auto step = static_cast<int64_t>(series.step_seconds * 1e6);
  int64_t nearest = std::max(step, std::min(kNearSteps * step, kNearDays * kMicrosPerDay));
  std::string text;
  for (const Dated& one : dated) {
    const int64_t from = series.starts_us[point];
    const int64_t away = std::abs(from - one.from_us);
    if (away > nearest) continue;
    nearest = away;
    text = one.annotation->at + ": " + one.annotation->text;
  }
  return text;
}

// A day without anything may be a fault of the recording: it is said so, but it is said.
void FlagSuspects(std::vector<stats::AnomalyPoint>& points) {
  for (size_t i = 0; i < points.size(); ++i) {
    if (!points[i].data_suspect || points[i].anomaly) continue;
    points[i].anomaly = true;
    const bool goes_on = i > 0 && points[i - 1].anomaly;
    points[i].incident = goes_on ? points[i - 1].incident.value_or(i - 1) : i;
  }
}

double DistanceOf(const Detection& d, size_t point) {
  const auto& value = d.series.values[point];
  const auto& expected = d.points[point].expected;
  return value && expected ? std::fabs(*value - *expected) : 0;
}

std::vector<Incident> IncidentsOf(const Detection& d, const std::vector<Dated>& dated) {
  std::vector<Incident> incidents;
  for (size_t i = 0; i < d.points.size(); ++i) {
    if (!d.points[i].anomaly) continue;
    const size_t first = d.points[i].incident.value_or(i);
    if (incidents.empty() || incidents.back().first != first)
      incidents.push_back(
          {.first = first, .last = i, .worst = i, .annotation = Nearest(d.series, first, dated)});
    Incident& one = incidents.back();
    one.last = i;
    one.score = std::max(one.score, d.points[i].score);
    one.still += d.points[i].event == stats::EventKind::kStill;
    if (DistanceOf(d, i) > DistanceOf(d, one.worst)) one.worst = i;
    one.above = d.series.values[one.worst] && d.points[one.worst].expected &&
                *d.series.values[one.worst] > *d.points[one.worst].expected;
  }
  return incidents;
}

// The values on the grid, on the scale of growth; nothing where they are missing or masked.
std::vector<std::optional<double>> OnGrowthScale(const Detection& d, bool* logs) {
  std::vector<double> known;
  for (size_t i = 0; i < d.series.values.size(); ++i) {
    if (d.series.values[i] && !d.masked[i]) known.push_back(*d.series.values[i]);
  }
  *logs = stats::AllPositive(known);
  const std::vector<double> z = stats::GrowthScale(known, *logs);
  std::vector<std::optional<double>> on_grid(d.series.values.size());
  for (size_t i = 0, k = 0; i < on_grid.size(); ++i) {
    if (d.series.values[i] && !d.masked[i]) on_grid[i] = z[k++];
  }
  return on_grid;
}

// The number of the largest of the changes that is a step and no part of a drift.
std::optional<size_t> LargestStep(const std::vector<double>& clean,
                                  const std::vector<stats::ChangePoint>& changes) {
  std::vector<size_t> order(changes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto size = [&](size_t c) { return std::fabs(changes[c].shift); };
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return size(a) > size(b); });
  order.resize(std::min(order.size(), kMostStepCandidates));
  std::vector<size_t> candidates;
  for (const size_t c : order) candidates.push_back(changes[c].position);
  std::sort(candidates.begin(), candidates.end());
  const std::vector<stats::LevelStep> steps = stats::FindSteps(clean, candidates);
  for (const size_t c : order) {
    for (const stats::LevelStep& step : steps) {
      if (step.position == changes[c].position) return c;
    }
  }
  return std::nullopt;
}

void FindLevelChanges(Detection& d, const std::vector<Dated>& dated) {
  if (d.series.step_seconds < kShortestForChanges) return;  // of hours it would be nights
  bool logs = false;
  const auto z = OnGrowthScale(d, &logs);
  std::vector<size_t> points;
  for (size_t i = 0; i < z.size(); ++i) {
    if (z[i]) points.push_back(i);
  }
  if (points.size() < 2 * stats::ChangeOptions{}.least_length || z.size() > kMostForChanges) return;
  std::vector<size_t> seasons;
  for (const int season : SeasonsOf(d.series)) {
    if (season <= kLongestSeason) seasons.push_back(static_cast<size_t>(season));
  }
  const stats::CleanedHistory history = stats::CleanHistory(z, seasons);
  for (size_t s = 0; s < seasons.size(); ++s)
    d.seasons.push_back({seasons[s], history.season_strengths[s]});
  std::vector<double> clean;
  for (const size_t point : points) clean.push_back(history.values[point]);
  const stats::Segmentation found = stats::FindChanges(clean, {});
  // Of the values without their season where there is a way back from the scale.
  const auto level = [&](size_t from, size_t to) {
    if (logs) return std::exp(stats::Mean(std::span(clean).subspan(from, to - from)));
    std::vector<double> values;
    for (size_t k = from; k < to; ++k) values.push_back(*d.series.values[points[k]]);
    return stats::Median(values);
  };
  for (size_t c = 0; c < found.changes.size(); ++c) {
    const stats::ChangePoint& change = found.changes[c];
    const size_t from = c == 0 ? 0 : found.changes[c - 1].position;
    const size_t to = c + 1 < found.changes.size() ? found.changes[c + 1].position : points.size();
    LevelChange one;
    one.at = points[change.position];
    one.low = points[change.low];
    one.high = points[std::min(change.high, points.size() - 1)];
    one.before = level(from, change.position);
    one.after = level(change.position, to);
    if (logs) {
      one.relative = std::expm1(change.shift);
      one.relative_low = std::expm1(change.shift_low);
      one.relative_high = std::expm1(change.shift_high);
    }
    one.annotation = Nearest(d.series, one.at, dated);
    d.changes.push_back(std::move(one));
  }
  d.step = LargestStep(clean, found.changes);
}

// The step, where it is recent enough to be news.
std::optional<LevelShift> NewShift(const Detection& d, const DetectOptions& options) {
  if (!d.step) return std::nullopt;
  const LevelChange& change = d.changes[*d.step];
  const int64_t ago = d.series.starts_us.back() - d.series.starts_us[change.at];
  if (options.step_days && ago > *options.step_days * kMicrosPerDay) return std::nullopt;
  return LevelShift{d.series.labels[change.at], change.before, change.after, change.relative};
}

UnusualRun RunOf(const RegularSeries& series, const Incident& incident) {
  return {series.labels[incident.first], series.labels[incident.last],
          series.labels[incident.worst], incident.steps(),
          series.values[incident.worst], incident.above,
          incident.stood_still()};
}

DetectionStatement StatementOn(const Detection& d, const DetectOptions& options) {
  using Code = DetectionStatement::Code;
  DetectionStatement s{Code::kNothingUnusual, d.series.Named(), d.series.look, d.series.Time()};
  s.known = static_cast<size_t>(std::count_if(d.series.values.begin(), d.series.values.end(),
                                              [](const auto& value) { return value.has_value(); }));
  s.least = stats::LeastHistory(std::llround(d.series.step_seconds));
  s.runs = d.incidents.size();
  if (!d.incidents.empty()) s.latest = RunOf(d.series, d.incidents.back());
  s.level_moves = !d.changes.empty();
  s.shift = NewShift(d, options);
  if (s.shift) {
    s.code = Code::kLevelChanged;
  } else if (s.known < s.least) {
    s.code = Code::kTooFewValues;
  } else if (s.latest) {
    s.code = Code::kUnusual;
  }
  return s;
}

// What a reader might take for something else.
void AddNotes(Detection& d) {
  using Code = DetectionNote::Code;
  for (const SeasonFound& season : d.seasons) {
    if (season.strength < stats::kStrongSeason) continue;
    const double days = static_cast<double>(season.length) * d.series.step_seconds / 86'400;
    d.series.notes.push_back(Words(DetectionNote{Code::kSeason, days, season.strength}));
  }
  const auto yearly = std::count_if(d.points.begin(), d.points.end(),
                                    [](const auto& point) { return point.yearly; });
  if (yearly > 0) d.series.notes.push_back(Words(DetectionNote{Code::kYearBefore, 0, 0, yearly}));
  for (size_t c = 2; c < d.changes.size(); ++c) {
    const auto rises = [&](size_t i) { return d.changes[i].after > d.changes[i].before; };
    if (rises(c) != rises(c - 1) || rises(c) != rises(c - 2)) continue;
    d.series.notes.push_back(Words(DetectionNote{Code::kStaircase}));
    return;
  }
}

}  // namespace

std::vector<bool> ExceptionsIn(const std::vector<int64_t>& starts_us, double step_seconds,
                               const std::vector<Annotation>& annotations) {
  std::vector<bool> masked(starts_us.size(), false);
  const auto step = static_cast<int64_t>(step_seconds * 1e6);
  for (const Dated& one : DatesOf(annotations)) {
    const std::string& kind = one.annotation->kind;
    if (kind != "holiday" && kind != "incident" && kind != "tracking") continue;
    for (size_t i = 0; i < masked.size(); ++i)
      masked[i] = masked[i] || (starts_us[i] < one.to_us && starts_us[i] + step > one.from_us);
  }
  return masked;
}

std::string LengthOf(const Detection& d, const Incident& incident) {
  return StepCount(d.series.Time(), incident.steps());
}

Detection DetectIn(RegularSeries series, const std::vector<Annotation>& annotations,
                   const DetectOptions& options) {
  Detection d;
  d.series = std::move(series);
  const std::vector<Dated> dated = DatesOf(annotations);
  d.masked = ExceptionsIn(d.series.starts_us, d.series.step_seconds, annotations);
  stats::AnomalySeries input;
  input.values = d.series.values;
  input.masked = d.masked;
  input.step_seconds = std::max<int64_t>(1, std::llround(d.series.step_seconds));
  input.limits = options.limits;
  d.points = stats::DetectAnomalies(input, {options.alert_level, options.interval_level});
  if (d.series.step_seconds >= kShortestForChanges) FlagSuspects(d.points);
  d.incidents = IncidentsOf(d, dated);
  FindLevelChanges(d, dated);
  AddNotes(d);
  d.said = Words(StatementOn(d, options));
  return d;
}

}  // namespace northstar
