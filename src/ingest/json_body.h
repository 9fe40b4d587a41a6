// The JSON of a body, parsed once; values live as long as it does. What clients write that is not
// quite JSON is put right before it is given up: NaN and Infinity of Python become null, halves of
// characters and bytes that are no UTF-8 become U+FFFD, whole numbers of more than 64 bits texts.
// For one thread at a time.
#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace northstar::ingest {

using Json = simdjson::dom::element;

// Lists and objects within each other: more is refused.
inline constexpr size_t kMostDepth = 64;

class JsonBody {
 public:
  // The values of an earlier text are gone. Nullopt where it is no JSON, too deep, or two texts.
  // `text` is the one that was parsed: put right, if it had to be.
  std::optional<Json> Parse(std::string& text);

 private:
  std::optional<Json> ParseAsIs(std::string& text);

  simdjson::dom::parser parser_;
};

// JSON in which nothing but the mistakes above stands wrong, without them.
std::string MendedJson(std::string_view text);

// Of an object: the field, unless it is not there or null. The first of several counts.
std::optional<Json> Field(const Json& value, std::string_view name);
// The same where it is a text, or a list.
std::optional<std::string_view> TextField(const Json& value, std::string_view name);
// What the list holds; nothing where the value is none.
std::vector<Json> Elements(const Json& value);
std::optional<std::vector<Json>> ListField(const Json& value, std::string_view name);
// A text, or a whole number as one: ids are both. Empty: neither.
std::string TextOrWhole(const Json& value);
std::string IdField(const Json& value, std::string_view name);

}  // namespace northstar::ingest
