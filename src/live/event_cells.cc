#include "live/event_cells.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>

namespace northstar::live {
namespace {

std::optional<ingest::Json> At(const ingest::Json& event, const std::vector<std::string>& path) {
  ingest::Json value = event;
  for (const std::string& name : path) {
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS ||
        object.at_key(name).get(value) != simdjson::SUCCESS)
      return std::nullopt;
  }
  return value.is_null() ? std::nullopt : std::optional(value);
}

// The fewest digits that mean this number, in full below 1e21 and from 1e-6 on; whole ones with a
// point.
std::string Shortest(double value) {
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific)
                       .ptr;
  *end = '\0';
  std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  std::string out;
  if (text.starts_with('-')) out += '-';
  text.remove_prefix(out.size());
  const size_t e = text.find('e');
  std::string digits(text.substr(0, 1));
  if (e > 2) digits += text.substr(2, e - 2);
  // The point stands behind so many digits.
  const int point = std::atoi(text.data() + e + 1) + 1;
  const int size = static_cast<int>(digits.size());
  constexpr int kMostInFull = 21, kMostZeros = 6;
  if (point > kMostInFull || point <= -kMostZeros) {
    out += digits.substr(0, 1);
    if (size > 1) out += "." + digits.substr(1);
    return out + fmt::format("e{}", point - 1);
  }
  if (point <= 0) return out + "0." + std::string(static_cast<size_t>(-point), '0') + digits;
  if (point >= size)
    return out + digits + std::string(static_cast<size_t>(point - size), '0') + ".0";
  return out + digits.substr(0, static_cast<size_t>(point)) + "." +
         digits.substr(static_cast<size_t>(point));
}

void AppendQuoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04X}", static_cast<int>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

// As JSON without blanks.
void Append(const ingest::Json& value, std::string& out) {
  std::string_view text;
  double number = 0;
  simdjson::dom::object object;
  if (value.is_array()) {
    out += '[';
    bool first = true;
    for (const ingest::Json& element : ingest::Elements(value)) {
      if (!first) out += ',';
      first = false;
      Append(element, out);
    }
    out += ']';
  } else if (value.get(object) == simdjson::SUCCESS) {
    out += '{';
    bool first = true;
    for (const auto& [key, field] : object) {
      if (!first) out += ',';
      first = false;
      AppendQuoted(key, out);
      out += ':';
      Append(field, out);
    }
    out += '}';
  } else if (value.get(text) == simdjson::SUCCESS) {
    AppendQuoted(text, out);
  } else if (value.type() == simdjson::dom::element_type::DOUBLE &&
             value.get(number) == simdjson::SUCCESS) {
    out += Shortest(number);
  } else {
    out += simdjson::minify(value);
  }
}

}  // namespace

std::string NumberText(double value) {
  std::string text = Shortest(value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

EventCells::EventCells(std::vector<std::vector<std::string>> paths)
    : paths_(std::move(paths)), texts_(paths_.size()), cells_(paths_.size()) {}

const std::vector<ArrivedCell>& EventCells::Read(const ingest::Json& event) {
  for (size_t i = 0; i < paths_.size(); ++i) {
    const auto value = At(event, paths_[i]);
    cells_[i] = {value.has_value(), {}};
    if (!value || value->get(cells_[i].text) == simdjson::SUCCESS) continue;
    double number = 0;
    if (value->type() == simdjson::dom::element_type::DOUBLE &&
        value->get(number) == simdjson::SUCCESS) {
      texts_[i] = NumberText(number);
    } else {
      texts_[i].clear();
      Append(*value, texts_[i]);
    }
    cells_[i].text = texts_[i];
  }
  return cells_;
}

}  // namespace northstar::live
