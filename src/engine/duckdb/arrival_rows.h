// Events that arrived, in memory, as a relation that DuckDB reads: ns_arrived(number). They are
// handed on in the order in which they came, and without being copied.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/arrivals.h"
#include "engine/duckdb/database.h"

namespace northstar::duck {

// Once per database, or again.
Status RegisterArrivalFunction(Connection& connection);

// Adding, clearing and statements over the relation: not at the same time.
class ArrivalRows {
 public:
  ArrivalRows();
  ~ArrivalRows();
  ArrivalRows(const ArrivalRows&) = delete;
  ArrivalRows& operator=(const ArrivalRows&) = delete;

  // As SQL; valid as long as this object is there.
  std::string relation() const;
  // Before anything is added: so many cells has each.
  void SetPaths(size_t paths) { paths_ = paths; }

  void Add(const Arrival& arrival);
  void Clear();

  // What the function reads.
  size_t paths() const { return paths_; }
  const std::vector<_duckdb_data_chunk*>& chunks() const { return chunks_; }

 private:
  void BeginChunk();
  void SetText(size_t column, std::string_view text);

  int64_t number_;
  size_t paths_ = 0;
  std::vector<_duckdb_data_chunk*> chunks_;
  uint64_t rows_ = 0;  // of the last one
};

}  // namespace northstar::duck
