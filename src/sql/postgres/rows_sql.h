// Rows of a table or of a user's query as CSV, all of them or those at or after a cursor. A query
// stands in parentheses in place of a table; it must have been prepared alone before, so that it is
// one statement whose parentheses close. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace northstar::sql::postgres {

// What takes every column of a table; `schema` empty: by the search path.
std::string AllOf(const std::string& schema, const std::string& table);

// How a column is written.
enum class Form {
  kAsItIs,
  // true and false, where COPY would write t and f.
  kBooleanWords,
  // Without the sign and the separators of a locale.
  kPlainAmount,
};
struct RowColumn {
  std::string name;
  Form form = Form::kAsItIs;
};

// A column to begin at.
struct RowCursor {
  std::string column;
  // "timestamp with time zone" and so on: one of ours, not a user's text.
  std::string_view type;
  // A time; then `overlap_s` is taken from `from`.
  bool time = false;
  std::optional<std::string> from = std::nullopt;
  int64_t overlap_s = 0;
};

struct RowQuery {
  // Without a semicolon.
  std::string query;
  // All columns that it gives, by different names.
  std::vector<RowColumn> columns;
  std::optional<RowCursor> cursor = std::nullopt;
  std::optional<int64_t> most_rows = std::nullopt;
};
// Sends the rows, after a header; rows without a cursor are among them. It has no parameters,
// because COPY takes none.
std::string CopyRows(const RowQuery& rows);

// One text: $1 as a value of the cursor's type.
std::string CursorValue(const RowCursor& cursor);
// One text or null: the largest cursor of the rows that CopyRows gives, but not before $1, which
// may be null, and of times not beyond the present. REQUIRES: rows.cursor.
std::string LargestCursor(const RowQuery& rows);

// (oid, name) of the types in $1, "{16,23}".
std::string_view TypeNames();

}  // namespace northstar::sql::postgres
