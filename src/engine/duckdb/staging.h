// The SELECT that turns the rows of one file into staged rows: what is kept, what `where` drops,
// what cannot be read and why. Internal to loading.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/written_number.h"
#include "base/written_time.h"
#include "engine/duckdb/json_fields.h"
#include "engine/duckdb/lookups.h"
#include "engine/duckdb/reader.h"
#include "model/project_ref.h"
#include "model/source.h"
#include "sql/duckdb/lookup_sql.h"

namespace northstar::duck {

// How the cells of a source are read, as all of them together tell.
struct CellReading {
  EpochUnit unit = EpochUnit::kByDigits;      // of times that are numbers
  NumberStyle style;                          // of columns that `styles` does not name
  std::map<std::string, NumberStyle> styles;  // by column of the file
};

// One statement, and what it reads as numbers.
struct StageStatement {
  sql::Text insert;                                 // into ns_stage
  std::map<std::string, std::string> number_texts;  // column of the file → its text in the relation
  // A relation of the file's rows with the columns that `number_texts` are made of.
  std::function<std::string(const std::string&)> with_found;
  std::vector<JsonField> fields;  // of JSON, that the project names
};

// Errors name the expression of the project file that does not fit the file.
Result<StageStatement> StageFileSql(const Project& project, const Source& source,
                                    const FileReader& reader, const Lookups& lookups,
                                    const std::string& relation, uint32_t file_id,
                                    const CellReading& reading);
// A file of a table that is looked up, of a source whose own lookups are `own` (null: it has none).
struct LookedUpSql {
  statement::LookedUpFile file;
  std::vector<std::pair<std::string, std::string>> times;  // text of a time, and the time
  std::vector<JsonField> fields;                           // of JSON, that the project names
  std::string no_row;  // of JSON: true where a line holds no object; else empty
};
Result<LookedUpSql> LookedUpFileSql(const Project& project, const Source& source,
                                    const FileReader& reader, const Lookups* own,
                                    const std::string& relation, const Lookup& lookup);
// An expression of the source over the columns of a file. Errors as above.
Result<std::string> FileExprSql(const Project& project, const Source& source,
                                const FileReader& reader, const NamedExpr& expr, ValueType wanted);
// The packed time that the column `name` holds, as SQL. Errors as above.
Result<std::string> FileTimeSql(const Project& project, const Source& source,
                                const FileReader& reader, const std::string& name,
                                const SourceSpan& span);
// "amount is not a number": the reason for which cells of a column are rejected.
std::string NotANumber(const std::string& column);

}  // namespace northstar::duck
