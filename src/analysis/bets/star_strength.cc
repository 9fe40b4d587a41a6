#include "analysis/bets/star_strength.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "analysis/evaluate/exact_parts.h"
#include "analysis/query/query.h"
#include "stats/experiment/input_strength.h"

namespace northstar {
namespace {

constexpr double kLevel = 0.95;
constexpr double kStep = 0.01;  // of an elasticity at a point

}  // namespace

namespace {

// The formula with the values of some of its nodes multiplied.
stats::Formula Scaled(const stats::Formula& formula, const std::vector<int>& nodes, double factor) {
  stats::Formula scaled;
  std::vector<int> place;  // of each node of the formula
  const auto moved = [&](int node) { return node < 0 ? node : place[static_cast<size_t>(node)]; };
  for (size_t i = 0; i < formula.size(); ++i) {
    stats::FormulaNode node = formula[i];
    node.left = moved(node.left);
    node.right = moved(node.right);
    scaled.push_back(node);
    if (std::find(nodes.begin(), nodes.end(), static_cast<int>(i)) != nodes.end()) {
      const int at = static_cast<int>(scaled.size()) - 1;
      scaled.push_back({stats::FormulaOp::kConstant, -1, -1, factor, -1});
      scaled.push_back({stats::FormulaOp::kMultiply, at, at + 1, 0, -1});
    }
    place.push_back(static_cast<int>(scaled.size()) - 1);
  }
  return scaled;
}

}  // namespace

std::optional<double> FormulaChange(const ValuedFormula& valued, const Metric& metric,
                                    double change) {
  std::vector<int> nodes;
  int depth = std::numeric_limits<int>::max();
  for (const FormulaPart& part : valued.formula.parts) {
    if (part.metric != &metric || part.lag != 0 || part.depth > depth) continue;
    if (part.depth < depth) nodes.clear();
    depth = part.depth;
    nodes.push_back(part.node);
  }
  if (nodes.empty()) return std::nullopt;
  const stats::Formula& formula = valued.formula.formula;
  const auto before = stats::Evaluate(formula, valued.values);
  const auto after = stats::Evaluate(Scaled(formula, nodes, 1 + change), valued.values);
  if (!before || !after || *before == 0) return std::nullopt;
  return *after / *before - 1;
}

Status StarStrengths::ReadFormula(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                  int64_t now_us, std::optional<int64_t> as_of_us) {
  auto formula = FormulaFor(*project, *star_);
  if (!formula) return Status::Ok();
  SharedGather gather(&engine, project, facts);
  std::map<const Metric*, size_t> questions;
  const Grain grain = NaturalGrain(*project, *star_, facts);
  for (const FormulaLeaf& leaf : formula->leaves) {
    if (questions.contains(leaf.metric)) continue;
    Question question;
    question.metrics = {leaf.metric->name};
    question.grain = grain;
    question.as_of_us = as_of_us;
    Result<BoundQuestion> bound = BindQuestion(project, question, facts, now_us);
    if (!bound.ok()) return Status::Ok();
    questions[leaf.metric] = gather.Add(*std::move(bound));
  }
  NS_RETURN_IF_ERROR(gather.Run({}));
  std::map<const Metric*, std::map<int64_t, double>> values;  // by local start
  std::vector<int64_t> starts;
  for (const auto& [metric, number] : questions) {
    const BoundQuestion& question = gather.question(number);
    const auto series = gather.Values(number, *metric, {});
    for (int p = question.first_shown; p < question.grid.size(); ++p) {
      const auto& value = series[static_cast<size_t>(p - question.first_shown)];
      if (!value || !question.completeness.at(metric->name).Complete(question.grid, p)) continue;
      values[metric][question.grid.start_local_us(p)] = *value;
      starts.push_back(question.grid.start_local_us(p));
    }
  }
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  for (size_t p = starts.size(); p-- > 0;) {
    std::vector<double> at;
    for (const FormulaLeaf& leaf : formula->leaves) {
      if (static_cast<int>(p) < leaf.lag) break;
      const auto& of = values[leaf.metric];
      const auto found = of.find(starts[p - static_cast<size_t>(leaf.lag)]);
      if (found == of.end() && !leaf.if_null) break;
      at.push_back(found == of.end() ? *leaf.if_null : found->second);
    }
    if (at.size() != formula->leaves.size()) continue;
    formula_ = ValuedFormula{*std::move(formula), std::move(at)};
    break;
  }
  return Status::Ok();
}

Result<StarStrengths> StarStrengths::Find(
    Engine& engine, const ProjectRef& project, const DataFacts& facts, int64_t now_us,
    std::optional<int64_t> as_of_us,
    std::map<const Metric*, std::vector<stats::ExperimentEffect>> effects) {
  StarStrengths found;
  found.effects_ = std::move(effects);
  if (!project->north_star) return found;
  found.star_ = project->FindMetric(project->north_star->metric);
  ConstellationOptions options;
  options.as_of_us = as_of_us;
  Result<Constellation> constellation = FindConstellation(engine, project, facts, now_us, options);
  if (!constellation.ok()) {
    found.notes_.push_back(fmt::format("How strongly inputs move {} is unknown: {}.",
                                       found.star_->label, constellation.error().message));
    return found;
  }
  found.constellation_ = *std::move(constellation);
  NS_RETURN_IF_ERROR(found.ReadFormula(engine, project, facts, now_us, as_of_us));
  return found;
}

std::optional<double> StarStrengths::ExactElasticity(const Metric& input) const {
  if (formula_) {
    const auto change = FormulaChange(*formula_, input, kStep);
    if (change) return *change / kStep;
  }
  // What is active is new, retained and resurrected, without any declared formula.
  const auto* part = input.As<kind::Lifecycle>();
  if (part == nullptr || part->metric != star_->name || part->part == "churned")
    return std::nullopt;
  const auto& star = constellation_->star().value;
  for (const ConstellationNode& node : constellation_->nodes) {
    if (node.metric == &input && node.where.empty() && node.value && star && *star != 0)
      return *node.value / *star;
  }
  return std::nullopt;
}

StrengthFinding StarStrengths::Of(const Metric& input) const {
  StrengthFinding strength;
  if (star_ == nullptr) return strength;
  if (&input == star_) return {StrengthSource::kStarItself, 1, 1, 1};
  if (!constellation_) return strength;
  if (const auto exact = ExactElasticity(input))
    return {StrengthSource::kFormula, *exact, std::nullopt, std::nullopt};
  if (const auto effects = effects_.find(&input);
      effects != effects_.end() && effects->second.size() >= stats::kLeastExperiments) {
    const stats::InputStrength known = stats::StrengthOf(effects->second, kLevel);
    if (known.finding == stats::StrengthFinding::kEstimated) {
      return {StrengthSource::kExperiments, known.relation->slope, known.relation->low,
              known.relation->high};
    }
  }
  for (const ConstellationNode& node : constellation_->nodes) {
    if (node.role != NodeRole::kInput || node.metric != &input || !node.driver) continue;
    return {StrengthSource::kElasticity, node.driver->elasticity, node.driver->elasticity_low,
            node.driver->elasticity_high};
  }
  return strength;
}

double StarStrengths::StarChange(const Metric& input, const StrengthFinding& strength,
                                 double change) const {
  if (strength.source == StrengthSource::kFormula && formula_) {
    if (const auto exact = FormulaChange(*formula_, input, change)) return *exact;
  }
  return strength.elasticity * change;
}

}  // namespace northstar
