// The rows of a load that could not be read: found, numbered as the reader of the file counts them,
// and written where they can be looked at. Internal to loading.
//
// They come from two places: rows that DuckDB could not split into columns (reject_errors), and
// staged rows that have no time, no event, or no number where one is needed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/duckdb/load.h"

namespace northstar::duck {

// A file whose rows stand in ns_stage.
struct StagedFile {
  uint32_t id = 0;
  int64_t scan = -1;   // the scan in reject_scans whose rows could not be split; -1: all could
  int64_t first = 0;   // the rowid of its first row in the stage
  int64_t behind = 0;  // rows of it that earlier loads read
  bool header_here = false;  // the scanned file starts with a header
  bool header = false;       // the source's file does
};

struct Rejects {
  std::map<uint32_t, int64_t> not_split;  // rows by file that the reader could not split
  std::vector<RejectReason> reasons;      // most frequent first
  std::string path;                       // empty when there are none
};

// Creates ns_staged (id, scan, first, behind, …) from `files`, and ns_unsplit with the rows that
// could not be split.
Status DescribeStage(Connection& connection, const std::vector<StagedFile>& files);
// Writes target/rejects/<source>.csv. Fails when a quote that is never closed swallowed rows.
// REQUIRES: DescribeStage.
Result<Rejects> CollectRejects(Connection& connection, const Project& project,
                               const Source& source);
// SQL: what is wrong with a row that could not be split into columns, in words, from DuckDB's type
// of error.
std::string SplitProblemSql(const std::string& error_type);
std::string RejectsPath(const Project& project, const Source& source);

}  // namespace northstar::duck
