#include "model/project.h"

#include <algorithm>

#include "base/overloaded.h"

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

const ActivityRule* Project::ActivityOf(const std::string& entity) const {
  const auto own = activity.find(entity);
  const auto found = own != activity.end() ? own : activity.find("");
  return found != activity.end() ? &found->second : nullptr;
}

std::vector<std::string> Project::MetricNames() const {
  std::vector<std::string> names;
  for (const Metric& metric : metrics) names.push_back(metric.name);
  return names;
}

std::vector<std::string> Project::PartsOf(const Metric& metric) {
  std::vector<std::string> parts;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) AddOnce(parts, part);
  };
  std::visit(Overloaded{[&](const kind::Ratio& ratio) {
                          add(ratio.numerator);
                          add(ratio.denominator);
                        },
                        [&](const kind::Derived& formula) {
                          if (!formula.expr) return;
                          for (const ColumnRef& column : ColumnsIn(*formula.expr)) add(column.name);
                        },
                        [&](const kind::Cumulative& sum) { add(sum.metric); },
                        [&](const kind::Lifecycle& lifecycle) { add(lifecycle.metric); },
                        [](const kind::OverEvents auto&) {}, [](const kind::Given auto&) {}},
             metric.kind);
  return parts;
}

namespace {

// Empty: any event.
std::vector<std::string> OwnEvents(const Metric& leaf) {
  std::vector<std::string> events;
  for (const Condition& condition : leaf.only) {
    if (!condition.of.empty()) continue;
    const std::string& event = condition.since.empty() ? condition.event : condition.since;
    events.push_back(event == "any" ? "" : event);
  }
  for (const auto* choices : EventListsOf(leaf)) {
    for (const EventChoice& choice : *choices) events.push_back(choice.event);
  }
  return events;
}

// Metrics over whose events a leaf is worked out, beside its own.
std::vector<std::string> MetricsBehind(const Metric& leaf) {
  std::vector<std::string> names;
  if (const auto* lifecycle = leaf.As<kind::Lifecycle>()) names.push_back(lifecycle->metric);
  for (const Condition& condition : leaf.only) {
    if (!condition.of.empty()) names.push_back(condition.of);
  }
  return names;
}

}  // namespace

std::vector<const Metric*> Project::LeavesOf(const Metric& metric) const {
  const std::vector<std::string> parts = PartsOf(metric);
  if (parts.empty() || metric.Is<kind::Lifecycle>()) return {&metric};
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
    if (!source.HoldsEvents()) continue;
    if (event.empty() || source.event.empty() || source.event == event) found.push_back(&source);
  }
  return found;
}

std::set<std::string> Project::EventsOf(const Metric& metric) const {
  std::set<std::string> events;
  for (const Metric* leaf : LeavesOf(metric)) {
    for (std::string& event : OwnEvents(*leaf)) events.insert(std::move(event));
    for (const std::string& part : MetricsBehind(*leaf)) events.merge(EventsOf(*FindMetric(part)));
  }
  return events;
}

std::vector<const Source*> Project::SourcesOf(const Metric& metric) const {
  std::vector<const Source*> found;
  for (const Metric* leaf : LeavesOf(metric)) {
    if (const auto* series = leaf->As<kind::Series>()) {
      if (const Source* source = FindSource(series->source)) AddOnce(found, source);
      continue;
    }
    for (const std::string& part : MetricsBehind(*leaf)) {
      for (const Source* source : SourcesOf(*FindMetric(part))) AddOnce(found, source);
    }
    for (const std::string& event : OwnEvents(*leaf)) {
      for (const Source* source : SourcesOfEvent(event)) {
        // Who is active is nobody in rows that name nobody.
        if (leaf->As<kind::Active>() != nullptr && !source->HasEntity(leaf->entity)) continue;
        AddOnce(found, source);
      }
    }
  }
  return found;
}

}  // namespace northstar
