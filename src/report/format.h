// How one finding is shown: table for people, JSON, CSV and Markdown for what reads on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/metric_look.h"

namespace northstar {

enum class Format { kTable, kJson, kCsv, kMarkdown };
// What of them is written here: JSON is made in json/.
enum class TextForm { kTable, kCsv, kMarkdown };
std::optional<Format> FormatFromName(std::string_view name);

// A value as its metric says (base/number_words.h); "–" for null.
std::string FormatValue(const Metric& metric, const std::optional<double>& value);

// At most `columns` wide, with … for what was left out.
std::string Shorten(const std::string& text, size_t columns);

// Columns of text, aligned; numbers to the right. `color` may bold the header.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : header_(std::move(header)) {}
  void AlignRight(size_t column) { right_.push_back(column); }
  // What in a cell could steer a terminal or turn a line is shown as what it is (base/text.h).
  void Add(std::vector<std::string> row);
  std::string Text(bool color) const;
  std::string Markdown() const;
  size_t size() const { return rows_.size(); }

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<size_t> right_;
};

std::string CsvField(std::string_view text);  // quoted where needed

}  // namespace northstar
