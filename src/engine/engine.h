// The engine: a warehouse's data as they are at one moment (warehouse.h), and plans run over them.
// Not thread safe: every request has its own. All it returns is copied: nothing points into it.
// What it runs may use several threads, and gives the same results on any number of them.
// Errors are kData (disk, memory, a canceled run) unless a function says otherwise.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/gathered.h"
#include "engine/misfit_facts.h"
#include "plan/exposure_plan.h"
#include "plan/gather_plan.h"

namespace northstar {

// Told from time to time during long work.
struct Progress {
  // What is worked on: of a load the name of the source.
  std::string what;
  // 0-1, or negative when unknown.
  double share = -1;
  int64_t rows = 0;
};
using ProgressListener = std::function<void(const Progress&)>;

// A series source: one row per period and dimension value.
struct SeriesRow {
  // Start of the period, wall clock.
  int64_t local_us = 0;
  // In the order of the source's dimensions; nullopt: none.
  std::vector<std::optional<std::string>> dimensions;
  // In the order of Source::series_metrics; nullopt: no number there.
  std::vector<std::optional<double>> values;
};
struct SeriesData {
  // Ascending by time.
  std::vector<SeriesRow> rows;
};

// What somebody wrote, one row of a feedback source.
struct FeedbackItem {
  // UTC.
  int64_t ts_us = 0;
  // Id, as in Histories, of who it counts as after merges; none: nobody is named.
  std::optional<uint32_t> entity;
  // Not empty; as it was written, contacts included.
  std::string text;
  // On the source's own scale.
  std::optional<double> rating;
  // At least 0; 0 where the source counts none.
  double votes = 0;
  // -1 to 1, as it was told when loading; none: could not be told.
  std::optional<double> mood;
  // In the order of the source's dimensions.
  std::vector<std::optional<std::string>> dimensions;
};

// How reliable a source's rows are, from the record of its loads.
struct LoadQuality {
  int64_t read = 0, kept = 0, filtered = 0, duplicate = 0, rejected = 0;
  // Rows dated over a day before a row that an earlier load had.
  int64_t late = 0;
  // Kept rows dated after the engine's now.
  int64_t future = 0;
};

// Rows that were read, and those of them that could not be: of the files that have rows in some
// time, and of all others.
struct RejectedRows {
  int64_t read = 0, rejected = 0;
  int64_t other_read = 0, other_rejected = 0;
};

// A value of a dimension or an entity, and how many rows have it, over all loaded sources.
struct ValueCount {
  std::string value;
  int64_t rows = 0;
};

// The plain SQL that the kernel is held against: the same figures, slowly, a statement per
// accumulator. An execution of its own, over the data of the engine that it belongs to.
class ReferenceSql {
 public:
  virtual ~ReferenceSql() = default;
  // As Engine::Gather; kUsage also where an accumulator has no statement.
  virtual Result<Gathered> Gather(const Project& project, const GatherPlan& plan,
                                  const DataFacts& facts) = 0;
  // The statements, ready to be read and run by hand; a comment stands for an accumulator that has
  // none. Runs nothing.
  virtual std::string Explain(const Project& project, const GatherPlan& plan,
                              const DataFacts& facts) = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;
  // For planning; call once and keep: it looks at every source.
  virtual Result<DataFacts> Facts() = 0;
  // Runs a plan that was made of this project and of Facts() of this engine, through the native
  // kernel. kUsage where there are too many groups or columns.
  virtual Result<Gathered> Gather(const Project& project, const GatherPlan& plan,
                                  const DataFacts& facts) = 0;
  // Lives as long as the engine. REQUIRES: Capabilities::reference_sql.
  virtual ReferenceSql& reference() = 0;
  // All rows of a series. REQUIRES: it is loaded.
  virtual Result<SeriesData> ReadSeries(const Source& source) = 0;
  // The items of a feedback source that have a text, by time, up to the engine's now; empty for a
  // source without texts. REQUIRES: the source is loaded and declares the entity, or `entity` is
  // empty: then nobody is known.
  virtual Result<std::vector<FeedbackItem>> ReadFeedback(const Source& source,
                                                         const std::string& entity) = 0;
  // What of the data does not fit together, as counts; sources that are not loaded as the project
  // has them are left out.
  virtual Result<MisfitFacts> ReadMisfits(const Project& project) = 0;
  // What an experiment showed to whom; the arms by how many units they have, whatever the plan
  // calls them. The entity and the dimension must be declared by some source of the feeds; rows
  // without either are passed over.
  virtual Result<std::vector<ArmSeen>> ReadArms(const Project& project, const DataFacts& facts,
                                                const ExposurePlan& plan) = 0;
  // Units of the two arms, by id.
  virtual Result<std::vector<ExposedUnit>> ReadExposures(const Project& project,
                                                         const DataFacts& facts,
                                                         const ExposurePlan& plan) = 0;
  // What these units did in the windows of the figure, up to plan.until_us; those in both arms are
  // left out. By id and window.
  virtual Result<std::vector<UnitCell>> ReadUnitFigures(const Project& project,
                                                        const DataFacts& facts,
                                                        const ExposurePlan& plan,
                                                        const UnitFigurePlan& figure) = 0;
  virtual Result<LoadQuality> Quality(const std::string& source) = 0;
  // UTC, `to_us` exclusive. REQUIRES: the source has rows.
  virtual Result<RejectedRows> Rejected(const std::string& source, int64_t from_us,
                                        int64_t to_us) = 0;
  // Whether some row of a loaded source has this value of a dimension or an entity. Answers are
  // kept, so that asking twice costs nothing.
  virtual Result<bool> Occurs(const Project& project, const DataFacts& facts,
                              const ColumnRef& column, const std::string& value) = 0;
  // The values that rows of the loaded sources have, the most frequent first; kMostValues at most,
  // the others are left out without a word.
  static constexpr size_t kMostValues = 200'000;
  virtual Result<std::vector<ValueCount>> CountValues(const Project& project,
                                                      const DataFacts& facts,
                                                      const ColumnRef& column) = 0;
};

}  // namespace northstar
