// Sources of events that arrive at the server. Their rows are JSON as a client sent it, one event
// at a time: keys that say how files are written, or that need all rows at once, have no meaning.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "base/text.h"
#include "model/reading.h"

namespace northstar::reading {
namespace {

constexpr std::array<std::string_view, 20> kKeys{
    "name",         "http",         "time",         "time_format", "date_order",
    "timezone",     "event",        "event_column", "entities",    "dimensions",
    "values",       "where",        "id",           "since",       "through",
    "fresh_within", "max_rejected", "lookup",       "currency",    "description"};

void CheckKeys(const YamlNode& node, Context& context) {
  for (const YamlNode::Entry& entry : node.entries) {
    const bool known = std::find(kKeys.begin(), kKeys.end(), entry.key) != kKeys.end();
    if (known || entry.key == "raw" || entry.key == "merge") continue;
    context.reporter.Error(
        "NS010", entry.key_span,
        fmt::format("'{}' is not for events that arrive (http: true)", entry.key), "",
        "they are JSON, one event at a time: name paths into it under entities, dimensions, "
        "values");
  }
}

// The person that clients speak of when they say who was known by another id.
const std::set<std::string, std::less<>> kPersonFields{
    "userId",  "anonymousId", "distinct_id", "properties.distinct_id",
    "user_id", "device_id",   "uuid",        "properties.$distinct_id"};

std::string PersonEntity(const Source& source) {
  for (const NamedExpr& entity : source.entities) {
    for (const std::string& name : NamesIn(*entity.expr)) {
      if (kPersonFields.contains(name)) return entity.name;
    }
  }
  return "";
}

void CheckLookups(const Source& source, Context& context) {
  const auto wrong = [&](const SourceSpan& span, std::string message) {
    context.reporter.Error("NS010", span, std::move(message), "",
                           "look up one row by key, from files or another source");
  };
  for (const Lookup& lookup : source.lookups) {
    if (!lookup.OneRow())
      wrong(lookup.span, "events that arrive look up one row, not an aggregate of several");
    if (!lookup.valid.from.empty())
      wrong(lookup.valid.span, "events that arrive cannot look up as of a time");
    if (lookup.table.database || !lookup.table.sql.empty())
      wrong(lookup.span, "events that arrive cannot look up in a database or a query");
  }
}

// "400d" or "0".
void ReadRaw(const YamlNode& node, Source& source, Context& context) {
  const YamlNode* raw = node.Find("raw");
  if (raw == nullptr) return;
  std::string_view text = raw->text;
  if (text.ends_with('d')) text.remove_suffix(1);
  constexpr double kMostDays = 36'500;
  const auto days = ParseNumber(text);
  if (days && *days >= 0 && *days <= kMostDays && std::floor(*days) == *days) {
    source.raw_days = static_cast<int>(*days);
    if (source.raw_days == 0) {
      context.reporter.Warning("NS010", raw->span,
                               "with raw: 0, a definition that changes holds for new events only",
                               "raw: 400d keeps them as they were sent, so that it can be applied "
                               "to all");
    }
  } else {
    context.reporter.Error("NS010", raw->span, fmt::format("'{}' is no number of days", raw->text),
                           "raw: 400d, or raw: 0 to keep nothing as it was sent");
  }
}

}  // namespace

void ReadHttp(const YamlNode& node, Source& source, Context& context) {
  CheckKeys(node, context);
  CheckLookups(source, context);
  ReadRaw(node, source, context);
  if (!source.event.empty() && !source.event_column.empty()) {
    context.reporter.Error("NS010", source.event_span,
                           "'event' and 'event_column' both name the event", "one of them");
  }
  source.layout = "json";
  const YamlNode* merge = node.Find("merge");
  source.merge_span = merge != nullptr ? merge->span : source.span;
  source.merge_entity = merge != nullptr ? Text(*merge, "entity") : PersonEntity(source);
  if (merge == nullptr) return;
  if (merge->Find("from") != nullptr || merge->Find("to") != nullptr) {
    context.reporter.Error("NS010", merge->span,
                           "clients say themselves who was known by another id",
                           "merge: {entity: user}");
  }
  if (!source.HasEntity(source.merge_entity)) {
    context.reporter.Error("NS004", merge->span,
                           fmt::format("the source has no entity '{}'", source.merge_entity));
  }
}

}  // namespace northstar::reading
