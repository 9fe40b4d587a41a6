// The star with what stands around it: owned inputs, guardrails with their limits, KPIs that ladder
// up, bets that are to move an input. A node's value is the value of `query`, always.
// Where the star has a formula, inputs carry exact parts of its last change; else how strongly each
// goes before it (stats/drivers.h), which proves no cause. A node that cannot be computed says why
// and keeps its place; only the star has to have a value that can be asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/explain/explain.h"
#include "analysis/star/guardrail_limit.h"
#include "model/framework.h"
#include "stats/drivers.h"

namespace northstar {

enum class NodeRole { kStar, kInput, kGuardrail, kKpi };
std::string_view NodeRoleName(NodeRole role);  // "guardrail"

struct NodeLimit {
  // "at most 2% worse than 8 periods before".
  std::string words;
  // Of the last complete period.
  JudgedLimit judged;
};

struct RecentValue {
  std::string period;
  // With its 95 % interval; none where the period has no value, or no interval.
  std::optional<double> value, low, high;
};

// Points into the constellation's project.
struct ConstellationNode {
  NodeRole role = NodeRole::kStar;
  const Metric* metric = nullptr;
  // Of the framework: breadth, depth, frequency, efficiency; empty: not said.
  std::string dimension;
  // An input's narrowing to a segment, as a condition; empty: none.
  std::string where;
  // Names of teams; the metric's own where the link names none.
  std::vector<std::string> owners;
  // Of a KPI: name of the input; else empty.
  std::string ladders_to;

  // The metric's natural one; nodes may have different ones.
  Grain grain = Grain::kWeek;
  // Label of the last complete one; empty with a problem.
  std::string period;
  // In it, in the one before, a year earlier (PeriodsBack of query.h); none: no value.
  std::optional<double> value, previous, year_ago;
  // 95 % interval of the value.
  std::optional<double> low, high;
  // Of the last change: whether it is unusual for the metric.
  UsualMovement movement;
  // At most 26 complete periods, the last one at the end.
  std::vector<RecentValue> recent;
  // Why there is no value, as a sentence; empty: there is one.
  std::string problem;

  // To the star's last change, in the star's unit; only where the star has a formula over inputs of
  // its own grain, and of lifecycle parts.
  std::optional<double> contribution;
  // Only where there is no formula.
  std::optional<stats::Driver> driver;
  // Of an input: why it has none; empty otherwise.
  std::string driver_reason;
  // Of all inputs, by contribution, else by driver share; at most one node.
  bool largest = false;
  // Of a guardrail; else the default.
  NodeLimit limit;
  // That are to move this metric.
  std::vector<const Bet*> bets;
};

struct Constellation {
  ProjectRef project;
  // Under north_star; else a candidate with metrics that somebody owns.
  bool declared = false;
  // As the project has it; empty where it has none.
  std::string statement;
  // The star first, then inputs, guardrails, KPIs; never empty.
  std::vector<ConstellationNode> nodes;
  // Of the star's last change; empty without a formula, and then `parts_reason` says why.
  std::vector<InputPart> parts;
  std::string parts_reason;
  // Of the drivers that nodes carry; kNotEnoughData also where none were asked for.
  stats::DriverFinding drivers = stats::DriverFinding::kNotEnoughData;
  // Sentences: what a reader might take for something else.
  std::vector<std::string> notes;

  const ConstellationNode& star() const { return nodes.front(); }
};

struct ConstellationOptions {
  // Empty: the star; without one the first candidate.
  std::string metric;
  // Expression text, filters all nodes; a node that it does not fit says so in `problem`. No
  // drivers then.
  std::string where;
  std::optional<int64_t> as_of_us;
};

// kUsage: no such metric, neither star nor candidate, or a --where that does not fit the star;
// kData as of `query`.
Result<Constellation> FindConstellation(Engine& engine, const ProjectRef& project,
                                        const DataFacts& facts, int64_t now_us,
                                        const ConstellationOptions& options);

}  // namespace northstar
