// What all JSON of the program has in common: how it is printed, and what is null.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace northstar {

using Json = nlohmann::ordered_json;

inline Json Number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}
inline Json Text(const std::optional<std::string>& value) {
  return value ? Json(*value) : Json(nullptr);
}
// Null for what was not said.
inline Json TextOrNull(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}
// Bytes that are no UTF-8 are replaced, never an error.
inline std::string Dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace northstar
