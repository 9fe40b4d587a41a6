#include "analysis/okrs/okrs.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/okrs/key_result.h"
#include "analysis/okrs/okr_pattern.h"
#include "analysis/query/silent_sources.h"
#include "analysis/series/metric_histories.h"
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

// The latest of those that have begun; where none has, of all.
Okrs Latest(const Project& project, Day today) {
  const auto begun = [&](const Okr& okr) { return okr.days.first <= today; };
  const bool some = std::any_of(project.okrs.begin(), project.okrs.end(), begun);
  const Okr* latest = nullptr;
  for (const Okr& okr : project.okrs) {
    if (some && !begun(okr)) continue;
    if (latest == nullptr || okr.days.last > latest->days.last) latest = &okr;
  }
  return latest == nullptr ? Okrs() : Within(project, latest->days);
}

Okrs Current(const Project& project, Day today) {
  Okrs found = RunningOkrs(project, today);
  return found.empty() ? Latest(project, today) : found;
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
  Okrs okrs;
  if (options.period.empty()) {
    okrs = Current(*project, project->calendar.LocalDay(out.as_of_us));
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
    objective.said = Words(StatementOn(objective.key_results, objective.pattern));
  }
  for (SilentSource& one : SilentSources(*project, facts, histories.metrics()))
    out.notes.push_back(std::move(one.sentence));
  return out;
}

}  // namespace northstar
