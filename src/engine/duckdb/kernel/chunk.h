// One chunk of stored rows (at most 2,048) as the kernel sees it: flat arrays and validity masks.
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
  uint32_t Code(uint32_t row) const { return static_cast<const uint32_t*>(data)[row]; }
  double Number(uint32_t row) const { return static_cast<const double*>(data)[row]; }
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
};

}  // namespace northstar::kernel
