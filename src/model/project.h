// The project: what a team decided, as one immutable value. Built by LoadProject (load_project.h)
// from YAML; every name in it is known to exist and every expression is bound, except in sources,
// whose columns only their files know. Vectors keep the order of the files (northstar.yml first,
// the others by path).
// It leaves out data: nothing here was read from an event. An empty text or a null BoundRef says
// that the key is not there. Spans point to where something is written, for messages. Thread
// safety: share ProjectRef; never changed once it is built.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "model/framework.h"
#include "model/ignores.h"
#include "model/judgement.h"
#include "model/metric.h"
#include "model/project_ref.h"
#include "model/source.h"
#include "model/values.h"

namespace northstar {

// Pointers that the finders return are into the project and hold as long as it does. Finders walk
// lists: O(metrics) or O(sources).
class Project {
 public:
  // The directory, absolute.
  std::string root;
  std::string name;
  Calendar calendar;
  WarehouseSettings warehouse;
  std::vector<Source> sources;
  std::vector<Metric> metrics;
  // By entity; under "" for those not named.
  std::map<std::string, ActivityRule> activity;
  // A metric: of `outcome:` or `north_star.outcome`; may be empty.
  std::string outcome;
  std::vector<std::string> candidates;
  SourceSpan outcome_span;
  SourceSpan candidates_span;
  // By candidate.
  std::vector<SourceSpan> candidate_spans;
  std::optional<NorthStar> north_star;
  // In the order of the files.
  std::vector<Score> scores;
  Judgement judgement = DefaultJudgement();
  std::vector<Team> teams;
  std::vector<Okr> okrs;
  std::vector<Bet> bets;
  std::vector<Kpi> kpis;
  std::vector<Annotation> annotations;
  // month, quarter, half_year or year, and a date; empty when not given.
  std::string review_every, review_last;
  // A date, when a review recorded it; empty: never.
  std::string strategy_changed;
  SourceSpan review_span;
  // In the order of the files: of two for one subject the later counts.
  std::vector<CheckSetting> checks;
  std::vector<Notify> notify;
  // After how long a critical alert that goes on is told again; above 0.
  Duration renotify{.exact_us = 24 * int64_t{3'600'000'000}};
  // Between two loads by a server, microseconds; 0: it loads at its start alone.
  int64_t refresh_us = 15 * 60 * kMicrosPerSecond;
  // Start of northstar.yml: where to point at what is missing.
  SourceSpan root_span;
  std::vector<Ignore> ignores;

  explicit Project(Calendar c) : calendar(std::move(c)) {}

  // Null for a name that is not there.
  const Metric* FindMetric(const std::string& metric) const;
  const Source* FindSource(const std::string& source) const;
  // What the project says of the entity's activity; null: nothing.
  const ActivityRule* ActivityOf(const std::string& entity) const;
  std::vector<std::string> MetricNames() const;
  // The names a metric is made from directly (ratio, derived, cumulative, lifecycle), each once;
  // empty for metrics over events and series.
  static std::vector<std::string> PartsOf(const Metric& metric);
  // The metrics over events or series at the bottom of a metric, each once; of a leaf itself. A
  // lifecycle is one. REQUIRES: parts that exist and no circles, as in every loaded project;
  // likewise below.
  std::vector<const Metric*> LeavesOf(const Metric& metric) const;
  // Sources that can hold an event of this name (empty: any): those that always do, and those that
  // name the event in a column. Feedback only by its own event.
  std::vector<const Source*> SourcesOfEvent(const std::string& event) const;
  // The names of all events that the metric looks at, through its parts; empty: any event.
  std::set<std::string> EventsOf(const Metric& metric) const;
  // All sources that feed the metric, through its parts, each once.
  std::vector<const Source*> SourcesOf(const Metric& metric) const;
};

}  // namespace northstar
