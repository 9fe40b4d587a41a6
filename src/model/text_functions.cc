#include "model/text_functions.h"

#include <nlohmann/json.hpp>

namespace northstar::text_functions {
namespace {

using Json = nlohmann::ordered_json;

// The byte at which a character begins, counted from 0; the size of the text beyond its end.
size_t ByteOf(std::string_view text, int64_t character) {
  size_t at = 0;
  for (int64_t i = 0; i < character && at < text.size(); ++i) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return at;
}

Json Parsed(std::string_view json) {
  return Json::parse(json, nullptr, false);
}

std::optional<std::string> TextOf(const Json& value) {
  if (value.is_null() || value.is_discarded()) return std::nullopt;
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_object()) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  for (const auto& [name, field] : value.items()) {
    if (!field.is_null() && !field.is_structured()) return TextOf(field);
  }
  return std::nullopt;
}

}  // namespace

std::string TrimmedText(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(kBlanks) - first + 1));
}

std::string Substr(std::string_view text, int64_t from, std::optional<int64_t> length) {
  const std::string_view rest = text.substr(ByteOf(text, from - 1));
  return std::string(length ? rest.substr(0, ByteOf(rest, *length)) : rest);
}

std::string SplitPart(std::string_view text, std::string_view separator, int64_t number) {
  for (int64_t i = 1; i < number; ++i) {
    const size_t at = text.find(separator);
    if (at == std::string_view::npos) return "";
    text.remove_prefix(at + separator.size());
  }
  return std::string(text.substr(0, text.find(separator)));
}

std::string Replace(std::string_view text, std::string_view part, std::string_view with) {
  std::string out;
  for (size_t at = 0; (at = text.find(part)) != std::string_view::npos;) {
    out += text.substr(0, at);
    out += with;
    text.remove_prefix(at + part.size());
  }
  return out += text;
}

std::optional<int64_t> JsonLength(std::string_view json) {
  const Json parsed = Parsed(json);
  if (!parsed.is_array()) return std::nullopt;
  return static_cast<int64_t>(parsed.size());
}

std::optional<std::string> Param(std::string_view list, std::string_view key) {
  const Json parsed = Parsed(list);
  if (!parsed.is_array()) return std::nullopt;
  for (const Json& entry : parsed) {
    if (!entry.is_object()) continue;
    for (const char* name : {"key", "name"}) {
      const auto found = entry.find(name);
      if (found == entry.end() || !found->is_string() ||
          found->get_ref<const std::string&>() != key)
        continue;
      const auto value = entry.find("value");
      if (value != entry.end()) return TextOf(*value);
    }
  }
  return std::nullopt;
}

}  // namespace northstar::text_functions
