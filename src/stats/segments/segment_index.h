// Every segment of a table: of each set of dimensions (a cuboid), each combination of elements that
// occurs, with the rows it holds. Segments are numbered through all cuboids, small layers first.
// Immutable after it is made; reads are thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace northstar::stats {

class SegmentIndex {
 public:
  struct Cuboid {
    std::vector<size_t> dimensions;
    size_t first = 0, end = 0;  // its segments
  };

  // By dimension: the element of each row. REQUIRES: at least one dimension, all of one length,
  // under 2^32 rows.
  explicit SegmentIndex(const std::vector<std::vector<uint32_t>>& elements);

  size_t rows() const { return rows_; }
  size_t segments() const { return starts_.size() - 1; }
  const std::vector<Cuboid>& cuboids() const { return cuboids_; }
  size_t CuboidOf(size_t segment) const { return cuboid_of_[segment]; }
  // The segment of `cuboid` in which the row is.
  size_t SegmentOf(size_t cuboid, size_t row) const {
    return cuboids_[cuboid].first + local_[cuboid][row];
  }
  std::span<const uint32_t> RowsOf(size_t segment) const {
    return {rows_of_.data() + starts_[segment], starts_[segment + 1] - starts_[segment]};
  }

 private:
  void Add(std::vector<size_t> dimensions, const std::vector<std::vector<uint32_t>>& codes,
           const std::vector<uint32_t>& counts);

  size_t rows_ = 0;
  std::vector<Cuboid> cuboids_;
  std::vector<std::vector<uint32_t>> local_;  // by cuboid and row
  std::vector<uint32_t> cuboid_of_;           // by segment
  std::vector<size_t> starts_{0};             // by segment, into rows_of_; and the end
  std::vector<uint32_t> rows_of_;
};

}  // namespace northstar::stats
