// The rows of files while they are loaded: ns_stage (text and numbers, with a verdict for each
// row), ns_staged (the files they are from), and DuckDB's own record of rows that it could not
// split into columns. All of them are temporary.
//
// `packed` times are microseconds * 4 + a note: 1 for a wall clock that never was, 2 for one that
// was twice.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/source.h"
#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// What becomes of a staged row. The statements print the numbers.
enum class Verdict { kKept = 0, kFiltered = 1, kDuplicate = 2, kRejected = 3 };

// A file whose rows stand in ns_stage.
struct StagedFile {
  uint32_t id = 0;
  int64_t scan = -1;   // the scan in reject_scans whose rows could not be split; -1: all could
  int64_t first = 0;   // the rowid of its first row in the stage
  int64_t behind = 0;  // rows of it that earlier loads read
  bool header_here = false;  // the scanned file starts with a header
  int64_t above = 0;         // lines of the source's file above its first row: its header, and more
};

Text CreateStage(const Source& source);
// The stage and all that belongs to it.
std::vector<Text> DropStage();
Text CreateStagedFiles();
Text InsertStagedFile(const StagedFile& file);

// One number.
Text CountStaged();
Text CountStagedOf(int64_t file);
Text DeleteStagedOf(int64_t file);
// (file, verdict, rows); and (never was, was twice): times of kept rows.
Text CountByVerdict();
Text CountOddTimes();
// A row where some staged row of the file was no JSON object; where one was rejected for a cell
// that is no number.
Text FindTornRow(int64_t file);
Text FindUnreadNumber();
// (form, rows, packed of one) by form, of times that are numbers; bits of time_form, which
// engine/duckdb/functions.h names.
Text StagedTimeForms(int number_bit, int no_time_bit);
// Of the kept rows of a file: one number, the least form under the mask; and a row where one does
// not start a day of the zone.
Text LeastTimeForm(int64_t file, int mask);
Text FindNotMidnight(int64_t file, int zone);

// One number: 1 when DuckDB has a record of scans, or of rows; its last scan, -1 for none.
Text CountScanTables();
Text CountRejectTables();
Text LastScan();
// (line, place of its first byte) of rows with a quote that is not closed, the first `most`.
Text OpenQuotes(int64_t scan, int most);
// Such a row turns out to be too long.
Text NameLongRow(int64_t scan, int64_t line);

// Of the cells of a column, as the relation of a file prints them: one number, all evidence of how
// numbers are written; (text) with the evidence bit, `most` at most; (row from 1, text) of the
// first such.
Text NumberEvidence(const std::string& cells, const std::string& relation);
Text TextsWithEvidence(const std::string& cells, const std::string& relation, uint32_t bit,
                       int most);
Text FirstWithEvidence(const std::string& cells, const std::string& relation, uint32_t bit);

}  // namespace northstar::sql::duckdb
