#include "report/monitor_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>

#include "base/period_words.h"
#include "base/text.h"
#include "model/project.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;
constexpr size_t kMostIncidents = 20;
constexpr size_t kMostChanges = 12;
constexpr size_t kHistoryInChart = 104;

std::string Field(const std::optional<double>& value) {
  return value ? FormatNumber(*value) : "";
}
// Calls `row(point)` for every point that was in the input, in order.
template <typename Row>
void ForEachGiven(const Detection& d, Row row) {
  for (size_t i = 0; i < d.points.size(); ++i) {
    if (d.series.given[i]) row(i);
  }
}

std::string DetectionCsv(const Detection& d) {
  std::string out = "time,value,expected,low,high,score,anomaly\n";
  ForEachGiven(d, [&](size_t i) {
    const stats::AnomalyPoint& p = d.points[i];
    out += fmt::format("{},{},{},{},{},{},{}\n", CsvField(d.series.labels[i]),
                       Field(d.series.values[i]), Field(p.expected), Field(p.low), Field(p.high),
                       FormatNumber(p.score), p.anomaly);
  });
  return out;
}

void AddLines(const std::string& text, bool markdown, std::string& out) {
  for (const std::string& line : Wrap(Printable(text), markdown ? 10'000 : kWidth))
    out += line + "\n";
}

std::string Title(const std::string& text, bool markdown, bool color) {
  return markdown ? fmt::format("\n## {}\n\n", text) : "\n" + Paint(text, "1", color) + "\n";
}

// In order of time.
std::vector<LevelChange> LargestChanges(std::vector<LevelChange> changes) {
  if (changes.size() <= kMostChanges) return changes;
  const auto size = [](const LevelChange& one) {
    return std::fabs(one.relative ? std::log1p(*one.relative) : one.after - one.before);
  };
  std::vector<double> sizes;
  for (const LevelChange& one : changes) sizes.push_back(size(one));
  std::nth_element(sizes.begin(), sizes.begin() + (kMostChanges - 1), sizes.end(),
                   std::greater<>());
  const double least = sizes[kMostChanges - 1];
  std::erase_if(changes, [&](const LevelChange& one) { return size(one) < least; });
  return changes;
}

std::string CountWord(size_t count) {
  static constexpr const char* kWords[] = {"no",  "one",   "two",   "three", "four", "five",
                                           "six", "seven", "eight", "nine",  "ten"};
  return count <= 10 ? kWords[count] : std::to_string(count);
}

// All level shifts as one message: since the level was last at its highest or lowest.
std::string ShiftsMessage(const Detection& d, const ValueLook& look) {
  const std::vector<LevelChange>& changes = d.changes;
  // The level before change i, and behind the last one.
  std::vector<double> levels;
  for (const LevelChange& one : changes) levels.push_back(one.before);
  levels.push_back(changes.back().after);
  const auto place = [&](auto best) { return static_cast<size_t>(best - levels.begin()); };
  const size_t top = place(std::max_element(levels.begin(), levels.end()));
  const size_t low = place(std::min_element(levels.begin(), levels.end()));
  const size_t end = levels.size() - 1;
  const size_t from = top == end ? low : low == end ? top : std::max(top, low);
  size_t down = 0;
  size_t up = 0;
  for (size_t i = from; i < changes.size(); ++i)
    ++(changes[i].after < changes[i].before ? down : up);
  const bool falls = levels[end] < levels[from];
  const auto steps = [](size_t count, const char* way, bool first) {
    return count == 0 ? std::string()
                      : fmt::format("{}{} {}", CountWord(count),
                                    !first       ? ""
                                    : count == 1 ? " step"
                                                 : " steps",
                                    way);
  };
  std::string text = steps(falls ? down : up, falls ? "down" : "up", true);
  if (const std::string other = steps(falls ? up : down, falls ? "up" : "down", text.empty());
      !other.empty())
    text += (text.empty() ? "" : " and ") + other;
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  const std::string change = ChangeText(look, levels[from], levels[end]);
  return fmt::format("{} since {}: the level went from {} to {}{}.", text,
                     DateWords(d.series.labels[changes[from].at]), FormatValue(look, levels[from]),
                     FormatValue(look, levels[end]), change.empty() ? "" : " (" + change + ")");
}

void AddIncidents(const Detection& d, const ValueLook& look, bool markdown, bool color,
                  std::string& out) {
  TextTable table(
      {"from", "to", "length", "worst", "value", "expected", "low", "high", "score", "near"});
  for (const size_t column : {2, 4, 5, 6, 7, 8}) table.AlignRight(column);
  const size_t from = d.incidents.size() > kMostIncidents ? d.incidents.size() - kMostIncidents : 0;
  for (size_t k = from; k < d.incidents.size(); ++k) {
    const Incident& one = d.incidents[k];
    const stats::AnomalyPoint& p = d.points[one.worst];
    const bool run = one.last != one.first;
    const std::string remark = p.data_suspect      ? "is the data complete?"
                               : one.stood_still() ? "stood still"
                                                   : one.annotation;
    table.Add({d.series.labels[one.first], run ? d.series.labels[one.last] : "",
               run ? LengthOf(d, one) : "", run ? d.series.labels[one.worst] : "",
               FormatValue(look, d.series.values[one.worst]), FormatValue(look, p.expected),
               FormatValue(look, p.low), FormatValue(look, p.high),
               fmt::format("{:.3f}", one.score), remark});
  }
  out += Title(
      from > 0 ? fmt::format("the last {} of {}", kMostIncidents, d.incidents.size()) : "unusual",
      markdown, color);
  out += markdown ? table.Markdown() : table.Text(color);
}

void AddShifts(const Detection& d, const ValueLook& look, bool markdown, bool color,
               std::string& out) {
  const std::vector<LevelChange> shown = LargestChanges(d.changes);
  out += Title(shown.size() < d.changes.size() ? fmt::format("level shifts: the largest {} of {}",
                                                             shown.size(), d.changes.size())
                                               : "level shifts",
               markdown, color);
  AddLines(ShiftsMessage(d, look), markdown, out);
  out += "\n";
  TextTable table({"at", "between", "before", "after", "change", "near"});
  for (size_t column = 2; column < 4; ++column) table.AlignRight(column);
  for (const LevelChange& one : shown) {
    std::string change = ChangeText(look, one.before, one.after);
    if (one.relative && one.relative_low && one.relative_high) {
      change = fmt::format("{} ({} to {})", SignedPercent(*one.relative),
                           SignedPercent(*one.relative_low), SignedPercent(*one.relative_high));
    }
    const std::string low = d.series.labels[one.low];
    const std::string high = d.series.labels[one.high];
    table.Add({d.series.labels[one.at], low == high ? "" : low + " and " + high,
               FormatValue(look, one.before), FormatValue(look, one.after), change,
               one.annotation});
  }
  out += markdown ? table.Markdown() : table.Text(color);
}

std::string DetectionText(const Detection& d, bool markdown, bool color) {
  const ValueLook& look = d.series.look;
  std::string out;
  AddLines(d.said.whole(), markdown, out);
  if (!d.incidents.empty()) AddIncidents(d, look, markdown, color, out);
  if (!d.changes.empty()) AddShifts(d, look, markdown, color, out);
  for (const std::string& note : d.series.notes) {
    out += "\n";
    AddLines(note, markdown, out);
  }
  return out;
}

std::string ForecastText(const ForecastFindings& f, bool markdown, bool color) {
  const ValueLook& look = f.series.look;
  std::string out;
  AddLines(f.said.whole(), markdown, out);
  out += "\n";
  TextTable table({"time", "forecast", "low", "high"});
  for (size_t column = 1; column < 4; ++column) table.AlignRight(column);
  for (const ForecastRow& row : f.rows)
    table.Add({row.time, FormatValue(look, row.step.mean), FormatValue(look, row.step.low),
               FormatValue(look, row.step.high)});
  out += markdown ? table.Markdown() : table.Text(color);
  if (f.open) {
    out += Title("current period (incomplete)", markdown, color);
    std::string text =
        fmt::format("{}: {} so far", f.open->period, FormatValue(look, f.open->so_far));
    text +=
        f.open->end
            ? fmt::format("; by now usually {} of the final value; projected total {} ({} to {}).",
                          PercentText(f.open->usual_share), FormatValue(look, f.open->end->mean),
                          FormatValue(look, f.open->end->low), FormatValue(look, f.open->end->high))
            : "; too few earlier periods to project how it will end.";
    AddLines(text, markdown, out);
  }
  if (!f.goals.empty()) {
    out += Title("goals", markdown, color);
    for (const GoalForecast& goal : f.goals) AddLines(goal.said.whole(), markdown, out);
  }
  for (const std::string& note : f.series.notes) {
    out += "\n";
    AddLines(note, markdown, out);
  }
  return out;
}

std::string ForecastCsv(const ForecastFindings& f) {
  std::string out = "time,mean,low,high\n";
  for (const ForecastRow& row : f.rows)
    out += fmt::format("{},{},{},{}\n", CsvField(row.time), FormatNumber(row.step.mean),
                       FormatNumber(row.step.low), FormatNumber(row.step.high));
  return out;
}

}  // namespace

std::string RenderDetection(const Detection& detection, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return DetectionCsv(detection);
    case TextForm::kMarkdown:
      return DetectionText(detection, true, false);
    case TextForm::kTable:
      break;
  }
  return DetectionText(detection, false, color);
}

