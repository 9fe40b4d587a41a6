// What a team says around its metrics: the North Star with inputs and guardrails, what counts as
// activity, goals, bets, KPIs, ratings, annotations, who is told. Metrics and teams are named, not
// pointed to; link_project.cc has checked that they exist.
//
// An empty text says that the key is not there. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/bound_expr.h"
#include "model/check_kind.h"
#include "model/okr_period.h"
#include "model/values.h"

namespace northstar {

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
// up: last, sum or average. `from` and `to` are in the unit of the metric. It has either `to` or a
// limit (`at_least`, `at_most` or both).
struct KeyResult {
  std::string role, metric, at_least, at_most, over = "last", owner;
  std::optional<double> from, to;
  SourceSpan span;
};
// `period` as written, `days` as DaysOfPeriod (okr_period.h) reads it.
struct Okr {
  std::string objective, period, owner;
  LocalDays days;
  std::vector<KeyResult> key_results;
  SourceSpan span;
};
// Units of `entity` that were assigned to arms by lot: who saw what stands in events `assignment`,
// whose dimension `arm` names the arm. Only `assignment` is always there; a text that is not given
// is empty. `from` and `to` are dates as written; exposures count from the one up to the end of the
// other.
struct Experiment {
  std::string assignment, arm, control, treatment, entity, from, to;
  // Which of the events count; null: all.
  BoundRef where;
  // Over which a unit's outcome is taken, from its first exposure.
  Duration horizon{7, 0};
  // The treatment's intended share of the two arms, 0-1, both excluded.
  double split = 0.5;
  // Of both arms, at the end; none: told from the first week.
  std::optional<double> planned_units;
  SourceSpan span;
};
// Planned or shipped work and the input that it should move. Dates as written. `where` is the
// segment that it touches, as bound and as written; null and empty: everybody.
struct Bet {
  std::string name, label, team, moves, shipped, planned, description, where_text;
  BoundRef where;
  // By how much, as a share, and what it costs, in any unit that all bets share; none: not said.
  std::optional<double> expect, effort;
  std::optional<Experiment> experiment;
  // Of its name, of the metric that it moves, and of the day it shipped.
  SourceSpan span, moves_span, shipped_span;
};
struct Kpi {
  std::string metric, team, ladders_to;
  // Of its metric, and of the one that it ladders up to.
  SourceSpan span, ladders_span;
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
// An entry of `checks:`: what a check does differently, for one subject or for all of its kind.
struct CheckSetting {
  CheckKind check = CheckKind::kGuardrail;
  // Either may be there; with neither it is for all subjects of the kind.
  std::string metric, source;
  // Of freshness: the longest silence that is all right; none: as the source's rhythm has it.
  std::optional<Duration> fresh_within;
  // None: as the kind has it.
  std::optional<CheckSeverity> severity;
  // Failing looks in a row after which it fires, at least 1; none: 1.
  std::optional<int> for_looks;
  bool off = false;
  // Of the kind, and of the metric or source; the same where there is none.
  SourceSpan span, subject_span;
};
// A channel over which people or programs are told. Its place in the list names it where addresses
// must not stand; `host` (with its port where one is given) does so for people.
struct Notify {
  // slack, webhook or email.
  std::string type;
  // Of slack and webhook; signs what a webhook gets, empty: nothing is signed.
  std::string url, secret;
  // Of email: the server, with user and password where it asks for them.
  std::string smtp, from;
  std::vector<std::string> to;
  std::string host;
  // Tells its receiver from others, whatever its place in the list; no address can be read from it.
  std::string receiver;
  // What is told: alerts that are critical, and warnings.
  bool critical = true, warning = true;
  // Of slack and email: "monday 09:00" (base/week_time.h), or empty.
  std::string digest;
  // A variable of the environment that it needs and that is not set; empty: none. Nobody can be
  // told then, and everything else goes on.
  std::string unset;
  // Of its type.
  SourceSpan span;
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

}  // namespace northstar
