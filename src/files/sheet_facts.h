// What was found while a sheet was written out: its size, and what a person should know of before
// they trust it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace northstar::files {

// Counts are of cells, rows or columns that hold something, at the places they were found.
struct SheetFacts {
  int64_t rows = 0;                    // lines written; the last one holds something
  int64_t empty_rows = 0;              // of them
  int64_t columns = 0;                 // up to the widest row
  int64_t errors = 0;                  // "#N/A" and the like, written as empty
  int64_t formulas = 0;                // with a stored value, which was written
  int64_t formulas_without_value = 0;  // written as empty
  int64_t merged_areas = 0;
  int64_t hidden_rows = 0;
  int64_t hidden_columns = 0;
  int64_t dates_outside = 0;  // of a date's format, but no date: written as the number

  // The above that matter, each a sentence for a person; set when the sheet was written.
  std::vector<std::string> notes;
};

std::vector<std::string> NotesOf(const SheetFacts& facts);

}  // namespace northstar::files
