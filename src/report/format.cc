#include "report/format.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace northstar {

std::optional<Format> FormatFromName(std::string_view name) {
  if (name == "table") return Format::kTable;
  if (name == "json") return Format::kJson;
  if (name == "csv") return Format::kCsv;
  if (name == "markdown") return Format::kMarkdown;
  return std::nullopt;
}

std::string FormatValue(const Metric& metric, const std::optional<double>& value) {
  return FormatValue(LookOf(metric), value);
}

std::string Shorten(const std::string& text, size_t columns) {
  if (DisplayWidth(text) <= columns || columns == 0) return text;
  size_t end = 0;
  for (size_t shown = 0; end < text.size(); ++end) {
    const bool starts = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (starts && ++shown == columns) break;
  }
  return text.substr(0, end) + "…";
}

void TextTable::Add(std::vector<std::string> row) {
  for (std::string& cell : row) cell = Printable(cell);
  rows_.push_back(std::move(row));
}

std::string TextTable::Text(bool color) const {
  std::vector<size_t> widths;
  for (size_t c = 0; c < header_.size(); ++c) {
    size_t width = DisplayWidth(header_[c]);
    for (const auto& row : rows_) width = std::max(width, DisplayWidth(row[c]));
    widths.push_back(width);
  }
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string out;
    for (size_t c = 0; c < cells.size(); ++c) {
      const bool right = std::find(right_.begin(), right_.end(), c) != right_.end();
      if (c > 0) out += "  ";
      out += right ? PadLeft(cells[c], widths[c]) : PadRight(cells[c], widths[c]);
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
  };
  std::string out = color ? "\033[1m" + line(header_) + "\033[0m\n" : line(header_) + "\n";
  for (const auto& row : rows_) out += line(row) + "\n";
  return out;
}

std::string TextTable::Markdown() const {
  const auto line = [](const std::vector<std::string>& cells) {
    std::string out = "|";
    for (const std::string& cell : cells) {
      std::string safe;
      for (const char c : cell) safe += c == '|' ? std::string("\\|") : std::string(1, c);
      out += " " + safe + " |";
    }
    return out + "\n";
  };
  std::string out = line(header_) + "|";
  for (size_t c = 0; c < header_.size(); ++c) {
    out += std::find(right_.begin(), right_.end(), c) != right_.end() ? "---:|" : "---|";
  }
  out += "\n";
  for (const auto& row : rows_) out += line(row);
  return out;
}

std::string CsvField(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    if (c == '"') out += '"';
  }
  return out + "\"";
}

}  // namespace northstar
