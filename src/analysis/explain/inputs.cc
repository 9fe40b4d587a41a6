// Inputs of an explanation: exact contributions where there is a formula, and what the declared
// inputs did where there is none.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/explain/metric_formula.h"
#include "analysis/explain/scope.h"
#include "model/owners.h"
#include "model/project.h"

namespace northstar {
namespace {

using Values = std::vector<std::optional<double>>;

struct Origin {
  std::optional<MetricFormula> formula;
  const char* from = "";
};

// The star's declared decomposition, or what the metric itself is made of.
Origin FormulaFor(const ExplainScope& scope) {
  const Project& project = *scope.project();
  if (scope.is_star() && project.north_star->decomposition) {
    if (auto formula = FormulaOf(project, *project.north_star->decomposition))
      return {std::move(formula), "decomposition"};
  }
  if (auto formula = FormulaOf(project, scope.metric())) return {std::move(formula), "definition"};
  return {};
}

std::string NameOf(const FormulaPart& part) {
  return part.lag == 0 ? part.metric->name : "prev(" + part.metric->name + ")";
}
std::string LabelOf(const FormulaPart& part) {
  return part.lag == 0 ? part.metric->label : part.metric->label + ", the period before";
}

std::vector<std::string> OwnersOf(const ExplainScope& scope, const Metric& metric) {
  if (scope.is_star()) {
    for (const InputLink& input : scope.project()->north_star->inputs) {
      if (input.metric == metric.name) return northstar::OwnersOf(*scope.project(), input);
    }
  }
  return metric.owners;
}

std::string NoFormula(const ExplainScope& scope) {
  const std::string& label = scope.metric().label;
  if (!scope.is_star() || scope.project()->north_star->inputs.empty())
    return label + " is not made of other metrics, so its change cannot be split by input.";
  return fmt::format(
      "{} is neither a sum nor a product of its inputs, and no 'decomposition:' defines a formula, "
      "so its change cannot be split by input.",
      label);
}

// The values of a formula's leaves in a period.
struct LeafValues {
  std::vector<double> values;
  bool defined = true;
};

// A metric that the formula names twice is shown once, with what stands below it.
void AddBlocks(std::vector<std::vector<InputPart>> blocks, Explanation& out) {
  for (std::vector<InputPart>& block : blocks) {
    auto same = std::find_if(out.inputs.begin(), out.inputs.end(), [&](const InputPart& p) {
      return p.depth == 0 && p.name == block.front().name;
    });
    for (InputPart& part : block) {
      if (same == out.inputs.end()) {
        out.inputs.push_back(std::move(part));
        same = out.inputs.end();
      } else {
        (same++)->contribution += part.contribution;
      }
    }
  }
}

// What the parts do not add up to: rounding, or what the formula does not yield.
void AddMissing(double missing, Explanation& out) {
  const auto largest = std::max_element(out.inputs.begin(), out.inputs.end(),
                                        [](const InputPart& a, const InputPart& b) {
                                          return std::fabs(a.depth == 0 ? a.contribution : 0) <
                                                 std::fabs(b.depth == 0 ? b.contribution : 0);
                                        });
  if (std::fabs(missing) > 1e-9 * (std::fabs(out.change) + std::fabs(*out.before.value))) {
    InputPart rest;
    rest.name = "(not in the formula)";
    rest.label = "Not in the formula";
    rest.contribution = missing;
    out.inputs.push_back(std::move(rest));
    out.notes.push_back(
        "The formula does not add up to the metric's value; the remainder is shown.");
  } else if (largest != out.inputs.end()) {
    largest->contribution += missing;
  }
}

}  // namespace

Status InputsPart::Request(const ExplainScope& scope, SharedGather& gather) {
  const auto ask = [&](const Metric& metric) -> Status {
    for (const Asked& one : asked_) {
      if (one.metric == &metric) return Status::Ok();
    }
    NS_ASSIGN(BoundQuestion bound, scope.Bind({metric.name}));
    asked_.push_back({&metric, gather.Add(std::move(bound))});
    return Status::Ok();
  };
  if (const Origin origin = FormulaFor(scope); origin.formula) {
    for (const FormulaPart& part : origin.formula->parts) NS_RETURN_IF_ERROR(ask(*part.metric));
  }
  if (!scope.is_star()) return Status::Ok();
  for (const InputLink& input : scope.project()->north_star->inputs) {
    const Metric& metric = *scope.project()->FindMetric(input.metric);
    Result<BoundQuestion> bound = scope.Bind({metric.name});
    if (!bound.ok()) continue;  // a dimension of --where that it does not have
    bound->where = AndAll({bound->where, input.where});
    declared_.emplace_back(&input, Asked{&metric, gather.Add(*std::move(bound))});
  }
  return Status::Ok();
}

void InputsPart::ReadMoves(const ExplainScope& scope, const SharedGather& gather,
                           Explanation& out) const {
  for (const auto& [input, asked] : declared_) {
    const Values values = gather.Values(asked.question, *asked.metric, {});
    const BoundQuestion& bound = gather.question(asked.question);
    InputMove move{asked.metric, input->owners, {}, {}, {}};
    move.before = scope.At(bound, values, scope.before());
    move.after = scope.At(bound, values, scope.after());
    move.movement = scope.Movement(*asked.metric, bound, values);
    out.moves.push_back(std::move(move));
  }
}

std::optional<double> InputsPart::ValueAt(const ExplainScope& scope, const SharedGather& gather,
                                          const Metric& metric, int lag,
                                          const ExplainedPeriod& period) const {
  for (const Asked& one : asked_) {
    if (one.metric == &metric)
      return scope.At(gather.question(one.question), gather.Values(one.question, metric, {}),
                      period, lag);
  }
  return std::nullopt;
}

void InputsPart::Read(const ExplainScope& scope, const SharedGather& gather,
                      Explanation& out) const {
  ReadMoves(scope, gather, out);
  const Origin origin = FormulaFor(scope);
  if (!origin.formula) {
    out.inputs_reason = NoFormula(scope);
    return;
  }
  const MetricFormula& formula = *origin.formula;
  const auto leaves_at = [&](const ExplainedPeriod& period) {
    LeafValues leaves;
    for (const FormulaLeaf& leaf : formula.leaves) {
      const auto value = ValueAt(scope, gather, *leaf.metric, leaf.lag, period);
      leaves.defined = leaves.defined && (value || leaf.if_null);
      leaves.values.push_back(value ? *value : leaf.if_null.value_or(0));
    }
    return leaves;
  };
  const LeafValues before = leaves_at(scope.before());
  const LeafValues after = leaves_at(scope.after());
  if (!before.defined || !after.defined) {
    out.inputs_reason = "An input of the formula has no value in one of the two periods.";
    return;
  }
  const auto parts = stats::ContributionsOf(formula.formula, before.values, after.values);
  if (!parts) {
    out.inputs_reason = "The formula divides by 0 between the two periods: no contributions.";
    return;
  }
  out.formula_from = origin.from;
  double explained = 0;
  std::vector<std::vector<InputPart>> blocks;  // a part with those below it
  for (const FormulaPart& part : formula.parts) {
    InputPart shown;
    shown.metric = part.metric;
    shown.name = NameOf(part);
    shown.label = LabelOf(part);
    shown.lag = part.lag;
    shown.depth = part.depth;
    shown.before = ValueAt(scope, gather, *part.metric, part.lag, scope.before());
    shown.after = ValueAt(scope, gather, *part.metric, part.lag, scope.after());
    shown.owners = OwnersOf(scope, *part.metric);
    for (const int leaf : part.leaves)
      shown.contribution += parts->by_leaf[static_cast<size_t>(leaf)];
    if (part.depth == 0) explained += shown.contribution;
    blocks.resize(blocks.size() + (part.depth == 0));
    blocks.back().push_back(std::move(shown));
  }
  AddBlocks(std::move(blocks), out);
  AddMissing(out.change - explained, out);
}

}  // namespace northstar
