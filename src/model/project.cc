#include "model/project.h"

#include <algorithm>

namespace northstar {

constexpr std::string_view kFeedbackPrefix = "feedback:";
namespace {

bool Holds(const std::vector<NamedExpr>& exprs, const std::string& name) {
  return std::any_of(exprs.begin(), exprs.end(),
                     [&](const NamedExpr& e) { return e.name == name; });
}

template <typename T>
void AddOnce(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

}  // namespace

bool Source::HasDimension(const std::string& dimension) const {
  return Holds(dimensions, dimension);
}
bool Source::HasValue(const std::string& value) const {
  return Holds(values, value);
}
bool Source::HasEntity(const std::string& entity) const {
  return Holds(entities, entity);
}

const Metric* Project::FindMetric(const std::string& metric) const {
  for (const Metric& one : metrics) {
    if (one.name == metric) return &one;
  }
  return nullptr;
}

const Source* Project::FindSource(const std::string& source) const {
  for (const Source& one : sources) {
    if (one.name == source) return &one;
  }
  return nullptr;
}

std::vector<std::string> Project::MetricNames() const {
  std::vector<std::string> names;
  for (const Metric& metric : metrics) names.push_back(metric.name);
  return names;
}

std::vector<std::string> Project::PartsOf(const Metric& metric) {
  std::vector<std::string> parts;
  for (const std::string& name : {metric.numerator, metric.denominator, metric.metric}) {
    if (!name.empty()) AddOnce(parts, name);
  }
  if (metric.expr) {
    for (const ColumnRef& column : ColumnsIn(*metric.expr)) AddOnce(parts, column.name);
  }
  return parts;
}

std::vector<const Metric*> Project::LeavesOf(const Metric& metric) const {
  const std::vector<std::string> parts = PartsOf(metric);
  if (parts.empty() || metric.type == MetricType::kLifecycle) return {&metric};
  std::vector<const Metric*> leaves;
  for (const std::string& part : parts) {
    for (const Metric* leaf : LeavesOf(*FindMetric(part))) AddOnce(leaves, leaf);
  }
  return leaves;
}

std::string FeedbackEvent(const std::string& source) {
  return std::string(kFeedbackPrefix) + source;
}

std::vector<const Source*> Project::SourcesOfEvent(const std::string& event) const {
  std::vector<const Source*> found;
  for (const Source& source : sources) {
    if (source.kind == Source::Kind::kFeedback) {
      if (source.event == event) found.push_back(&source);
      continue;
    }
    if (event.starts_with(kFeedbackPrefix)) continue;
    const bool holds_events = source.kind == Source::Kind::kEvents ||
                              source.kind == Source::Kind::kHttp ||
                              source.kind == Source::Kind::kTable;
    if (!holds_events) continue;
    if (event.empty() || source.event.empty() || source.event == event) found.push_back(&source);
  }
  return found;
}

std::vector<const Source*> Project::SourcesOf(const Metric& metric) const {
  std::vector<const Source*> found;
  for (const Metric* leaf : LeavesOf(metric)) {
    if (leaf->type == MetricType::kSeries) {
      if (const Source* source = FindSource(leaf->source)) AddOnce(found, source);
      continue;
    }
    if (leaf->type == MetricType::kLifecycle) {
      for (const Source* source : SourcesOf(*FindMetric(leaf->metric))) AddOnce(found, source);
      continue;
    }
    for (const Condition& condition : leaf->only) {
      if (!condition.of.empty()) {
        for (const Source* source : SourcesOf(*FindMetric(condition.of))) AddOnce(found, source);
        continue;
      }
      const std::string& event = condition.since.empty() ? condition.event : condition.since;
      for (const Source* source : SourcesOfEvent(event == "any" ? "" : event))
        AddOnce(found, source);
    }
    for (const auto* events : {&leaf->events, &leaf->from, &leaf->to, &leaf->steps,
                               &leaf->return_event, &leaf->on, &leaf->off}) {
      for (const EventChoice& choice : *events) {
        for (const Source* source : SourcesOfEvent(choice.event)) AddOnce(found, source);
      }
    }
  }
  return found;
}

}  // namespace northstar
