// The star with what stands around it: owned inputs, guardrails with their limits, KPIs that ladder
// up, bets that are to move an input. A node's value is the value of `query`, always.
//
// Where the star has a formula, inputs carry exact parts of its last change; else how
// strongly each goes before it (stats/drivers.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/explain/explain.h"
#include "analysis/star/guardrail_limit.h"
#include "stats/drivers.h"

namespace northstar {

enum class NodeRole { kStar, kInput, kGuardrail, kKpi };
std::string_view NodeRoleName(NodeRole role);  // "guardrail"

struct NodeLimit {
  std::string words;  // "at most 2% worse than 8 periods before"
  JudgedLimit judged;
};

struct RecentValue {
  std::string period;
  std::optional<double> value, low, high;  // with its 95% interval
};

struct ConstellationNode {
  NodeRole role = NodeRole::kStar;
  const Metric* metric = nullptr;
  std::string dimension;  // of the framework: breadth, depth, frequency, efficiency
  std::string where;      // an input's narrowing, in words
  std::vector<std::string> owners;
  std::string ladders_to;  // of a KPI

  Grain grain = Grain::kWeek;
  std::string period;                               // the last complete one
  std::optional<double> value, previous, year_ago;  // in it, in the one before, a year earlier
  std::optional<double> low, high;                  // 95% interval of the value
  UsualMovement movement;                           // of the last change
  std::vector<RecentValue> recent;                  // complete periods, the last one at the end
  std::string problem;                              // why there is no value

  std::optional<double> contribution;  // to the star's last change, where there is a formula
  std::optional<stats::Driver> driver;
  std::string driver_reason;  // of an input: why it has none
  bool largest = false;       // of all inputs
  NodeLimit limit;            // of a guardrail
  std::vector<const Bet*> bets;
};

struct Constellation {
  ProjectRef project;
  bool declared = false;  // under north_star; else a candidate with metrics that somebody owns
  std::string statement;
  std::vector<ConstellationNode> nodes;  // the star first, then inputs, guardrails, KPIs
  std::vector<InputPart> parts;          // of the star's last change; empty without a formula
  std::string parts_reason;              // why there are none
  stats::DriverFinding drivers = stats::DriverFinding::kNotEnoughData;
  std::vector<std::string> notes;

  const ConstellationNode& star() const { return nodes.front(); }
};

struct ConstellationOptions {
  std::string metric;  // empty: the star; without one the first candidate
  std::string where;   // filters all nodes
  std::optional<int64_t> as_of_us;
};

// kUsage: no such metric, or a --where that does not fit it.
Result<Constellation> FindConstellation(Engine& engine, const ProjectRef& project,
                                        const DataFacts& facts, int64_t now_us,
                                        const ConstellationOptions& options);

}  // namespace northstar
