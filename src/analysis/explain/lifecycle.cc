// Who came and who went between the two periods: of an active metric the entities themselves, of a
// count or a sum what they brought. Over several steps the flows of every step are added, so that
// they add up to the change all the same.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/explain/scope.h"
#include "base/text.h"
#include "model/project.h"
#include "stats/describe.h"
#include "words/phrases.h"

namespace northstar {
namespace {

constexpr int64_t kMostRows = 50'000'000;  // of histories kept at once
constexpr int kUsualSteps = 8;
constexpr size_t kLeastUsual = 4;  // of them, before anything is called usual

// The flows of one step, from a period to the next.
struct Flows {
  double fresh = 0, resurrected = 0, churned = 0;  // entities
  double retained = 0;
  // Of sums: what they brought.
  double fresh_value = 0, resurrected_value = 0, churned_value = 0;
  double expansion = 0, contraction = 0;
  double value = 0;  // of all in the period that the step leads into
};

// How often the step into each of the metric's periods counts in a change: once between two
// periods; between two means, by how many periods of either lie at or after it.
std::map<int, double> WeightsOf(const ExplainScope::Span& before, const ExplainScope::Span& after) {
  std::map<int, double> weights;
  const auto share = [](const ExplainScope::Span& span, int step) {
    const int later = span.last - std::max(span.first, step) + 1;
    return static_cast<double>(std::max(0, later)) / (span.last - span.first + 1);
  };
  const int to = std::max(before.last, after.last);
  for (int step = std::min(before.first, after.first) + 1; step <= to; ++step) {
    const double weight = share(after, step) - share(before, step);
    if (weight != 0) weights[step] = weight;
  }
  return weights;
}

// The flows of all steps of a change; negative where it goes back in time.
Flows Sum(const std::vector<Flows>& steps, const std::map<int, double>& weights) {
  Flows sum;
  for (const auto& [step, weight] : weights) {
    const Flows& one = steps[static_cast<size_t>(step)];
    for (double Flows::*const kind :
         {&Flows::fresh, &Flows::resurrected, &Flows::churned, &Flows::fresh_value,
          &Flows::resurrected_value, &Flows::churned_value, &Flows::expansion, &Flows::contraction})
      sum.*kind += weight * (one.*kind);
  }
  return sum;
}

// The median of a flow over earlier changes between periods as far apart.
std::optional<double> Usual(const ExplainScope& scope, const std::vector<Flows>& steps,
                            double Flows::*kind, double sign) {
  const std::vector<ExplainScope::Span>& spans = scope.spans();
  std::vector<double> earlier;
  const int first = std::min(scope.before().index, scope.after().index);
  // In the first period everybody is new.
  for (int back = 1; back < first && earlier.size() < kUsualSteps; ++back) {
    const auto weights = WeightsOf(spans[static_cast<size_t>(scope.before().index - back)],
                                   spans[static_cast<size_t>(scope.after().index - back)]);
    earlier.push_back(Sum(steps, weights).*kind);
  }
  return earlier.size() < kLeastUsual ? std::nullopt : std::optional(sign * stats::Median(earlier));
}

std::optional<double> QuickRatio(double in, double out) {
  return out > 0 ? std::optional(in / out) : std::nullopt;
}

std::map<int, double> WeightsOf(const ExplainScope& scope) {
  return WeightsOf(scope.spans()[static_cast<size_t>(scope.before().index)],
                   scope.spans()[static_cast<size_t>(scope.after().index)]);
}

void AddPart(Lifecycle& lifecycle, LifecycleFlow flow, double entities, double contribution,
             std::optional<double> usual) {
  lifecycle.parts.push_back({flow, entities, contribution, usual});
}

// What rounding left goes to the first part; what is more came from events without an entity.
void SettleRounding(Explanation& out) {
  double explained = 0;
  for (const LifecyclePart& part : out.lifecycle.parts) explained += part.contribution;
  const double missing = out.change - explained;
  const double scale = std::fabs(*out.before.value) + std::fabs(*out.after.value);
  if (std::fabs(missing) > 1e-9 * scale) {
    AddPart(out.lifecycle, LifecycleFlow::kOther, 0, missing, {});
  } else {
    out.lifecycle.parts.front().contribution += missing;
  }
}

// A sum is how many brought something, times what each of them brought.
void AddBreadthAndDepth(const Flows& before, const Flows& after, Explanation& out) {
  if (!out.inputs.empty()) return;
  const auto count = [](const Flows& f) { return f.retained + f.fresh + f.resurrected; };
  const double entities[] = {count(before), count(after)};
  if (!(entities[0] > 0) || !(entities[1] > 0)) return;
  const double each[] = {before.value / entities[0], after.value / entities[1]};
  const std::string several = Several(out.lifecycle.entity);
  const auto add = [&](const std::string& name, const std::string& label, const double* values,
                       const double* other) {
    InputPart part;
    part.name = name;
    part.label = label;
    part.before = values[0];
    part.after = values[1];
    part.contribution = (values[1] - values[0]) * (other[0] + other[1]) / 2;
    out.inputs.push_back(std::move(part));
  };
  add(several, "Number of " + several, entities, each);
  add("per_" + out.lifecycle.entity, "Value per entity", each, entities);
  out.formula_from = "entities";
  const double missing = out.change - out.inputs[0].contribution - out.inputs[1].contribution;
  const double scale = std::fabs(*out.before.value) + std::fabs(*out.after.value);
  if (std::fabs(missing) <= 1e-9 * scale) {
    out.inputs[1].contribution += missing;  // rounding
    return;
  }
  InputPart rest;
  rest.name = "other";
  rest.label = "Events with no " + out.lifecycle.entity;
  rest.before = *out.before.value - before.value;
  rest.after = *out.after.value - after.value;
  rest.contribution = missing;
  out.inputs.push_back(std::move(rest));
}

// Who brought what in which period, step by step.
std::vector<Flows> FlowsOf(const Histories& histories, int periods, bool count) {
  std::vector<Flows> steps(static_cast<size_t>(periods));
  for (const Histories::Entity& entity : histories.entities) {
    std::map<int, double> brought;
    for (uint32_t i = entity.first; i < entity.last; ++i) {
      const Histories::Step& step = histories.steps[i];
      if (step.period < 0 || step.period >= periods) continue;
      brought[step.period] += count ? static_cast<double>(step.n) : step.v;
    }
    int last = -1;
    double last_value = 0;
    for (const auto& [period, value] : brought) {
      Flows& here = steps[static_cast<size_t>(period)];
      here.value += value;
      if (last == period - 1 && last >= 0) {
        here.retained += 1;
        (value >= last_value ? here.expansion : here.contraction) += value - last_value;
      } else {
        (last < 0 ? here.fresh : here.resurrected) += 1;
        (last < 0 ? here.fresh_value : here.resurrected_value) += value;
        if (last >= 0) {
          steps[static_cast<size_t>(last) + 1].churned += 1;
          steps[static_cast<size_t>(last) + 1].churned_value += last_value;
        }
      }
      last = period;
      last_value = value;
    }
    if (last >= 0 && last + 1 < periods) {
      steps[static_cast<size_t>(last) + 1].churned += 1;
      steps[static_cast<size_t>(last) + 1].churned_value += last_value;
    }
  }
  return steps;
}

int64_t RowsOf(const ExplainScope& scope) {
  int64_t rows = 0;
  for (const Source* source : scope.project()->SourcesOf(scope.metric())) {
    const auto facts = scope.facts().sources.find(source->name);
    if (facts == scope.facts().sources.end()) continue;
    for (const EventChoice& choice : scope.metric().events) {
      const auto own = facts->second.event_rows.find(choice.event);
      if (choice.event.empty()) rows += facts->second.rows;
      if (own != facts->second.event_rows.end()) rows += own->second;
    }
  }
  return rows;
}

}  // namespace

std::string_view LifecycleFlowName(LifecycleFlow flow) {
  switch (flow) {
    case LifecycleFlow::kNew:
      return "new";
    case LifecycleFlow::kResurrected:
      return "resurrected";
    case LifecycleFlow::kChurned:
      return "churned";
    case LifecycleFlow::kExpansion:
      return "expansion";
    case LifecycleFlow::kContraction:
      return "contraction";
    case LifecycleFlow::kOther:
      return "other";
  }
  return "";
}

Status LifecyclePartOf::Request(const ExplainScope& scope, SharedGather& gather) {
  const Metric& metric = scope.metric();
  if (metric.Is<kind::Active>() && !WindowOf(metric)) {
    BoundQuestion bound = scope.history();
    for (const char* part : {"new", "retained", "resurrected", "churned"}) {
      Metric& one = parts_.emplace_back();
      one.name = fmt::format("{} ({})", metric.name, part);
      one.kind = kind::Lifecycle{metric.name, part};
      one.type_name = "lifecycle";
      bound.metrics.push_back(&one);
      bound.completeness[one.name] = bound.completeness.at(metric.name);
    }
    question_ = gather.Add(std::move(bound));
    return Status::Ok();
  }
  const bool adds_up = metric.Is<kind::Count, kind::Sum>();
  if (!adds_up || metric.entity.empty()) {
    note_ = adds_up
                ? fmt::format("{} has no 'entity:', so nothing can be new or churned.", metric.name)
                : "New, retained, resurrected and churned are shown for metrics that count "
                  "entities or sum their values.";
    return Status::Ok();
  }
  if (RowsOf(scope) > kMostRows) {
    note_ = "Too many events to track the value of each entity.";
    return Status::Ok();
  }
  SharedGather::HistoryRequest request;
  request.metric = metric;
  request.metric.where = AndAll({metric.where, scope.history().where});
  request.grid = grid_ = scope.history().grid;
  histories_ = gather.AddHistories(std::move(request));
  return Status::Ok();
}

void LifecyclePartOf::ReadActive(const ExplainScope& scope, const SharedGather& gather,
                                 Explanation& out) const {
  const size_t shown = static_cast<size_t>(scope.history().first_shown);
  std::vector<Flows> steps(static_cast<size_t>(scope.history().grid.size()));
  double Flows::*const kinds[] = {&Flows::fresh, &Flows::retained, &Flows::resurrected,
                                  &Flows::churned};
  for (size_t k = 0; k < parts_.size(); ++k) {
    const auto values = gather.Values(*question_, parts_[k], {});
    for (size_t i = 0; i < values.size(); ++i) steps[shown + i].*kinds[k] = values[i].value_or(0);
  }
  const Flows sum = Sum(steps, WeightsOf(scope));
  Lifecycle& lifecycle = out.lifecycle;
  lifecycle.retained = steps[static_cast<size_t>(scope.after().last)].retained;
  lifecycle.quick_ratio = QuickRatio(sum.fresh + sum.resurrected, sum.churned);
  const auto add = [&](LifecycleFlow flow, double sign, double Flows::*kind) {
    AddPart(lifecycle, flow, std::fabs(sum.*kind), sign * (sum.*kind),
            Usual(scope, steps, kind, sign));
  };
  add(LifecycleFlow::kNew, 1, &Flows::fresh);
  add(LifecycleFlow::kResurrected, 1, &Flows::resurrected);
  add(LifecycleFlow::kChurned, -1, &Flows::churned);
  SettleRounding(out);
}

void LifecyclePartOf::ReadSums(const ExplainScope& scope, const SharedGather& gather,
                               Explanation& out) const {
  const std::vector<Flows> steps =
      FlowsOf(gather.HistoriesOf(*histories_), grid_.size(), scope.metric().Is<kind::Count>());
  const Flows sum = Sum(steps, WeightsOf(scope));
  Lifecycle& lifecycle = out.lifecycle;
  lifecycle.retained = steps[static_cast<size_t>(scope.after().last)].retained;
  lifecycle.quick_ratio = QuickRatio(sum.fresh_value + sum.resurrected_value + sum.expansion,
                                     sum.churned_value - sum.contraction);
  const auto add = [&](LifecycleFlow flow, double entities, double sign, double Flows::*kind) {
    AddPart(lifecycle, flow, std::fabs(entities), sign * (sum.*kind),
            Usual(scope, steps, kind, sign));
  };
  add(LifecycleFlow::kNew, sum.fresh, 1, &Flows::fresh_value);
  add(LifecycleFlow::kResurrected, sum.resurrected, 1, &Flows::resurrected_value);
  add(LifecycleFlow::kChurned, sum.churned, -1, &Flows::churned_value);
  add(LifecycleFlow::kExpansion, lifecycle.retained, 1, &Flows::expansion);
  add(LifecycleFlow::kContraction, lifecycle.retained, 1, &Flows::contraction);
  SettleRounding(out);
  AddBreadthAndDepth(steps[static_cast<size_t>(scope.before().last)],
                     steps[static_cast<size_t>(scope.after().last)], out);
}

void LifecyclePartOf::Read(const ExplainScope& scope, const SharedGather& gather,
                           Explanation& out) const {
  out.lifecycle.entity = scope.metric().entity;
  out.lifecycle.before = *out.before.value;
  if (!note_.empty()) out.notes.push_back(note_);
  if (question_) ReadActive(scope, gather, out);
  if (histories_) ReadSums(scope, gather, out);
}

}  // namespace northstar
