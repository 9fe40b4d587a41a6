// The project: what a team decided, as one immutable value. Built by LoadProject (load_project.h)
// from YAML; every name in it is known to exist and every expression is bound, except in sources,
// whose columns only their files know. Vectors keep the order of the files (northstar.yml first,
// the others by path).
// It leaves out data: nothing here was read from an event. An empty text or a null BoundRef says
// that the key is not there. Spans point to where something is written, for messages. Thread
// safety: share ProjectRef; never changed once it is built.
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

// In the order of the table of types in schema.cc: the reader takes a type's place in it for its
// number.
enum class MetricType {
  // Rows, and sums and statistics of a value over rows.
  kCount,
  kSum,
  kAverage,
  kMin,
  kMax,
  kMedian,
  kPercentile,
  // Distinct entities, how often they come, and what became of those of the period before.
  kActive,
  kFrequency,
  kLifecycle,
  // Made of other metrics, by name: see PartsOf.
  kRatio,
  kDerived,
  kCumulative,
  // Of the order of an entity's rows.
  kConversion,
  kRetention,
  kDuration,
  kSessions,
  kState,
  kFirstTime,
  // Only until it is read: becomes kCount (volume) or kAverage (mood, rating) over the events of
  // its source.
  kFeedback,
  // Numbers that are given by period, from a file.
  kSeries,
};

// One kind of event that a metric looks at.
struct EventChoice {
  // Empty: any event but those of feedback.
  std::string event;
  // Which of them count, beside the metric's own `where`; null: all.
  BoundRef where;
  SourceSpan span;
};

// One entry of `only:`, asked of the entity at the time of an event. Exactly one of three: {since:
// EVENT, within}; {event: EVENT, at_least, window}: so many of them, ever or within the window;
// {part, of}: it is in that part of the lifecycle of the metric `of`.
struct Condition {
  // Events as written, "any" for any.
  std::string since, event, of, part;
  std::optional<Duration> within;
  // None: ever.
  std::optional<Duration> window;
  // Whole, from 1 to 1e9.
  double at_least = 1;
  SourceSpan span;
};

// One metric of any type; which members are set follows from the type (MetricTypes of schema.h),
// the others keep their defaults.
struct Metric {
  std::string name;
  MetricType type = MetricType::kCount;
  std::string type_name;
  // For people: as written, else the name with spaces and a capital; of a series that only its
  // source declares the name itself.
  std::string label;
  // One sentence, where there is one.
  std::string description;
  // Whose activity counts; empty when none is given.
  std::string entity;
  // Any of them; several entries are alternatives.
  std::vector<EventChoice> events;
  // A condition over dimensions, values and entities; null: every row.
  BoundRef where;
  SourceSpan where_span;
  // A number; null for what counts rows or entities.
  BoundRef value;
  // Of rows that were paid for or pushed; null: the project does not say.
  BoundRef incentivised;
  // An entity that is counted in place of events for `at_least`.
  std::string distinct;
  // Whole, from 1 to 1e9.
  double at_least = 1;
  // Percentile, 0 to 100; 50 for a median.
  double p = 50;
  // As written, or inherited from the parts; none: any.
  std::optional<Grain> grain;
  // What is counted, behind its values; plural: several of it, where the unit is one.
  std::string unit, plural;
  // "" (numbers), "none", "percentage", "currency_…", "duration": metric_look.h.
  std::string format;
  bool increase_is_good = true;
  std::vector<std::string> owners;
  // "proposed", "approved" or "retired".
  std::string status = "approved";
  std::vector<std::string> tags;
  int version = 1;
  bool approximate = false;

  // Of a ratio: names of metrics.
  std::string numerator, denominator;
  // Of a derived metric: a formula over metrics, columns of kMetric and kPreviousMetric alone.
  BoundRef expr;
  // Of a running sum or a lifecycle: the metric it is made from.
  std::string metric;
  // Of a lifecycle: new, retained, resurrected or churned.
  std::string part;
  // Trailing; with `to_date` (running since the start of that period) at most one of a running sum.
  // Neither: since the beginning.
  std::optional<Duration> window;
  std::optional<Grain> to_date;

