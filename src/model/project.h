// The project: what a team decided, as one immutable value. Built by LoadProject (load_project.h)
// from YAML; every name in it is known to exist and every expression is bound.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "model/bound_expr.h"
#include "model/ignores.h"
#include "model/judgement.h"
#include "model/values.h"

namespace northstar {

enum class MetricType {
  kCount,
  kSum,
  kAverage,
  kMin,
  kMax,
  kMedian,
  kPercentile,
  kActive,
  kFrequency,
  kLifecycle,
  kRatio,
  kDerived,
  kCumulative,
  kConversion,
  kRetention,
  kDuration,
  kSessions,
  kState,
  kFeedback,
  kSeries,
};

// One kind of event that a metric looks at.
struct EventChoice {
  std::string event;  // empty: any event
  BoundRef where;     // may be null
  SourceSpan span;
};

struct Condition {  // one entry of `only:`
  std::string since, event, of, part;
  std::optional<Duration> within;
  std::optional<Duration> window;  // none: ever
  double at_least = 1;
  SourceSpan span;
};

struct Metric {
  std::string name;
  MetricType type = MetricType::kCount;
  std::string type_name;
  std::string label;  // the name with spaces when none is given
  std::string description;
  std::string entity;  // empty when none is given
  std::vector<EventChoice> events;
  BoundRef where;  // may be null
  SourceSpan where_span;
  BoundRef value;
  BoundRef incentivised;
  std::string distinct;
  double at_least = 1;
  double p = 50;               // percentile, 0 to 100
  std::optional<Grain> grain;  // as written, or inherited from the parts
  std::string unit, plural;    // as written; plural: several of it, where the unit is one
  std::string format;
  bool increase_is_good = true;
  std::vector<std::string> owners;
  std::string status = "approved";
  std::vector<std::string> tags;
  int version = 1;
  bool approximate = false;

  std::string numerator, denominator;  // ratio
  BoundRef expr;                       // derived
  std::string metric;                  // cumulative, lifecycle
  std::string part;
  std::optional<Duration> window;
  std::optional<Grain> to_date;

  std::vector<EventChoice> from, to, steps, return_event, on, off;
  std::optional<Duration> within, not_before, gap, length;
  std::string of, statistic, calculation, cohort, mode;
  std::optional<int> after, until;
  bool rolling = false;
  bool allow_same_time = false;
  std::vector<Condition> only;

  std::string source;  // series, feedback
  std::string column;  // series: the column of its file

  bool available = true;       // false: parsed, but not computed by this version
  std::optional<bool> income;  // what the project says; see income.h
  SourceSpan span;             // the name
  SourceSpan description_span;
  SourceSpan value_span;
};

struct NamedExpr {
  std::string name;
  std::string text;  // as written
  ExprRef expr;      // bound when the files are read, against their columns
  SourceSpan span;
};

// The lowest and the highest rating that can be given.
struct RatingRange {
  double lowest = 0, highest = 0;
};

struct Source {
  enum class Kind { kEvents, kSeries, kIdentities, kHttp, kTable, kFeedback };
  std::string name;
  Kind kind = Kind::kEvents;
  std::string base_dir;  // paths are relative to it
  std::vector<std::string> files;
  SourceSpan files_span;
  std::string format = "auto";
  std::string delimiter;
  bool header = true;                // the files begin with the names of their columns
  std::vector<std::string> columns;  // those names, where the files do not
  std::string decimal, thousands;    // one sign each; empty: told from the numbers
  bool duplicates_expected = false;  // rows of one id may differ; the first counts
  std::string time, time_format, zone;
  SourceSpan time_span;
  std::string event, event_column;
  SourceSpan event_span;
  std::vector<NamedExpr> entities, dimensions, values;
  std::optional<NamedExpr> where;
  std::vector<std::string> id;
  SourceSpan id_span;
  std::string since, through;  // as written; empty when not given
  double max_rejected = 0.01;  // 0 to 1
  std::string period;          // series
  SourceSpan period_span;
  std::optional<Grain> grain;
  std::vector<std::pair<std::string, std::string>> series_metrics;  // metric → column
  std::optional<NamedExpr> text;                                    // feedback: what was written
  bool published_lexicon = false;    // feedback: moods by the published words and rules alone
  std::optional<RatingRange> scale;  // feedback: of its ratings, where the project says
  std::optional<NamedExpr> merge_from, merge_to;  // identities
  std::string merge_entity;
  SourceSpan merge_span;
  SourceSpan span;

