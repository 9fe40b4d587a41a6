// Rows of text cells → a TableProfile, one row after the other, whoever reads them: a file, a
// sheet, a database. Columns may turn up late, as in JSON.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/table_profile.h"

namespace northstar {

// The hash by which keys are compared; of the cell as it is written. Never 0.
uint64_t KeyOf(std::string_view cell);
// In small letters, without blanks around and without ".0" behind digits.
std::string FoldedKey(std::string_view cell);

// Collects one column. Memory: 64 bytes per distinct value, up to kMostProfiledRows of them.
class ColumnProfiler {
 public:
  explicit ColumnProfiler(std::string name);
  // The cell of row `row`; rows come in rising order, absent ones are empty.
  void Add(int64_t row, std::string_view cell);
  // `keep_rows`: whether row_keys are wanted.
  ColumnProfile Finish(int64_t rows, bool keep_rows) &&;

 private:
  struct Seen {
    uint32_t count = 0, shapes = 0;
    std::string text;  // from the second time on, while there is room
  };
  void Judge(std::string_view cell, Seen& seen);
  void Compare(int64_t row, std::string_view cell, uint64_t key, uint32_t shapes);
  void FinishNoValues(ColumnProfile& out) const;
  void FinishKeys(ColumnProfile& out, int64_t rows, bool keep_rows);

  ColumnProfile out_;
  std::unordered_map<uint64_t, Seen> seen_;
  std::vector<uint64_t> folded_, row_keys_;
  std::vector<uint32_t> lengths_;  // cells by length
  size_t texts_kept_ = 0;
  int64_t words_ = 0;
  std::map<std::string, int64_t, std::less<>> no_values_;
  // The neighbor above.
  int64_t last_row_ = -2, neighbors_ = 0, ascending_ = 0, steps_ = 0, equal_ = 0;
  std::string last_;
  uint64_t last_key_ = 0;
  double last_number_ = 0;
  bool last_is_number_ = false;
};

class TableProfiler {
 public:
  explicit TableProfiler(std::string name) : name_(std::move(name)) {}

  // The column of that name, made when it is new; nullopt beyond kMostProfiledColumns.
  std::optional<size_t> Column(const std::string& name);
  // One more column, whether the name is new or not: a header can name two alike.
  std::optional<size_t> NewColumn(const std::string& name);
  // A cell of the row that is open. REQUIRES: an index that Column gave.
  void Add(size_t column, std::string_view cell) { columns_[column].Add(rows_, cell); }
  void EndRow() { ++rows_; }
  // One row; cells beyond the columns are left out.
  void AddRow(std::span<const std::string_view> cells);
  int64_t rows() const { return rows_; }
  size_t columns() const { return columns_.size(); }

  // `all_rows`: of the table, at least those that were added.
  TableProfile Finish(int64_t all_rows) &&;

 private:
  std::string name_;
  int64_t rows_ = 0, left_out_ = 0;
  std::vector<ColumnProfiler> columns_;
  std::unordered_map<std::string, size_t> by_name_;
};

}  // namespace northstar
