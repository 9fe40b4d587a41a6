// The SELECT that turns the rows of one file into staged rows: what is kept, what `where` drops,
// what cannot be read and why. Internal to loading.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/reader.h"
#include "model/project.h"

namespace northstar::duck {

// Staged rows carry one of these; kept rows have kKeep.
enum class Verdict { kKeep = 0, kFiltered = 1, kDuplicate = 2, kRejected = 3 };

// create temp table text of the staging table of a source.
std::string StageTableSql(const Source& source);
// "insert into ns_stage select … from <relation>".
// Errors name the expression of the project file that does not fit the file.
Result<std::string> StageFileSql(const Project& project, const Source& source,
                                 const FileReader& reader, const std::string& relation,
                                 uint32_t file_id, int64_t now_us);
// An expression of the source over the columns of a file. Errors as above.
Result<std::string> FileExprSql(const Project& project, const Source& source,
                                const FileReader& reader, const NamedExpr& expr, ValueType wanted);

}  // namespace northstar::duck
