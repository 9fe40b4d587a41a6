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
#include "sql/duckdb/stage_sql.h"

namespace northstar::duck {

struct Rejects {
  std::map<uint32_t, int64_t> not_split;  // rows by file that the reader could not split
  std::vector<RejectReason> reasons;      // most frequent first
  std::string path;                       // empty when there are none
};

// Creates ns_staged (id, scan, first, behind, …) from `files`, and ns_unsplit with the rows that
// could not be split.
Status DescribeStage(Connection& connection, const std::vector<statement::StagedFile>& files);
// Writes target/rejects/<source>.csv. Fails when a quote that is never closed swallowed rows.
// REQUIRES: DescribeStage.
Result<Rejects> CollectRejects(Connection& connection, const Project& project,
                               const Source& source);
std::string RejectsPath(const Project& project, const Source& source);

}  // namespace northstar::duck
