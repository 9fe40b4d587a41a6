#include "analysis/okrs/okrs.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "analysis/okrs/key_result.h"
#include "analysis/okrs/okr_pattern.h"
#include "analysis/query/silent_sources.h"
#include "analysis/series/metric_histories.h"
#include "base/period_words.h"
#include "base/text.h"

namespace northstar {
namespace {

using Okrs = std::vector<const Okr*>;

Okrs Within(const Project& project, const LocalDays& days) {
  Okrs found;
  for (const Okr& okr : project.okrs) {
    if (okr.days == days) found.push_back(&okr);
  }
  return found;
}

Result<Okrs> OfPeriod(const Project& project, const std::string& period) {
  std::vector<std::string> known;
  for (const Okr& okr : project.okrs) {
    if (std::find(known.begin(), known.end(), okr.period) == known.end())
      known.push_back(okr.period);
  }
  const std::string hint = DidYouMean(period, known);
  const auto days = DaysOfPeriod(period, project.calendar);
  if (!days) {
    return Error::Usage(fmt::format("'{}' is not a period", period),
                        hint.empty() ? "expected " + std::string(kPeriodsOfOkrs) : hint);
  }
  Okrs found = Within(project, *days);
  if (found.empty()) return Error::Usage(fmt::format("no OKR is set for {}", period), hint);
  return found;
}

// The latest of those that have begun; where none has, the first to begin.
Okrs Latest(const Project& project, Day today) {
  const auto begun = [&](const Okr& okr) { return okr.days.first <= today; };
  const bool some = std::any_of(project.okrs.begin(), project.okrs.end(), begun);
  const Okr* latest = nullptr;
  for (const Okr& okr : project.okrs) {
    if (some && !begun(okr)) continue;
    const bool better = latest == nullptr || (some ? okr.days.last > latest->days.last
                                                   : okr.days.first < latest->days.first);
    if (better) latest = &okr;
  }
  return latest == nullptr ? Okrs() : Within(project, latest->days);
}

Okrs Current(const Project& project, Day today) {
  Okrs found = RunningOkrs(project, today);
  return found.empty() ? Latest(project, today) : found;
}

// The day that is looked at, or the last one with data that OKRs are judged by: nothing is known of
// a period that begins after it.
Day DayOfData(const Project& project, const DataFacts& facts, int64_t as_of_us) {
  int64_t last_us = std::numeric_limits<int64_t>::min();
  for (const Okr& okr : project.okrs) {
    for (const KeyResult& result : okr.key_results) {
      for (const Source* source : project.SourcesOf(*project.FindMetric(result.metric))) {
        const auto known = facts.sources.find(source->name);
        if (known != facts.sources.end() && known->second.rows > 0)
          last_us = std::max(last_us, known->second.last_us);
      }
    }
  }
  const bool some = last_us != std::numeric_limits<int64_t>::min();
  return project.calendar.LocalDay(some ? std::min(as_of_us, last_us) : as_of_us);
}

// Of OKRs that began after the data end, and are passed over.
std::vector<std::string> NotesOnLater(const Project& project, Day data, Day today) {
  std::vector<std::string> notes;
  for (const Okr& okr : project.okrs) {
    if (okr.days.first <= data || okr.days.first > today) continue;
    std::string note = fmt::format(
        "{} started on {}, but the data end on {}; 'northstar okrs --period {}' shows it.",
        okr.period, DateWords(FormatDay(okr.days.first)), DateWords(FormatDay(data)), okr.period);
    if (std::find(notes.begin(), notes.end(), note) == notes.end())
      notes.push_back(std::move(note));
  }
  return notes;
}

std::string PeriodsOf(const Okrs& okrs) {
  std::vector<std::string> periods;
  for (const Okr* okr : okrs) {
    if (std::find(periods.begin(), periods.end(), okr->period) == periods.end())
      periods.push_back(okr->period);
  }
  return Join(periods, ", ");
}

}  // namespace

std::vector<const Okr*> RunningOkrs(const Project& project, Day today) {
  Okrs found;
  for (const Okr& okr : project.okrs) {
    if (okr.days.Holds(today)) found.push_back(&okr);
  }
  return found;
}

Result<OkrFindings> FindOkrs(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                             int64_t now_us, const OkrOptions& options) {
  OkrFindings out;
  out.project = project;
  out.as_of_us = options.as_of_us.value_or(now_us);
  const Day data = DayOfData(*project, facts, out.as_of_us);
  Okrs okrs;
  if (options.period.empty()) {
    okrs = Current(*project, data);
    const bool begun = !okrs.empty() && okrs.front()->days.first <= data;
    if (begun) out.notes = NotesOnLater(*project, data, project->calendar.LocalDay(out.as_of_us));
  } else {
    NS_ASSIGN(okrs, OfPeriod(*project, options.period));
  }
  out.period = PeriodsOf(okrs);
  if (okrs.empty()) return out;
  SharedGather gather(&engine, project, facts);
  MetricHistories histories(gather, project, facts, now_us, options.as_of_us);
  for (const Okr* okr : okrs) {
    for (const KeyResult& result : okr->key_results)
      histories.Ask(*project->FindMetric(result.metric));
  }
  if (histories.asks()) NS_RETURN_IF_ERROR(gather.Run({}));
  histories.Read();
  for (const Okr* okr : okrs) {
    ObjectiveFinding& objective = out.objectives.emplace_back();
    objective.okr = okr;
    for (const KeyResult& result : okr->key_results) {
      const Metric& metric = *project->FindMetric(result.metric);
      objective.key_results.push_back(
          JudgeKeyResult(result, metric, okr->days, project->calendar, histories.Of(metric)));
    }
    objective.pattern = PatternOf(objective.key_results);
    ObjectiveStatement statement = StatementOn(objective.key_results, objective.pattern);
    if (okr->days.first > data) {
      statement.code = ObjectiveStatement::Code::kNotBegun;
      statement.date = FormatDay(okr->days.first);
    }
    objective.said = Words(statement);
  }
  for (SilentSource& one : SilentSources(*project, facts, histories.metrics()))
    out.notes.push_back(std::move(one.sentence));
  return out;
}

}  // namespace northstar
