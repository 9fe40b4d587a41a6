// The tables in which the database describes itself (ns_…): what was loaded, by which definition,
// and how its cells are read. Names of sources and files are parameters throughout.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// Creates the tables that are missing.
std::vector<Text> CreateCatalog();
// One number: 1 when there is a stored table of this name.
Text CountTables(const std::string& table);
// (name) of all stored tables.
Text StoredTables();
Text DropTable(const std::string& table);
Text DropTableIfThere(const std::string& table);
// (format), and one that stays when there is one.
Text DatabaseFormat();
Text InsertFormat(const std::string& format);

// A loaded file: times in nanoseconds, rows as far as they are known.
struct FileRecord {
  std::string source;
  int64_t id = 0;
  std::string path;
  int64_t size = 0, mtime_ns = 0, ctime_ns = 0, inode = 0;
  std::string hash;
};
// (id, path, size, mtime_ns, ctime_ns, inode, hash, rows read), by id.
Text FilesOf(const std::string& source);
// With `read` rows, of which `kept` are kept and the others filtered.
Text InsertFile(const FileRecord& file, int64_t read, int64_t kept);
// Its counts stay.
Text UpdateFile(const FileRecord& file);
Text DeleteFile(const std::string& source, int64_t id);
Text DeleteFiles(const std::string& source);
// (precision): the coarsest that a file with kept rows may have; 0 when there is none.
Text LeastPrecision(const std::string& source);
// `only_lower`: of a file that has rows from earlier loads.
Text UpdatePrecision(const std::string& source, int64_t file, int64_t precision, bool only_lower);

// Without rows yet.
Text InsertSource(const std::string& source, const std::string& definition);
Text InsertSourceIfNew(const std::string& source, const std::string& definition);
Text InsertSeriesSource(const std::string& source, const std::string& definition, int64_t rows,
                        int64_t first_us, int64_t last_us);
// (definition); (rows); (late).
Text DefinitionOf(const std::string& source);
Text RowsOf(const std::string& source);
Text LateRowsOf(const std::string& source);
// One number: of those that were loaded or take what arrives.
Text CountSources();
// (source, rows, first_us, last_us, definition) of all.
Text AllSources();
// Counts staged rows before an instant as late.
Text AddLateRows(const std::string& source, int64_t before_us);
// All that is recorded of a source, and of one without events: its files and itself.
std::vector<Text> DeleteRecords(const std::string& source);
std::vector<Text> DeleteFilesAndSource(const std::string& source);

// Rows by event, after they changed, and the extent of the source.
Text DeleteEventRows(const std::string& source);
Text InsertEventRows(const std::string& source);
Text UpdateExtent(const std::string& source);
// (source, event, rows), and (event, code).
Text AllEventRows();
Text EventCodes();
// One number: codes in use of a dictionary of dimension values; and ordinals of one of entities.
Text CountCodes(const std::string& dictionary);
Text CountOrdinals(const std::string& dictionary);

// (read, kept, filtered, duplicate, rejected) over all files.
Text QualityOf(const std::string& source);
// (1 for files with rows in [from_us, to_us) or 0, read, rejected).
Text RejectedWithin(const std::string& source, int64_t from_us, int64_t to_us);

// What cells told about how numbers are written: (column, evidence); and the unit of times.
Text NumberEvidenceOf(const std::string& source);
Text DeleteNumberEvidence(const std::string& source);
Text InsertNumberEvidence(const std::string& source, const std::string& column, int64_t evidence);
// (cursor): where the rows of a database that are new begin.
Text CursorOf(const std::string& source);
Text UpdateCursor(const std::string& source, const std::string& cursor);
Text TimeUnitOf(const std::string& source);
Text UpdateTimeUnit(const std::string& source, int64_t unit);

}  // namespace northstar::sql::duckdb
