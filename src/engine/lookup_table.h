// A table in memory that finds a row by its key, and, where rows are valid for a time, by key and
// instant. What rows look up while they are loaded, and while they arrive.
// It leaves out where rows come from and whether keys are what they should be: whoever adds rows
// has looked at that.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace northstar {

class LookupTable {
 public:
  // `fields` cells a row; 0 for a table that only tells what is there.
  explicit LookupTable(size_t fields) : fields_(fields) {}

  // A row, valid in [from, until), UTC microseconds. Rows of one key come one after the other, in
  // the order of `from`, and do not overlap. REQUIRES: one cell per field.
  void Add(std::string_view key, const std::vector<std::optional<std::string>>& cells,
           int64_t from_us = std::numeric_limits<int64_t>::min(),
           int64_t until_us = std::numeric_limits<int64_t>::max());

  size_t rows() const { return times_.size(); }
  size_t keys() const { return rows_of_.size(); }
  // Bytes that it takes, about.
  size_t bytes() const;

  // The number of the row; none: there is no such key, or none that is valid then. Without an
  // instant the first one of the key. Thread safe once all rows were added, as is Field.
  std::optional<uint32_t> Find(std::string_view key) const;
  std::optional<uint32_t> FindAt(std::string_view key, int64_t us) const;
  // In no order.
  void ForEachKey(const std::function<void(std::string_view)>& take) const;
  // None: the cell is empty. REQUIRES: a number that Find gave, and field < fields.
  std::optional<std::string_view> Field(uint32_t row, size_t field) const;

 private:
  struct Range {
    uint32_t first = 0, count = 0;
  };
  struct Valid {
    int64_t from_us, until_us;
  };
  std::string_view Keep(std::string_view text);

  size_t fields_;
  absl::flat_hash_map<std::string_view, Range> rows_of_;
  std::vector<Valid> times_;             // by row
  std::vector<std::string_view> cells_;  // by row, then field; without data: empty
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t used_ = 0, block_ = 0;  // of the last block: bytes taken, and its size
  size_t kept_ = 0;              // bytes of all blocks
};

}  // namespace northstar