std::string RenderForecast(const ForecastFindings& findings, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return ForecastCsv(findings);
    case TextForm::kMarkdown:
      return ForecastText(findings, true, false);
    case TextForm::kTable:
      break;
  }
  return ForecastText(findings, false, color);
}

namespace {

std::vector<ChartNote> NotesOf(const ProjectRef& project) {
  std::vector<ChartNote> notes;
  if (project == nullptr) return notes;
  for (const Annotation& one : project->annotations) notes.push_back({one.at, one.to, one.text});
  return notes;
}

}  // namespace

LineChart ChartOf(const Detection& d, const ProjectRef& project) {
  LineChart chart{d.series.name, d.series.look, {}, false, NotesOf(project)};
  for (size_t i = 0; i < d.points.size(); ++i) {
    LinePoint point{d.series.labels[i], d.series.values[i], d.points[i].low, d.points[i].high};
    point.marked = d.points[i].anomaly && d.points[i].incident.value_or(i) == i;
    chart.points.push_back(std::move(point));
  }
  return chart;
}

LineChart ChartOf(const ForecastFindings& f) {
  LineChart chart{f.series.name, f.series.look, {}, false, NotesOf(f.project)};
  const size_t all = f.series.values.size();
  for (size_t i = all > kHistoryInChart ? all - kHistoryInChart : 0; i < all; ++i)
    chart.points.push_back({f.series.labels[i], f.series.values[i]});
  for (const ForecastRow& row : f.rows) {
    LinePoint point{row.time, row.step.mean, row.step.low, row.step.high, PointKind::kExpected};
    if (f.open && f.open->end && f.open->period == row.time) {
      point.kind = PointKind::kOpen;
      point.so_far = f.open->so_far;
    }
    chart.points.push_back(std::move(point));
  }
  return chart;
}

}  // namespace northstar
