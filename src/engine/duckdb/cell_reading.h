// How the cells of a source are read, as all its cells together tell: the decimal sign and the sign
// between thousands of each column of numbers, and the unit of times that are numbers. It is
// decided once and remembered; a later file that contradicts it is an error, and nobody is asked to
// guess.
#pragma once

#include <map>
#include <string>

#include "engine/duckdb/file_stage.h"

namespace northstar::duck {

// What is known of a source's cells from earlier loads.
struct CellKnowledge {
  std::map<std::string, uint32_t> evidence;  // number_evidence by column of the files
  EpochUnit unit = EpochUnit::kByDigits;     // kByDigits: no time was a number that tells

  bool operator==(const CellKnowledge&) const = default;
};

Result<CellKnowledge> ReadCellKnowledge(Connection& connection, const std::string& source);
Status WriteCellKnowledge(Connection& connection, const std::string& source,
                          const CellKnowledge& knowledge);

// The reading that the knowledge allows. Errors name a cell of `stage` and the key that settles it.
Result<CellReading> DecideReading(const Project& project, const Source& source,
                                  const CellKnowledge& knowledge, const FileStage& stage);
// Fails where `learned` reads amounts of a column in another way than they were read and stored,
// knowing what `earlier` does.
Status CheckAsBefore(const Source& source, const CellKnowledge& earlier, const CellReading& before,
                     const CellReading& learned, const FileStage& stage);
// The style of one column by its own cells alone.
Result<NumberStyle> StyleOfColumn(const TableFiles& source, const std::string& column,
                                  uint32_t evidence);
// Of the times that are numbers, those in ns_stage and those of `earlier` loads.
struct TimeNumbers {
  EpochUnit unit = EpochUnit::kByDigits;
  std::string small;  // one that is so small that its digits do not tell the unit; empty: none is
};
// Fails for two units in one column, and for days as spreadsheets count them.
Result<TimeNumbers> TimeNumbersOfStage(Connection& connection, const Source& source,
                                       EpochUnit earlier);

// What to set, where cells of a column are numbers in another style: "if they are right, set
// `thousands: ','`"; empty when this one is none.
std::string StyleHint(const std::string& cell);

}  // namespace northstar::duck
