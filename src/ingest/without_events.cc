#include "ingest/without_events.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace northstar::ingest {
namespace {

// The list that events stand in, of an object; empty: the object is one event.
std::string_view ListOf(Format format, const Json& root) {
  const std::string_view name = FamilyOf(format) == Family::kAmplitude ? "events" : "batch";
  return ListField(root, name) ? name : std::string_view();
}

std::string Written(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string ListWithout(const Json& list, const std::vector<size_t>& events) {
  std::string out = "[";
  size_t number = 0;
  for (const Json& element : Elements(list)) {
    if (number > 0) out += ',';
    const bool gone = std::binary_search(events.begin(), events.end(), number);
    out += gone ? "null" : simdjson::minify(element);
    ++number;
  }
  return out + "]";
}

}  // namespace

std::string WithoutEvents(Format format, const Json& root, const std::vector<size_t>& events) {
  if (root.is_array()) return ListWithout(root, events);
  const std::string_view list = ListOf(format, root);
  if (list.empty() || !root.is_object()) return events.empty() ? simdjson::minify(root) : "{}";
  std::string out = "{";
  for (const auto [key, value] : simdjson::dom::object(root)) {
    if (out.size() > 1) out += ',';
    out += Written(key) + ":";
    out += key == list && value.is_array() ? ListWithout(value, events) : simdjson::minify(value);
  }
  return out + "}";
}

}  // namespace northstar::ingest
