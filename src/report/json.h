// What all JSON of the program has in common: how it is printed, and what is null. Keys keep the
// order in which they were set, so that the same findings print the same bytes; a figure that is
// not known is null, never left out and never 0.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace northstar {

// Insertion order, which readers see and tests compare.
using Json = nlohmann::ordered_json;

// Null for none. REQUIRES: finite; what is not would print as null as well.
inline Json Number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}
inline Json Text(const std::optional<std::string>& value) {
  return value ? Json(*value) : Json(nullptr);
}
// Null for what was not said: the empty text.
inline Json TextOrNull(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}
// Indented by two, with a last newline. Bytes that are no UTF-8 are replaced, never an error.
inline std::string Dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace northstar