  // Of the types that look at the order of an entity's rows: a conversion has from and to, or up to
  // 30 steps; a state is switched by on and off. Empty where the type has none.
  std::vector<EventChoice> from, to, steps, return_event, on, off;
  std::optional<Duration> within, not_before, gap, length;
  // Words as in the schema; empty: the type's default.
  std::string of, statistic, calculation, cohort, mode;
  // Periods after the first, of a retention; both ends included.
  std::optional<int> after, until;
  bool rolling = false;
  bool allow_same_time = false;
  // All of them must hold.
  std::vector<Condition> only;

  // Of a series or of feedback: the source, and of a series the column of its file.
  std::string source;
  std::string column;

  // False: parsed, but not computed by this version.
  bool available = true;
  // What the project says; none: nothing. IsOwnIncome (income.h) decides.
  std::optional<bool> income;
  // Of the name.
  SourceSpan span;
  SourceSpan description_span;
  SourceSpan value_span;
};

// A name and what it stands for in a source, not yet bound: `expr` is bound when the files are
// read, against their columns. `text` is as written, for messages and for telling whether it
// changed.
struct NamedExpr {
  std::string name;
  std::string text;
  ExprRef expr;
  SourceSpan span;
};

// The lowest and the highest rating that can be given.
struct RatingRange {
  // Both can be given themselves; lowest < highest.
  double lowest = 0, highest = 0;
};

// Where rows come from. Paths, names of columns and signs are as written; whether they exist shows
// when they are loaded.
struct Source {
  // kHttp and kTable: events that arrive at a server, and a table in the warehouse.
  enum class Kind { kEvents, kSeries, kIdentities, kHttp, kTable, kFeedback };
  std::string name;
  Kind kind = Kind::kEvents;
  // Absolute; `files` (paths or globs, variables expanded) are relative to it.
  std::string base_dir;
  std::vector<std::string> files;
  SourceSpan files_span;
  std::string format = "auto";
  std::string delimiter;
  // The files begin with the names of their columns; else `columns` are those names, in order.
  bool header = true;
  std::vector<std::string> columns;
  // One sign each; empty: told from the numbers.
  std::string decimal, thousands;
  // Rows of one id may differ; the first counts, and none is complained of.
  bool duplicates_expected = false;
  // The column of the time; a strptime format or "excel", empty: ISO 8601 or a number since 1970;
  // the zone of times without one, empty: the project's.
  std::string time, time_format, zone;
  SourceSpan time_span;
  // One of them: the event of every row, or the column that names it.
  std::string event, event_column;
  SourceSpan event_span;
  // Names are unique among all three, and mean the same kind in every source. Feedback has
  // kMoodValue among its values, and "rating" and "votes" where the project says them.
  std::vector<NamedExpr> entities, dimensions, values;
  // Rows to keep; none: all.
  std::optional<NamedExpr> where;
  // Columns that together identify a row; empty: rows are counted as they come.
  std::vector<std::string> id;
  SourceSpan id_span;
  // Data are complete from here on, and up to here; as written; empty when not given.
  std::string since, through;
  // Share of rows that may be unreadable, 0 to 1; beyond it loading fails.
  double max_rejected = 0.01;
  // Of a series: the column with the start of the period, and the length of its periods; none: told
  // from the data.
  std::string period;
  SourceSpan period_span;
  std::optional<Grain> grain;
  // Of a series: name of a metric, and the column that holds it.
  std::vector<std::pair<std::string, std::string>> series_metrics;
  // Of feedback: what was written.
  std::optional<NamedExpr> text;
  // Of feedback: moods by the published words and rules alone.
  bool published_lexicon = false;
  // Of feedback, of its ratings; none: told from them.
  std::optional<RatingRange> scale;
  // Of identities: the earlier id and the id it belongs to, both of `merge_entity`.
  std::optional<NamedExpr> merge_from, merge_to;
  std::string merge_entity;
  SourceSpan merge_span;
  SourceSpan span;

