// The twenty metrics of the constellation: as northstar defines them, and as a hand-written query
// each for DuckDB and for ClickHouse. Every query gives a row per week `w` and plan `p` with the
// figure `x`; the placeholders are {w} (the week of `ts`), {t} (the table) and {last} (the last
// week).
#pragma once

#include <span>

namespace northstar::bench {

// What of northstar's cells is the same figure as `x`.
enum class Figure {
  kCount,    // n
  kValue,    // v
  kMean,     // v / n
  kRatio,    // n of the second leaf over n of the first
  kDiffers,  // the query answers an easier question (said in `note`)
};

struct PeerMetric {
  const char* yaml;
  Figure duckdb_figure;
  const char* duckdb;
  Figure clickhouse_figure;
  const char* clickhouse;
};

std::span<const PeerMetric> PeerMetrics();

}  // namespace northstar::bench
