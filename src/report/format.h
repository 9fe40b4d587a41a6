// How one finding is shown: table for people, JSON, CSV and Markdown for what reads on. What the
// forms share is here; each finding has a file of its own beside it. Pure; text out, nothing is
// printed.
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
// "table", "json", "csv", "markdown"; nullopt for any other word.
std::optional<Format> FormatFromName(std::string_view name);

// A value as its metric says (base/number_words.h); "–" for null.
std::string FormatValue(const Metric& metric, const std::optional<double>& value);

// At most `columns` wide, the … for what was left out included; 0: as it is.
std::string Shorten(const std::string& text, size_t columns);

// Columns of text, aligned; numbers to the right. `color` may bold the header. For one thread.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : header_(std::move(header)) {}
  // From 0; for this column in all rows, the header included.
  void AlignRight(size_t column) { right_.push_back(column); }
  // What in a cell could steer a terminal or turn a line is shown as what it is (base/text.h).
  // REQUIRES: as many cells as the header.
  void Add(std::vector<std::string> row);
  // Header and rows, each with a newline, two blanks between columns, none at the end of a line.
  std::string Text(bool color) const;
  // As a table, "|" in cells escaped.
  std::string Markdown() const;
  size_t size() const { return rows_.size(); }

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<size_t> right_;
};

// As RFC 4180 has it: quoted where a comma, a quote or a line break needs it.
std::string CsvField(std::string_view text);

}  // namespace northstar
