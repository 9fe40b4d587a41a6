// Tables of texts as profiles, for the tests of what is found in them.
#pragma once

#include <string>
#include <vector>

#include "engine/table_profiler.h"

namespace northstar::testing {

struct TextColumn {
  std::string name;
  std::vector<std::string> cells;
};

inline TableProfile ProfileOf(const std::string& name, const std::vector<TextColumn>& columns) {
  TableProfiler table(name);
  for (const TextColumn& column : columns) (void)table.NewColumn(column.name);
  for (size_t row = 0; row < columns.at(0).cells.size(); ++row) {
    for (size_t c = 0; c < columns.size(); ++c) table.Add(c, columns[c].cells.at(row));
    table.EndRow();
  }
  const int64_t rows = table.rows();
  return std::move(table).Finish(rows);
}

// `rows` cells, each made of its row number.
template <typename Make>
std::vector<std::string> Cells(int rows, Make make) {
  std::vector<std::string> cells;
  for (int row = 0; row < rows; ++row) cells.push_back(make(row));
  return cells;
}

}  // namespace northstar::testing
