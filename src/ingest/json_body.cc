#include "ingest/json_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/code_points.h"

namespace northstar::ingest {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// "\ud83d": the number behind the backslash at `at`, if it is an escape of four digits.
std::optional<uint32_t> EscapeAt(std::string_view text, size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  uint32_t value = 0;
  for (size_t i = at + 2; i < at + 6; ++i) {
    const char c = text[i];
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<uint32_t>(digit);
  }
  return value;
}

// An escape at the backslash `at`, put right; how many bytes it has.
size_t MendEscape(std::string_view text, size_t at, std::string& out) {
  const auto code = EscapeAt(text, at);
  if (!code) {
    out.append(text.substr(at, 2));
    return 2;
  }
  const bool first_half = *code >= 0xD800 && *code < 0xDC00;
  const bool second_half = *code >= 0xDC00 && *code < 0xE000;
  if (first_half) {
    const auto next = EscapeAt(text, at + 6);
    if (next && *next >= 0xDC00 && *next < 0xE000) {
      out.append(text.substr(at, 12));
      return 12;
    }
  }
  out.append(first_half || second_half ? std::string_view("\\ufffd") : text.substr(at, 6));
  return 6;
}

// Each half of a character encoded alone, as the browser library of Mixpanel does: three bytes.
// The half, if there is one at `at`.
std::optional<uint32_t> HalfAt(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if (at + 3 > text.size() || byte(0) != 0xED || byte(1) < 0xA0 || (byte(1) & 0xC0) != 0x80 ||
      (byte(2) & 0xC0) != 0x80)
    return std::nullopt;
  return 0xD000U | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
}

// Bytes at `at` that may be no UTF-8, put right; how many there are.
size_t MendBytes(std::string_view text, size_t at, std::string& out) {
  if (const auto first = HalfAt(text, at)) {
    const auto second = HalfAt(text, at + 3);
    if (*first >= 0xDC00 || !second || *second < 0xDC00) {
      out.append(kReplacement);
      return 3;
    }
    const uint32_t code = 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
    for (const uint32_t byte : {0xF0 | code >> 18, 0x80 | (code >> 12 & 0x3F),
                                0x80 | (code >> 6 & 0x3F), 0x80 | (code & 0x3F)})
      out += static_cast<char>(byte);
    return 6;
  }
  int32_t bytes = 0;
  const std::string_view rest = text.substr(at, 4);
  if (NextCodePoint(rest, bytes) < 0) {
    out.append(kReplacement);
    return 1;
  }
  out.append(rest.substr(0, static_cast<size_t>(bytes)));
  return static_cast<size_t>(bytes);
}

// A value that Python and old browsers write; how many bytes it has, 0: there is none.
size_t NoNumberAt(std::string_view text, size_t at) {
  for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
    if (text.substr(at, word.size()) == word) return word.size();
  }
  return 0;
}

// A number; how many bytes it has, 0: there is none.
size_t NumberAt(std::string_view text, size_t at) {
  const size_t end = text.find_first_not_of("0123456789+-.eE", at);
  const bool begins = at < text.size() && (text[at] == '-' || (text[at] >= '0' && text[at] <= '9'));
  return begins ? std::min(end, text.size()) - at : 0;
}

template <typename T>
bool Fits(std::string_view number) {
  T value{};
  return std::from_chars(number.data(), number.data() + number.size(), value).ec == std::errc();
}

// More than 64 bits, whose digits count if it is an id; or more than any double.
bool IsHuge(std::string_view number) {
  constexpr size_t kSurelyFits = 18;
  if (number.find_first_of(".eE+-", 1) != std::string_view::npos) return !Fits<double>(number);
  return number.size() > kSurelyFits && !Fits<int64_t>(number) && !Fits<uint64_t>(number);
}

}  // namespace

std::string MendedJson(std::string_view text) {
  std::string out;
  out.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  bool quoted = false;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (!quoted) {
      if (const size_t word = NoNumberAt(text, i); word > 0) {
        out += "null";
        i += word;
        continue;
      }
      if (const size_t digits = NumberAt(text, i); digits > 0) {
        const std::string_view number = text.substr(i, digits);
        out += IsHuge(number) ? fmt::format("\"{}\"", number) : std::string(number);
        i += digits;
        continue;
      }
      quoted = c == '"';
      out += c;
      ++i;
    } else if (c == '\\') {
      i += MendEscape(text, i, out);
    } else if (c == '"' || static_cast<unsigned char>(c) < 0x80) {
      quoted = c != '"';
      out += c;
      ++i;
    } else {
      i += MendBytes(text, i, out);
    }
  }
  return out;
}

std::optional<Json> JsonBody::Parse(std::string& text) {
  if (auto root = ParseAsIs(text)) return root;
  text = MendedJson(text);
  return ParseAsIs(text);
}

std::optional<Json> JsonBody::ParseAsIs(std::string& text) {
  // The memory of one large body is not kept for all the small ones after it.
  constexpr size_t kKept = size_t{4} << 20;
  if (parser_.capacity() > kKept && text.size() < kKept) parser_ = simdjson::dom::parser();
  if (parser_.capacity() < text.size() &&
      parser_.allocate(text.size(), kMostDepth) != simdjson::SUCCESS)
    return std::nullopt;
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  Json root;
  if (parser_.parse(text.data(), text.size(), false).get(root) != simdjson::SUCCESS)
    return std::nullopt;
  return root;
}

std::optional<Json> Field(const Json& value, std::string_view name) {
  simdjson::dom::object object;
  Json found;
  if (value.get(object) != simdjson::SUCCESS || object.at_key(name).get(found) != simdjson::SUCCESS)
    return std::nullopt;
  return found.is_null() ? std::nullopt : std::optional(found);
}

std::optional<std::string_view> TextField(const Json& value, std::string_view name) {
  const auto field = Field(value, name);
  std::string_view text;
  if (!field || field->get(text) != simdjson::SUCCESS) return std::nullopt;
  return text;
}

std::vector<Json> Elements(const Json& value) {
  std::vector<Json> elements;
  simdjson::dom::array list;
  if (value.get(list) != simdjson::SUCCESS) return elements;
  elements.reserve(list.size());
  for (const Json element : list) elements.push_back(element);
  return elements;
}

std::optional<std::vector<Json>> ListField(const Json& value, std::string_view name) {
  const auto field = Field(value, name);
  if (!field || !field->is_array()) return std::nullopt;
  return Elements(*field);
}

std::string IdField(const Json& value, std::string_view name) {
  const auto field = Field(value, name);
  return field ? TextOrWhole(*field) : "";
}

std::string TextOrWhole(const Json& value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return std::string(text);
  int64_t number = 0;
  if (value.get(number) == simdjson::SUCCESS) return std::to_string(number);
  uint64_t large = 0;
  return value.get(large) == simdjson::SUCCESS ? std::to_string(large) : "";
}

}  // namespace northstar::ingest
