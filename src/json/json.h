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

// Of every answer, as its first key; raised when a key goes away or changes its meaning.
inline constexpr int kApiVersion = 1;

// Null for none.
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
// Bytes that are no UTF-8 are replaced, never an error; numbers that are not finite become null.
inline std::string Dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}
// An answer: the same, with `api_version` before all other keys.
std::string DumpAnswer(const Json& answer);

}  // namespace northstar
