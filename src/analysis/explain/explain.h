// Why did a metric move between two periods? Its inputs, who came and went, segments, what happened
// and what customers wrote, in parts that add up to the change. Each part is one file beside this;
// all ask one shared scan.
// A metric is only redefined where a grain is asked for, and only complete periods are compared. It
// leaves out causes: parts are arithmetic, segments are where, happenings are when. Where the
// change is no more than usual it says so, and still takes it apart.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/feedback/feedback.h"
#include "analysis/query/query.h"
#include "analysis/series/usual_movement.h"
#include "words/said.h"

namespace northstar {

struct ExplainOptions {
  // Empty: the star; without one the first candidate.
  std::string metric;
  // Instants in the two periods, UTC; none: the last two complete ones.
  std::optional<int64_t> from_us, to_us;
  // Dimensions to look into; empty: all that fit.
  std::vector<std::string> by;
  // Expression text over the events; empty: none.
  std::string where;
  // Of the two periods: the metric is computed anew at it, as `query` does; none: the metric's own.
  std::optional<Grain> grain;
  // Without `grain`: the length of the periods that are named. Counts and sums are computed anew;
  // of others a longer period is the mean of those of the metric's own length that end in it.
  std::optional<Grain> span;
  // In place of now, UTC.
  std::optional<int64_t> as_of_us;
};

// One of the two periods.
struct ExplainedPeriod {
  // Among the periods of the explanation's grain.
  int index = 0;
  // The metric's own periods in it, in the grid of the history; both included.
  int first = 0, last = 0;
  std::string label;
  // [start, end), UTC.
  int64_t start_us = 0, end_us = 0;
  std::optional<double> value;
};

// A part of the formula, in order of drawing: contributions of depth 0 add up to the change; those
// of a deeper one add up to the part above it.
struct InputPart {
  const Metric* metric = nullptr;
  std::string name, label;
  // Periods earlier, where it stands under prev(…).
  int lag = 0;
  int depth = 0;
  std::optional<double> before, after;
  // In the unit of the explained metric.
  double contribution = 0;
  std::vector<std::string> owners;
};

// An input that is declared without a formula: what it did, which proves no cause.
struct InputMove {
  const Metric* metric = nullptr;
  std::vector<std::string> owners;
  // Of the input, in its own unit; none: no value.
  std::optional<double> before, after;
  UsualMovement movement;
};

// Who came and went; of sums also who brought more and less, and what nobody brought.
enum class LifecycleFlow { kNew, kResurrected, kChurned, kExpansion, kContraction, kOther };
// "resurrected".
std::string_view LifecycleFlowName(LifecycleFlow flow);

struct LifecyclePart {
  LifecycleFlow flow = LifecycleFlow::kOther;
  // How many; of sums too.
  double entities = 0;
  // In the unit of the metric; negative for who left.
  double contribution = 0;
  // Its median over earlier changes between periods as far apart.
  std::optional<double> usual;
};

// Of active metrics, counts and sums; else empty.
struct Lifecycle {
  std::string entity;
  // Entities of the earlier period, and those of them that are there in the later.
  double before = 0, retained = 0;
  // (new + resurrected) / churned; none where nobody left.
  std::optional<double> quick_ratio;
  // Their contributions add up to the change; may be empty.
  std::vector<LifecyclePart> parts;
};

struct SegmentCondition {
  std::string dimension;
  // None: events without one.
  std::optional<std::string> value;
  bool operator==(const SegmentCondition&) const = default;
};

struct SegmentPart {
  // All hold; empty: everything else.
  std::vector<SegmentCondition> where;
  // Of ratios: the ratio in the segment.
  double before = 0, after = 0;
  double contribution = 0;
  // Of the change; shares of all parts add up to 1.
  double share = 0;
};

// One dimension at a time: each value's part of the change.
struct DimensionRow {
  std::optional<std::string> value;
  // The row of all values that are not shown one by one.
  bool other = false;
  std::optional<double> before, after;
  double contribution = 0;
  // Of ratios: what its own rate and what its share of the whole did; they add up to the
  // contribution.
  std::optional<double> rate, mix;
  // Beyond what the growth of all would have brought.
  double excess = 0;
};
struct DimensionView {
  std::string dimension;
  // Largest contribution first.
  std::vector<DimensionRow> rows;
  // Entities that count under several values; parts + overlap add up.
  double overlap = 0;
  // Rates moved one way, the whole the other way (Simpson).
  bool reversal = false;
  // How much its shares shifted, in nats (stats/segments/adtributor.h).
  double surprise = 0;
};

struct Segments {
  // Else no contributions: medians, extremes.
  bool additive = true;
  // Dimensions, in the order in which they were looked into.
  std::vector<std::string> searched;
  // Disjoint, add up to the change; the last one is the rest.
  std::vector<SegmentPart> parts;
  // Some segment moved by more than chance brings.
  bool stands_out = false;
  // That were searched.
  size_t cells = 0;
  // That a change at random over segments would look like this.
  double p_value = 1;
  std::vector<DimensionView> dimensions;
};

// What the project says happened about then; nearness in time proves nothing. Times as written,
// local.
struct Happening {
  enum class Kind { kAnnotation, kBet, kInput };
  Kind kind = Kind::kAnnotation;
  std::string at, to, text;
};

// A reason to doubt the data of a source, before anything is believed.
struct Suspect {
  std::string source, sentence;
};

// Points into `project`.
struct Explanation {
  ProjectRef project;
  const Metric* metric = nullptr;
  Grain grain = Grain::kWeek;
  ExplainedPeriod before, after;
  // after − before, in the unit of the metric.
  double change = 0;
  // Whether such a change is unusual for the metric.
  UsualMovement movement;
  // Of depth 0 and below; empty without a formula, and then `inputs_reason` says why.
  std::vector<InputPart> inputs;
  std::string inputs_reason;
  // "decomposition", "definition", "entities" or "".
  std::string formula_from;
  // Declared inputs, where there is no formula.
  std::vector<InputMove> moves;
  Lifecycle lifecycle;
  Segments segments;
  std::vector<Happening> happenings;
  std::vector<Suspect> suspects;
  // Of the later period, or its last week, against so long a time before, several times over; none
  // without feedback.
  std::optional<FeedbackFindings> feedback;
  Said said;
  std::vector<std::string> notes;
};

// kUsage: no such metric or dimension, a period that is not complete; kData: no value in one, or
// the metric was not measured.
Result<Explanation> Explain(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                            int64_t now_us, const ExplainOptions& options);

}  // namespace northstar
