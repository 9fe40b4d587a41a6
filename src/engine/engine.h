// The engine: a warehouse's data as they are at one moment (warehouse.h), and plans run over them.
// Not thread safe: every request has its own.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/gathered.h"
#include "plan/gather_plan.h"

namespace northstar {

// Told from time to time during long work; `share` is 0-1, or negative when unknown.
struct Progress {
  std::string what;
  double share = -1;
  int64_t rows = 0;
};
using ProgressListener = std::function<void(const Progress&)>;

enum class GatherEngine { kKernel, kSql };

// A series source: one row per period and dimension value.
struct SeriesRow {
  int64_t local_us = 0;                                // start of the period, wall clock
  std::vector<std::optional<std::string>> dimensions;  // in the source's order
  std::vector<std::optional<double>> values;           // in the order of Source::series_metrics
};
struct SeriesData {
  std::vector<SeriesRow> rows;  // ascending by time
};

// What somebody wrote.
struct FeedbackItem {
  int64_t ts_us = 0;
  std::optional<uint32_t> entity;  // id, as in Histories
  std::string text;                // not empty
  std::optional<double> rating;
  double votes = 0;
  std::optional<double> mood;                          // -1 to 1; none: could not be told
  std::vector<std::optional<std::string>> dimensions;  // in the source's order
};

// How reliable a source's rows are, from the record of its loads.
struct LoadQuality {
  int64_t read = 0, kept = 0, filtered = 0, duplicate = 0, rejected = 0;
  int64_t late = 0;  // rows dated over a day before a row that an earlier load had
  int64_t future = 0;
};

// Rows that were read, and those of them that could not be: of the files that have rows in some
// time, and of all others.
struct RejectedRows {
  int64_t read = 0, rejected = 0;
  int64_t other_read = 0, other_rejected = 0;
};

// A value of a dimension or an entity, and how many rows have it.
struct ValueCount {
  std::string value;
  int64_t rows = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;
  virtual Result<DataFacts> Facts() = 0;
  virtual Result<Gathered> Gather(const Project& project, const GatherPlan& plan,
                                  const DataFacts& facts, GatherEngine engine) = 0;
  // The statements that the reference engine runs, ready to be read and run by hand.
  virtual std::string ExplainSql(const Project& project, const GatherPlan& plan,
                                 const DataFacts& facts) = 0;
  virtual Result<SeriesData> ReadSeries(const Source& source) = 0;
  // The items of a feedback source that have a text, by time. REQUIRES: the source declares the
  // entity, or `entity` is empty: then nobody is known.
  virtual Result<std::vector<FeedbackItem>> ReadFeedback(const Source& source,
                                                         const std::string& entity) = 0;
  virtual Result<LoadQuality> Quality(const std::string& source) = 0;
  // UTC, `to_us` exclusive. REQUIRES: the source has rows.
  virtual Result<RejectedRows> Rejected(const std::string& source, int64_t from_us,
                                        int64_t to_us) = 0;
  // Whether some row of a loaded source has this value of a dimension or an entity.
  virtual Result<bool> Occurs(const Project& project, const DataFacts& facts,
                              const ColumnRef& column, const std::string& value) = 0;
  // The values that rows of the loaded sources have, the most frequent first; kMostValues at most.
  static constexpr size_t kMostValues = 200'000;
  virtual Result<std::vector<ValueCount>> CountValues(const Project& project,
                                                      const DataFacts& facts,
                                                      const ColumnRef& column) = 0;
};

}  // namespace northstar
