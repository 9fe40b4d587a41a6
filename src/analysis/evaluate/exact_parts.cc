#include "analysis/evaluate/exact_parts.h"

#include <algorithm>
#include <cmath>

#include "model/metric_parts.h"
#include "model/project.h"

namespace northstar {
namespace {

constexpr size_t kChanges = 26;

bool IsLifecycleOf(const Metric& part, const Metric& metric) {
  const auto* lifecycle = part.As<kind::Lifecycle>();
  return lifecycle != nullptr && lifecycle->metric == metric.name;
}

}  // namespace

std::optional<MetricFormula> FormulaFor(const Project& project, const Metric& metric) {
  const auto& star = project.north_star;
  if (star && star->metric == metric.name && star->decomposition) {
    if (auto formula = FormulaOf(project, *star->decomposition)) return formula;
  }
  return FormulaOf(project, metric);
}

double LifecycleContribution(const Metric& part, double value, double before) {
  const std::string& of = std::get<kind::Lifecycle>(part.kind).part;
  if (of == "churned") return -value;
  return of == "retained" ? value - before : value;
}

ExactParts::ExactParts(const Project& project, const Metric& metric)
    : project_(project), metric_(metric), formula_(FormulaFor(project, metric)) {}

InputKind ExactParts::KindOf(const Metric& input) const {
  if (&input == &metric_) return InputKind::kSameFigure;
  if (IsLifecycleOf(input, metric_)) return InputKind::kByFormula;
  if (formula_) {
    const bool inside = std::any_of(
        formula_->parts.begin(), formula_->parts.end(),
        [&](const FormulaPart& part) { return part.metric == &input && part.lag == 0; });
    if (inside) return InputKind::kByFormula;
  }
  return MeasuresAlike(project_, input, metric_) ? InputKind::kSameFigure : InputKind::kApart;
}

std::vector<const Metric*> ExactParts::Needed() const {
  std::vector<const Metric*> needed{&metric_};
  if (!formula_) return needed;
  for (const FormulaLeaf& leaf : formula_->leaves) {
    if (std::find(needed.begin(), needed.end(), leaf.metric) == needed.end())
      needed.push_back(leaf.metric);
  }
  return needed;
}

std::optional<double> ExactParts::Contribution(
    const Metric& part, const std::function<PacedSeries(const Metric&)>& values) const {
  const PacedSeries whole = values(metric_);
  const PacedSeries own = values(part);
  std::vector<PacedSeries> leaves;
  if (formula_) {
    for (const FormulaLeaf& leaf : formula_->leaves) leaves.push_back(values(*leaf.metric));
  }
  std::vector<Day> days;
  for (const auto& [day, value] : whole) days.push_back(day);
  double moved = 0;
  double level = 0;
  size_t changes = 0;
  for (size_t i = days.size(); i-- > 1 && changes < kChanges;) {
    std::optional<double> one;
    if (IsLifecycleOf(part, metric_)) {
      const auto value = own.find(days[i]);
      if (value != own.end())
        one = LifecycleContribution(part, value->second, whole.at(days[i - 1]));
    } else if (i > 1) {
      one = ChangeOf(part, days[i - 1], days[i], days[i - 2], leaves);
    }
    if (!one) continue;
    moved += std::fabs(*one);
    level += std::fabs(whole.at(days[i]));
    ++changes;
  }
  return changes == 0 || !(level > 0) ? std::nullopt : std::optional(moved / level);
}

std::optional<double> ExactParts::ChangeOf(const Metric& part, Day before, Day after, Day earlier,
                                           const std::vector<PacedSeries>& leaves) const {
  const auto at = [&](Day period, Day period_before) -> std::optional<std::vector<double>> {
    std::vector<double> row;
    for (size_t l = 0; l < leaves.size(); ++l) {
      const FormulaLeaf& leaf = formula_->leaves[l];
      if (leaf.lag > 1) return std::nullopt;
      const auto value = leaves[l].find(leaf.lag == 0 ? period : period_before);
      if (value == leaves[l].end() && !leaf.if_null) return std::nullopt;
      row.push_back(value == leaves[l].end() ? *leaf.if_null : value->second);
    }
    return row;
  };
  const auto from = at(before, earlier);
  const auto to = at(after, before);
  if (!from || !to) return std::nullopt;
  const auto parts = stats::ContributionsOf(formula_->formula, *from, *to);
  if (!parts) return std::nullopt;
  double sum = 0;
  for (const FormulaPart& one : formula_->parts) {
    if (one.metric != &part || one.lag != 0) continue;
    for (const int leaf : one.leaves) sum += parts->by_leaf[static_cast<size_t>(leaf)];
  }
  return sum;
}

}  // namespace northstar
