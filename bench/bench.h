// What all benchmarks share: medians of pieces that take turns, and the table rows of
// docs/performance.md. A benchmark is one file with one function, listed in main.cc.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace northstar::bench {

struct Settings {
  int runs = 5;
  double size = 1;         // of the data of those that can be smaller (joined, database, text)
  std::string folder;      // for databases and files; removed at the end
  std::string clickhouse;  // path of libchdb; empty: without ClickHouse
  std::string program;     // this program, to be run again as a process of its own
};

// Ends the program when a benchmark cannot go on.
void Must(const Status& status);
template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) Must(Status(result.error()));
  return std::move(*result);
}

using Work = std::function<void()>;
double Milliseconds(const Work& work);
// Median milliseconds of each piece. They take turns, so that a noisy moment hits all alike, after
// a first round that only warms the caches.
std::vector<double> Medians(const std::vector<Work>& pieces, int runs);

// Each runs one benchmark and returns its section of the page, in Markdown.
std::string EightMetrics(const Settings& settings);
std::string Constellation(const Settings& settings);
std::string Loading(const Settings& settings);
std::string JoinedLoading(const Settings& settings);
std::string DatabaseLoading(const Settings& settings);
std::string PlainText(const Settings& settings);
// Of the constellation, only what northstar itself takes: for work on its speed.
std::string OwnTimes(const Settings& settings);

// A process of its own that opens `database` and gathers the constellation once: prints its peak
// memory in bytes.
int MeasureMemory(const std::string& database);

}  // namespace northstar::bench
