// What is wrong now: the star's guardrails, its link to what customers get, its data, its goals and
// its upkeep, each judged on complete periods. What is done about it (states, messages, mutes) is
// not decided here: a finding says what the data say, and which alert it belongs to.
//
// One scan reads all series; naming the segment behind an anomaly takes another, only where there
// is one. What earlier looks saw comes in as plain values (CheckOptions): nothing here reads a
// store. Instants are UTC microseconds.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "model/check_kind.h"
#include "model/project_ref.h"
#include "plan/data_facts.h"
#include "words/said.h"

namespace northstar {

// What the data say now.
enum class Look { kHolds, kFails, kNoData };

struct CheckFinding {
  CheckKind check = CheckKind::kGuardrail;
  // Metric, source or key result ("2026-Q3/weekly_active_teams"); with the kind it names an alert.
  // Of `review` the project's name.
  std::string subject;
  CheckSeverity severity = CheckSeverity::kWarning;
  Look look = Look::kNoData;
  // Of freshness: was old when first loaded; said once, never fires, never holds others back.
  bool is_static = false;
  // ISO day on which the period that was judged starts (of hours its label), else the day of the
  // look; of `link` the first day of the month. Several looks at one period count once.
  std::string period;
  // In the unit of the subject: of `guardrail`, `anomaly` the value and the bound it lies beyond;
  // of `decoupled` the relative change of what got worse and the tolerance; of `sentiment` the
  // unusual figure and its bound; of `freshness` seconds of silence, or the share of rejected rows,
  // and the most that is usual; of `goal` the odds and 0.2; of `link` the effect and the low end of
  // the earlier interval; of `review` days since it was due and 0.
  std::optional<double> value, limit;
  // Names of teams, or whoever the project names.
  std::vector<std::string> owners;
  // "freshness/app": a silent source holds this back; empty: nothing does.
  std::string held_by;
  // Failing looks in a row after which it fires, at least 1 (`for:`).
  int for_looks = 1;
  Said said;
};

struct CheckFindings {
  ProjectRef project;
  int64_t at_us = 0;
  // By kind in the order of CheckKind, within it in the order of the project; each alert once.
  std::vector<CheckFinding> findings;
  // Sentences: what could not be judged, and why.
  std::vector<std::string> notes;
};

// What earlier looks knew of the sources.
struct FreshnessMemory {
  // Names of those that an earlier look found fresh (look kHolds of `freshness`): their silence is
  // news, also where nothing but files says that they arrive by themselves.
  std::set<std::string> fresh;
};

// A metric whose definition changed while its version stayed.
struct SilentChange {
  std::string metric;
  // When it was first seen changed.
  int64_t at_us = 0;
};
// What the store knows of definitions.
struct StoredDefinitionChanges {
  // Metrics of which an earlier definition is known: the others cannot be judged.
  std::set<std::string> known;
  // The latest per metric, only where no version was raised since.
  std::vector<SilentChange> changed;
};

struct CheckOptions {
  // In place of now; hides later events.
  std::optional<int64_t> as_of_us;
  // Names; empty: all. Others are neither judged nor read; sources are judged when they feed one.
  std::vector<std::string> metrics;
  FreshnessMemory memory;
  StoredDefinitionChanges definitions;
  // Also name the segment behind an anomaly, which takes a scan per anomaly.
  bool name_segments = true;
};

// kUsage: an unknown metric in `options`; kData as of `query`. A metric that cannot be asked for
// says so in its finding.
Result<CheckFindings> FindChecks(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                 int64_t now_us, const CheckOptions& options);

}  // namespace northstar