  bool HasDimension(const std::string& dimension) const;
  bool HasValue(const std::string& value) const;
  bool HasEntity(const std::string& entity) const;
};

// What was written is kept like events, one event name per feedback source, which no event of a
// project can have; `any` never means them.
std::string FeedbackEvent(const std::string& source);
// The value that every piece of feedback gets when it is loaded: its writer's mood, -1 to 1, or
// none where it cannot be told; up to kNegativeMood it counts as negative.
inline constexpr std::string_view kMoodValue = "sentiment";
inline constexpr double kNegativeMood = -0.05;

// Which of the events that an entity does count as its being active, where the project says so;
// else activity_events.h decides.
struct ActivityRule {
  // An empty text: any.
  std::vector<std::string> events;
  // These alone; false: all but these.
  bool only = false;
};

// A metric beneath the star, owned by teams (by name) and perhaps narrowed to a segment.
// `dimension`: breadth, depth, frequency, efficiency, or empty.
struct InputLink {
  std::string metric, dimension;
  std::vector<std::string> owners;
  BoundRef where;
  SourceSpan span;
};
// What must not get worse. Any of the three limits may be there; with none the judgement's
// tolerance counts (not_decoupled.tolerance).
struct Guardrail {
  std::string metric;
  // Tolerated change for the worse against the 8 periods before, as a share.
  std::optional<double> no_worse_than;
  // A number or a percentage, as written; read in guardrail_limit.h.
  std::string at_least, at_most;
  std::vector<std::string> owners;
  SourceSpan span;
};
// `from` and `to` are dates as written, either may be empty; `decision` the path of its record.
struct FormerStar {
  std::string metric, from, to, decision, reason;
};
// `stage`: launch, growth or mature. `game`: attention, transaction, productivity, or empty.
// `since`: a date, or empty.
struct NorthStar {
  std::string metric, statement, stage = "growth", game, owner, since;
  // The segment it is chosen for; null: everybody.
  BoundRef primary_segment;
  std::vector<InputLink> inputs;
  // The star as an exact formula over its inputs; null: there is none.
  BoundRef decomposition;
  std::vector<Guardrail> guardrails;
  std::vector<FormerStar> history;
  // Of the metric's name.
  SourceSpan span;
};
struct Team {
  std::string name, label, purpose;
};
// `role`: north_star, guardrail, leading, other, or empty. `over`: how the OKR's period is summed
// up: last, sum or average. `from` and `to` are in the unit of the metric.
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
// Planned or shipped work and the input that it should move. Dates as written; `assignment`, `arm`
// and `control` describe its experiment, empty without one.
struct Bet {
  std::string name, label, team, moves, shipped, planned, description, assignment, arm, control;
  // By how much, as a share; none: not said.
  std::optional<double> expect;
  SourceSpan span;
};
struct Kpi {
  std::string metric, team, ladders_to;
  SourceSpan span;
};
// What happened from `at` to `to` (empty: at that instant); `kind` is "other" where none is given.
// Times as written, in the project's zone.
struct Annotation {
  std::string at, to, text, kind;
};
// One person's rating of a candidate on one question; of several, the latest counts.
struct Score {
  std::string candidate, by, question, at, comment;
  // 1 to 5.
  int rating = 0;
  SourceSpan span;
};
struct Notify {
  std::string type, url, smtp;
  std::vector<std::string> to;
};
struct WarehouseSettings {
  std::string type = "duckdb";
  // Absolute.
  std::string path;
  // Bytes.
  int64_t memory_limit = 4'000'000'000;
  // 0: all.
  int threads = 0;
};

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
  SourceSpan review_span;
  std::vector<Notify> notify;
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

using ProjectRef = std::shared_ptr<const Project>;

}  // namespace northstar
