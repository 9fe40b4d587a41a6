// How the key results of OKRs stand: the value now, how far along the way, the odds of making it,
// and the pattern that the key results of an objective make together.
//
// Only complete periods of a metric's own grain count (days, where it is hourly); a period belongs
// to the OKR in whose days it ends. A target is judged by its odds until nothing that comes can
// change it; a limit is broken as soon as one period lies beyond it, whatever follows. It leaves
// out sampling error: an OKR is about the number that was agreed on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "model/project.h"
#include "plan/data_facts.h"
#include "words/said.h"

namespace northstar {

enum class KeyResultStatus {
  // Of targets.
  kAchieved,
  kOnTrack,
  kAtRisk,
  kOffTrack,
  kMissed,
  // Of limits.
  kHeld,
  kBroken,
  kNoData,
};
// "on_track", as answers name it. Static text.
std::string_view NameOf(KeyResultStatus status);

// The first that holds, in this order.
enum class OkrPattern {
  kAtAPrice,
  kTooEasy,
  kAllMade,
  kNotByThePlan,
  kWrongBehaviors,
  kAllMissed,
};
// "AT_A_PRICE", as answers name it. Static text.
std::string_view NameOf(OkrPattern pattern);

// Pointers are into the project. Values are in the unit of the metric.
struct KeyResultFinding {
  const KeyResult* result = nullptr;
  const Metric* metric = nullptr;
  // Of the periods that are looked at.
  Grain grain = Grain::kWeek;
  // Those that end within the OKR's days, and how many of them are complete.
  size_t periods = 0, complete = 0;
  // As written; else, but for sums, the last value before the OKR's first day.
  std::optional<double> from;
  // As `over` asks for, of the complete periods; of `last` and limits the last value among them.
  std::optional<double> now;
  // Shares of the way from `from` to `to`, below 0 and beyond 1 too: reached, and the share of the
  // periods that is complete. Of rising sums the way from 0. None for limits, for sums that are to
  // fall, and where there is no `from`.
  std::optional<double> progress, expected_by_now;
  // 0-1; 1 or 0 once it is settled; none for limits, and where the history is too short.
  std::optional<double> odds;
  // Of a limit.
  std::optional<double> least, most;
  // Complete periods with a value, those of them beyond the limit, and the first of these.
  size_t measured = 0, beyond = 0;
  std::string first_beyond;
  double first_value_beyond = 0;
  // Nothing that comes can change the status.
  bool settled = false;
  // A target that is met, and has been ever since the first half of the time.
  bool early = false;
  KeyResultStatus status = KeyResultStatus::kNoData;
  // Why there is no status: a clause or a sentence.
  std::string problem;
  Said said;

  bool is_limit() const { return !result->to; }
};

struct ObjectiveFinding {
  const Okr* okr = nullptr;
  // None: nothing is settled that makes one.
  std::optional<OkrPattern> pattern;
  // In the order of the project.
  std::vector<KeyResultFinding> key_results;
  Said said;
};

struct OkrFindings {
  ProjectRef project;
  // As written in the project; several are joined by ", ". Empty: the project has no OKRs.
  std::string period;
  int64_t as_of_us = 0;
  // In the order of the project.
  std::vector<ObjectiveFinding> objectives;
  // Sentences: sources without data, and OKRs that began after the data end.
  std::vector<std::string> notes;
};

struct OkrOptions {
  // As people write it; empty: the OKRs whose period holds the day of `as_of_us`, or the last day
  // with data where that is earlier; else the latest that has begun by then, else the first to
  // begin.
  std::string period;
  // In place of now; hides later events.
  std::optional<int64_t> as_of_us;
};

// Those whose period holds the local day, in the order of the project; pointers into it.
std::vector<const Okr*> RunningOkrs(const Project& project, Day today);

// Reads the metrics of all key results in one scan. kUsage: a period that nobody can read, or for
// which no OKR is set. A metric that cannot be asked for says so in its finding.
Result<OkrFindings> FindOkrs(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                             int64_t now_us, const OkrOptions& options);

}  // namespace northstar