  bool HasDimension(const std::string& dimension) const;
  bool HasValue(const std::string& value) const;
  bool HasEntity(const std::string& entity) const;
};

// What was written is kept like events, one event name per feedback source; `any` never means them.
std::string FeedbackEvent(const std::string& source);
// The value that every piece of feedback gets when it is loaded: its writer's mood, -1 to 1, or
// none where it cannot be told; up to kNegativeMood it counts as negative.
inline constexpr std::string_view kMoodValue = "sentiment";
inline constexpr double kNegativeMood = -0.05;

// Which of the events that an entity does count as its being active.
struct ActivityRule {
  std::vector<std::string> events;  // empty text: any
  bool only = false;                // these alone; false: all but these
};

struct InputLink {
  std::string metric, dimension;
  std::vector<std::string> owners;
  BoundRef where;
  SourceSpan span;
};
struct Guardrail {
  std::string metric;
  std::optional<double> no_worse_than;  // share
  std::string at_least, at_most;
  std::vector<std::string> owners;
  SourceSpan span;
};
struct FormerStar {
  std::string metric, from, to, decision, reason;
};
struct NorthStar {
  std::string metric, statement, stage = "growth", game, owner, since;
  BoundRef primary_segment;
  std::vector<InputLink> inputs;
  BoundRef decomposition;
  std::vector<Guardrail> guardrails;
  std::vector<FormerStar> history;
  SourceSpan span;  // the metric's name
};
struct Team {
  std::string name, label, purpose;
};
struct KeyResult {
  std::string role, metric, at_least, at_most, over = "last", owner;
  std::optional<double> from, to;
  SourceSpan span;
};
struct Okr {
  std::string objective, period, owner;
  std::vector<KeyResult> key_results;
  SourceSpan span;
};
struct Bet {
  std::string name, label, team, moves, shipped, planned, description, assignment, arm, control;
  std::optional<double> expect;
  SourceSpan span;
};
struct Kpi {
  std::string metric, team, ladders_to;
  SourceSpan span;
};
struct Annotation {
  std::string at, to, text, kind;
};
// One person's rating of a candidate on one question; of several, the latest counts.
struct Score {
  std::string candidate, by, question, at, comment;
  int rating = 0;  // 1 to 5
  SourceSpan span;
};
struct Notify {
  std::string type, url, smtp;
  std::vector<std::string> to;
};
struct WarehouseSettings {
  std::string type = "duckdb";
  std::string path;                      // absolute
  int64_t memory_limit = 4'000'000'000;  // bytes
  int threads = 0;                       // 0: all
};

class Project {
 public:
  std::string root;  // directory
  std::string name;
  Calendar calendar;
  WarehouseSettings warehouse;
  std::vector<Source> sources;
  std::vector<Metric> metrics;
  std::map<std::string, ActivityRule> activity;  // by entity; under "" for those not named
  std::string outcome;  // of `outcome:` or `north_star.outcome`; may be empty
  std::vector<std::string> candidates;
  SourceSpan outcome_span;
  SourceSpan candidates_span;
  std::vector<SourceSpan> candidate_spans;  // by candidate
  std::optional<NorthStar> north_star;
  std::vector<Score> scores;  // in the order of the files
  Judgement judgement = DefaultJudgement();
  std::vector<Team> teams;
  std::vector<Okr> okrs;
  std::vector<Bet> bets;
  std::vector<Kpi> kpis;
  std::vector<Annotation> annotations;
  std::string review_every, review_last;
  SourceSpan review_span;
  std::vector<Notify> notify;
  SourceSpan root_span;  // start of northstar.yml
  std::vector<Ignore> ignores;

  explicit Project(Calendar c) : calendar(std::move(c)) {}

  const Metric* FindMetric(const std::string& metric) const;
  const Source* FindSource(const std::string& source) const;
  // What the project says of the entity's activity; null: nothing.
  const ActivityRule* ActivityOf(const std::string& entity) const;
  std::vector<std::string> MetricNames() const;
  // The names a metric is made from directly: ratio, derived, cumulative, lifecycle.
  static std::vector<std::string> PartsOf(const Metric& metric);
  // The metrics over events or series at the bottom of a metric, each once.
  std::vector<const Metric*> LeavesOf(const Metric& metric) const;
  // Event sources that can hold an event of this name (empty: any).
  std::vector<const Source*> SourcesOfEvent(const std::string& event) const;
  // The names of all events that the metric looks at, through its parts; empty: any event.
  std::set<std::string> EventsOf(const Metric& metric) const;
  // All sources that feed the metric, through its parts, each once.
  std::vector<const Source*> SourcesOf(const Metric& metric) const;
};

using ProjectRef = std::shared_ptr<const Project>;

}  // namespace northstar
