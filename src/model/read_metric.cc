// One entry of `metrics:` → Metric: keys that its type knows, events and entities that exist,
// expressions bound to the declared dimensions, values and entities. What one type alone has is
// read in read_metric_kinds.cc.
#include <fmt/format.h>

#include "model/project.h"
#include "model/reading.h"

namespace northstar::reading {
namespace {

// Keys that every metric may have, whatever its type.
const std::vector<std::string_view> kCommonKeys = {
    "name",   "type",   "label",          "description",  "grain",       "unit",
    "plural", "format", "desired_change", "incentivised", "income",      "owner",
    "status", "tags",   "version",        "only",         "approximate", "also_called"};

template <typename List>
void AddOnce(List& list, const std::string& name) {
  if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
}

// What metric expressions see: the union of what the sources declare.
Scope DeclaredScope(const Project& project) {
  auto columns = std::make_shared<std::vector<ScopeColumn>>();
  columns->push_back({{ColumnKind::kEvent, "event"}, ValueType::kText});
  columns->push_back({{ColumnKind::kTime, "time"}, ValueType::kTime});
  for (const Source& source : project.sources) {
    for (const NamedExpr& e : source.entities) {
      columns->push_back({{ColumnKind::kEntity, e.name}, ValueType::kText});
    }
    for (const NamedExpr& d : source.dimensions) {
      columns->push_back({{ColumnKind::kDimension, d.name}, ValueType::kText});
    }
    for (const NamedExpr& v : source.values) {
      columns->push_back({{ColumnKind::kValue, v.name}, ValueType::kNumber});
    }
  }
  Scope scope;
  for (const ScopeColumn& column : *columns) AddOnce(scope.known, column.column.name);
  scope.what = "declared entity, dimension or value";
  scope.zone = &project.calendar.zone();
  scope.find = [columns](const std::string& name) -> std::optional<ScopeColumn> {
    for (const ScopeColumn& column : *columns) {
      if (column.column.name == name) return column;
    }
    return std::nullopt;
  };
  return scope;
}

std::vector<Condition> ReadConditions(const YamlNode& node) {
  std::vector<Condition> conditions;
  const YamlNode* list = node.Find("only");
  if (list == nullptr) return conditions;
  for (const YamlNode& item : list->items) {
    Condition condition;
    condition.since = Text(item, "since");
    condition.event = Text(item, "event");
    condition.of = Text(item, "of");
    condition.part = Text(item, "part");
    condition.within = ReadDuration(item, "within");
    condition.window = ReadDuration(item, "window");
    condition.at_least = Number(item, "at_least").value_or(1);
    condition.span = item.span;
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

}  // namespace

MetricReader::MetricReader(const Project& project, Context& context)
    : project_(project), context_(context), scope_(DeclaredScope(project)) {}

BoundRef MetricReader::BindNode(const YamlNode& scalar, ValueType wanted) {
  const ExprRef expr = ReadExpr(scalar, context_);
  if (!expr) return nullptr;
  auto bound = BindExpr(*expr, scope_, wanted);
  if (const auto* error = std::get_if<ExprError>(&bound)) {
    ReportExpr(*error, scalar, context_);
    return nullptr;
  }
  return std::get<BoundRef>(bound);
}

BoundRef MetricReader::ReadCondition(const YamlNode& node, std::string_view key) {
  const YamlNode* scalar = node.Find(key);
  if (scalar == nullptr || !scalar->is_scalar()) return nullptr;
  return BindNode(*scalar, ValueType::kBool);
}

BoundRef MetricReader::ReadFormula(const YamlNode& node, std::string_view key,
                                   const std::vector<std::string>& metric_names) {
  const YamlNode* scalar = node.Find(key);
  if (scalar == nullptr || !scalar->is_scalar()) return nullptr;
  const ExprRef expr = ReadExpr(*scalar, context_);
  if (!expr) return nullptr;
  Scope scope;
  scope.known = metric_names;
  scope.what = "metric";
  scope.zone = &project_.calendar.zone();
  scope.find = [&](const std::string& name) -> std::optional<ScopeColumn> {
    if (std::find(metric_names.begin(), metric_names.end(), name) == metric_names.end()) {
      return std::nullopt;
    }
    return ScopeColumn{{ColumnKind::kMetric, name}, ValueType::kNumber};
  };
  auto bound = BindExpr(*expr, scope, ValueType::kNumber);
  if (const auto* error = std::get_if<ExprError>(&bound)) {
    ReportExpr(*error, *scalar, context_);
    return nullptr;
  }
  return std::get<BoundRef>(bound);
}

void MetricReader::CheckEventName(const std::string& event, const SourceSpan& span) {
  std::vector<std::string> known;
  for (const Source& source : project_.sources) {
    // Names that stand in a column or arrive at a server are known only with the data.
    if (source.kind == Source::Kind::kHttp || source.kind == Source::Kind::kTable) return;
    if (source.kind != Source::Kind::kEvents) continue;
    if (source.event.empty()) return;
    known.push_back(source.event);
  }
  if (std::find(known.begin(), known.end(), event) != known.end()) return;
  context_.reporter.Error("NS004", span, fmt::format("no source feeds an event '{}'", event), "",
                          DidYouMean(event, known));
}

void MetricReader::ReadEvents(const YamlNode& node, std::string_view key,
                              std::vector<EventChoice>& events) {
  const YamlNode* found = node.Find(key);
  if (found == nullptr) return;
  const auto add = [&](const YamlNode& one) {
    const BoundRef where = one.is_map() ? ReadCondition(one, "where") : nullptr;
    const std::vector<std::string> names =
        one.is_map() ? Texts(one, "event") : std::vector<std::string>{one.text};
    for (const std::string& name : names) {
      const bool any = name == "any";
      events.push_back({any ? "" : name, where, one.span});
      if (!any) CheckEventName(name, one.span);
    }
  };
  if (found->is_list()) {
    for (const YamlNode& item : found->items) add(item);
  } else {
    add(*found);
  }
  if (events.empty()) {
    context_.reporter.Error("NS010", found->span, fmt::format("'{}' names no event", key));
  }
}

void MetricReader::CheckEntity(const std::string& entity, const YamlNode& node,
                               std::string_view key) {
  if (entity.empty()) return;
  std::vector<std::string> known;
  for (const Source& source : project_.sources) {
    for (const NamedExpr& e : source.entities) AddOnce(known, e.name);
  }
  if (std::find(known.begin(), known.end(), entity) != known.end()) return;
  context_.reporter.Error("NS004", SpanOf(node, key),
                          fmt::format("no source declares an entity '{}'", entity), "",
                          DidYouMean(entity, known));
}

void MetricReader::CheckDimension(const std::string& dimension, const std::string& event,
                                  const SourceSpan& span) {
  if (dimension.empty()) return;
  std::vector<std::string> known;
  const std::vector<const Source*> sources = project_.SourcesOfEvent(event);
  for (const Source* source : sources) {
    if (source->HasDimension(dimension)) return;
    for (const NamedExpr& d : source->dimensions) AddOnce(known, d.name);
  }
  if (sources.empty()) return;  // said of the event
  context_.reporter.Error(
      "NS004", span,
      fmt::format("no source of the event '{}' declares a dimension '{}'", event, dimension), "",
      DidYouMean(dimension, known));
}

void MetricReader::CheckKeys(const YamlNode& node, const MetricTypeSpec& type) {
  const auto holds = [](const auto& list, std::string_view key) {
    return std::find(list.begin(), list.end(), key) != list.end();
  };
  for (const YamlNode::Entry& entry : node.entries) {
    if (holds(kCommonKeys, entry.key) || holds(type.required, entry.key) ||
        holds(type.optional, entry.key)) {
      continue;
    }
    std::vector<std::string> owners;
    for (const MetricTypeSpec& other : MetricTypes()) {
      if (holds(other.required, entry.key) || holds(other.optional, entry.key)) {
        owners.emplace_back(other.name);
      }
    }
    context_.reporter.Error(
        "NS002", entry.key_span,
        fmt::format("a metric of type '{}' has no key '{}'", type.name, entry.key), "",
        owners.empty() ? "" : fmt::format("'{}' belongs to {}", entry.key, Join(owners, ", ")));
  }
  for (const std::string_view key : type.required) {
    if (node.Find(key) == nullptr) {
      context_.reporter.Error("NS009", SpanOf(node, "name"),
                              fmt::format("a metric of type '{}' needs '{}'", type.name, key),
                              fmt::format("{}: {}", key, MetricShape().Find(key)->doc));
    }
  }
}

// What changes no value: how it is shown, whose it is, where it stands.
void MetricReader::ReadSurroundings(const YamlNode& node, Metric& metric) {
  metric.description = Text(node, "description");
  metric.description_span = SpanOf(node, "description");
  metric.unit = Text(node, "unit");
  metric.plural = Text(node, "plural");
  metric.format = Text(node, "format");
  metric.increase_is_good = Text(node, "desired_change", "increase") == "increase";
  if (node.Find("income") != nullptr) metric.income = Flag(node, "income");
  metric.owners = Texts(node, "owner");
  metric.status = Text(node, "status", "approved");
  metric.tags = Texts(node, "tags");
  metric.also_called = Texts(node, "also_called");
  metric.version = Whole(node, "version").value_or(1);
}

Metric MetricReader::Read(const YamlNode& node) {
  Metric metric;
  metric.name = Text(node, "name");
  metric.span = SpanOf(node, "name");
  metric.type_name = Text(node, "type");
  const MetricTypeSpec* type = FindMetricType(metric.type_name);
  metric.label = Text(node, "label", LabelFromName(metric.name));
  if (type == nullptr) {  // which the shape check has reported
    metric.available = false;
    return metric;
  }
  metric.available = type->available;
  CheckKeys(node, *type);

  ReadSurroundings(node, metric);
  metric.entity = Text(node, "entity");
  CheckEntity(metric.entity, node, "entity");
  ReadEvents(node, "event", metric.events);
  metric.where = ReadCondition(node, "where");
  metric.where_span = SpanOf(node, "where");
  metric.incentivised = ReadCondition(node, "incentivised");
  metric.grain = GrainFromName(Text(node, "grain"));
  metric.approximate = Flag(node, "approximate");
  metric.only = ReadConditions(node);
  ReadKind(node, *type, metric);
  for (const Condition& condition : metric.only) CheckCondition(condition, node);
  return metric;
}

void MetricReader::CheckCondition(const Condition& condition, const YamlNode& node) {
  const SourceSpan span = SpanOf(node, "only");
  const int kinds = !condition.since.empty() + !condition.event.empty() + !condition.of.empty();
  if (kinds != 1 || condition.of.empty() != condition.part.empty()) {
    context_.reporter.Error(
        "NS010", span, "each entry of 'only' is one condition",
        "{since: EVENT}, {event: EVENT, at_least: N} or {part: PART, of: METRIC}");
    return;
  }
  if (condition.at_least < 1 || condition.at_least != std::floor(condition.at_least) ||
      condition.at_least > 1e9) {
    context_.reporter.Error("NS010", span, "'at_least' must be a whole number of at least 1",
                            "a count such as 3");
  }
  const std::string& event = condition.since.empty() ? condition.event : condition.since;
  if (!event.empty() && event != "any") CheckEventName(event, span);
}

}  // namespace northstar::reading
