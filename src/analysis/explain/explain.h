// Why did a metric move between two periods? Its inputs, who came and went, segments, what happened
// and what customers wrote, in parts that add up to the change.
//
// A metric is only redefined where a grain is asked for, and only
// complete periods are compared.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/feedback/feedback.h"
#include "analysis/query/query.h"
#include "analysis/said.h"
#include "analysis/series/usual_movement.h"

namespace northstar {

struct ExplainOptions {
  std::string metric;                     // empty: the star; without one the first candidate
  std::optional<int64_t> from_us, to_us;  // instants in the two periods; default: the last two
                                          // complete ones
  std::vector<std::string> by;            // dimensions to look into; empty: all that fit
  std::string where;
  std::optional<Grain> grain;  // of the two periods: the metric is computed anew at it, as `query`
                               // does; default: the metric's own
  // Without `grain`: the length of the periods that are named. Counts and sums are computed anew;
  // of others a longer period is the mean of those of the metric's own length that end in it.
  std::optional<Grain> span;
  std::optional<int64_t> as_of_us;
};

// One of the two periods.
struct ExplainedPeriod {
  int index = 0;            // among the periods of the explanation's grain
  int first = 0, last = 0;  // the metric's own periods in it, in the grid of the history
  std::string label;
  int64_t start_us = 0, end_us = 0;
  std::optional<double> value;
};

// A part of the formula: contributions of depth 0 add up to the change; those of a deeper one add
// up to the part above it.
struct InputPart {
  const Metric* metric = nullptr;
  std::string name, label;
  int lag = 0;  // of an earlier period: prev(…)
  int depth = 0;
  std::optional<double> before, after;
  double contribution = 0;
  std::vector<std::string> owners;
};

// An input that is declared without a formula: what it did, which proves no cause.
struct InputMove {
  const Metric* metric = nullptr;
  std::vector<std::string> owners;
  std::optional<double> before, after;
  UsualMovement movement;
};

// Who came and went; of sums also who brought more and less, and what nobody brought.
enum class LifecycleFlow { kNew, kResurrected, kChurned, kExpansion, kContraction, kOther };
std::string_view LifecycleFlowName(LifecycleFlow flow);  // "resurrected"

struct LifecyclePart {
  LifecycleFlow flow = LifecycleFlow::kOther;
  double entities = 0;  // how many; of sums too
  double contribution = 0;
  std::optional<double> usual;  // its median over earlier changes between periods as far apart
};

struct Lifecycle {
  std::string entity;
  double before = 0, retained = 0;
  std::optional<double> quick_ratio;  // (new + resurrected) / churned
  std::vector<LifecyclePart> parts;   // their contributions add up to the change; may be empty
};

struct SegmentCondition {
  std::string dimension;
  std::optional<std::string> value;  // none: events without one
  bool operator==(const SegmentCondition&) const = default;
};

struct SegmentPart {
  std::vector<SegmentCondition> where;  // all hold; empty: everything else
  double before = 0, after = 0;         // of ratios: the ratio in the segment
  double contribution = 0;
  double share = 0;  // of the change
};

// One dimension at a time: each value's part of the change.
struct DimensionRow {
  std::optional<std::string> value;
  bool other = false;
  std::optional<double> before, after;
  double contribution = 0;
  std::optional<double> rate, mix;  // of ratios; they add up to the contribution
  double excess = 0;                // beyond what the growth of all would have brought
};
struct DimensionView {
  std::string dimension;
  std::vector<DimensionRow> rows;  // largest contribution first
  double overlap = 0;     // entities that count under several values; parts + overlap add up
  bool reversal = false;  // rates moved one way, the whole the other way (Simpson)
  double surprise = 0;    // how much its shares shifted (Adtributor)
};

struct Segments {
  bool additive = true;  // else no contributions: medians, extremes
  std::vector<std::string> searched;
  std::vector<SegmentPart> parts;  // disjoint, add up to the change; the last one is the rest
  bool stands_out = false;
  size_t cells = 0;    // that were searched
  double p_value = 1;  // that a change at random over segments would look like this
  std::vector<DimensionView> dimensions;
};

struct Happening {
  enum class Kind { kAnnotation, kBet, kInput };
  Kind kind = Kind::kAnnotation;
  std::string at, to, text;
};

struct Suspect {  // of the data, before anything is believed
  std::string source, sentence;
};

struct Explanation {
  ProjectRef project;
  const Metric* metric = nullptr;
  Grain grain = Grain::kWeek;
  ExplainedPeriod before, after;
  double change = 0;
  UsualMovement movement;
  std::vector<InputPart> inputs;  // of depth 0 and below; empty without a formula
  std::string inputs_reason;      // why there are none
  std::string formula_from;       // "decomposition", "definition", "entities" or ""
  std::vector<InputMove> moves;   // declared inputs
  Lifecycle lifecycle;
  Segments segments;
  std::vector<Happening> happenings;
  std::vector<Suspect> suspects;
  std::optional<FeedbackFindings> feedback;  // of the later period, or its last week, against
                                             // so long a time before, `times` over
  Said said;
  std::vector<std::string> notes;
};

// kUsage: no such metric or dimension, a period that is not complete; kData: no value in one.
Result<Explanation> Explain(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                            int64_t now_us, const ExplainOptions& options);

}  // namespace northstar
