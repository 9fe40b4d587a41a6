// One chunk of stored rows (at most 2,048) as the kernel sees it, and the batches that a program
// cuts from it: the rows of one event and one group that passed one filter, with their periods and
// values worked out, ready to be collected.
#pragma once

#include <cstdint>
#include <vector>

namespace northstar::kernel {

inline constexpr int kChunkRows = 2048;

struct ColumnView {
  const void* data = nullptr;
  const uint64_t* validity = nullptr;  // null: every row is valid

  bool Valid(uint32_t row) const {
    return validity == nullptr || ((validity[row >> 6] >> (row & 63)) & 1) != 0;
  }
  const uint32_t* codes() const { return static_cast<const uint32_t*>(data); }
  const double* numbers() const { return static_cast<const double*>(data); }
  uint32_t Code(uint32_t row) const { return codes()[row]; }
  double Number(uint32_t row) const { return numbers()[row]; }
};

struct Chunk {
  uint32_t size = 0;
  const int64_t* ts = nullptr;
  const uint16_t* event = nullptr;
  std::vector<ColumnView> columns;  // in the order of ScanProgram::columns
};

// Rows of a chunk, ascending.
struct Selection {
  const uint16_t* rows = nullptr;
  uint32_t size = 0;
  bool whole = false;  // row i is rows[i] == i, for all rows of the chunk
};

// The periods of a chunk's rows in one grid; -1 outside. Clustered rows mostly share one.
struct RowPeriods {
  const int32_t* by_row = nullptr;  // null: all rows lie in `shared`
  int32_t shared = -1;
};

struct Batch {
  const Chunk* chunk = nullptr;
  Selection rows;
  RowPeriods periods;
  uint32_t group = 0;                  // of all rows
  const ColumnView* entity = nullptr;  // null: the source lacks it, or nobody asked
  const ColumnView* other = nullptr;
  const double* values = nullptr;    // by index into rows, NaN for null; null: nobody asked
  const ColumnView* file = nullptr;  // with `sequence`, where a row stood; null: nobody asked
  const ColumnView* sequence = nullptr;

  // Rows of one instant are told apart by it, in the order of their files.
  uint64_t OrderOf(uint16_t row) const {
    return static_cast<uint64_t>(file->Code(row)) << 40 |
           static_cast<uint64_t>(static_cast<const int64_t*>(sequence->data)[row]);
  }

  // All rows belong to one period.
  bool OneCell() const { return periods.by_row == nullptr; }
  // Some row lies inside the grid.
  bool InGrid() const {
    if (OneCell()) return periods.shared >= 0;
    for (uint32_t i = 0; i < rows.size; ++i) {
      if (periods.by_row[rows.rows[i]] >= 0) return true;
    }
    return false;
  }
};

// visit(index into rows, row, period) for every row inside the grid.
template <typename Visit>
void ForEachRow(const Batch& batch, Visit visit) {
  const uint32_t size = batch.rows.size;
  if (batch.periods.by_row == nullptr) {
    if (batch.periods.shared < 0) return;
    const auto period = static_cast<uint32_t>(batch.periods.shared);
    for (uint32_t i = 0; i < size; ++i) visit(i, batch.rows.rows[i], period);
    return;
  }
  for (uint32_t i = 0; i < size; ++i) {
    const uint16_t row = batch.rows.rows[i];
    const int32_t period = batch.periods.by_row[row];
    if (period < 0) continue;
    visit(i, row, static_cast<uint32_t>(period));
  }
}

}  // namespace northstar::kernel
