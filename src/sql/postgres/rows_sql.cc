#include "sql/postgres/rows_sql.h"

#include <fmt/format.h>

#include "base/text.h"
#include "sql/dialect.h"

namespace northstar::sql::postgres {
namespace {

// With backslashes that count as themselves whatever the session's setting.
std::string Literal(const std::string& text) {
  if (text.find('\\') == std::string::npos) return Quoted(text);
  return " E" + Quoted(ReplaceAll(text, "\\", "\\\\"));
}

std::string Written(const RowColumn& column) {
  const std::string name = Identifier(column.name);
  switch (column.form) {
    case Form::kAsItIs:
      return name;
    case Form::kBooleanWords:
      return fmt::format("{0}::text as {0}", name);
    case Form::kPlainAmount:
      return fmt::format("{0}::numeric as {0}", name);
  }
  return name;
}

// The line break ends a comment that the query may end with.
std::string From(const RowQuery& rows) {
  return fmt::format("from ({}\n) as northstar_rows", rows.query);
}

// Empty: everything counts.
std::string AtOrAfterCursor(const RowCursor& cursor) {
  if (!cursor.from) return "";
  const std::string from = fmt::format("{}::{}", Literal(*cursor.from), cursor.type);
  const std::string overlap =
      cursor.time ? fmt::format(" - interval '{} seconds'", cursor.overlap_s) : "";
  return fmt::format("{} >= {}{}", Identifier(cursor.column), from, overlap);
}

}  // namespace

std::string AllOf(const std::string& schema, const std::string& table) {
  const std::string name = Identifier(table);
  return "select * from " + (schema.empty() ? name : Identifier(schema) + "." + name);
}

std::string CopyRows(const RowQuery& rows) {
  std::vector<std::string> columns;
  for (const RowColumn& column : rows.columns) columns.push_back(Written(column));
  std::string select = fmt::format("select {} {}", northstar::Join(columns, ", "), From(rows));
  if (rows.cursor && rows.cursor->from) {
    select += fmt::format(" where {} or {} is null", AtOrAfterCursor(*rows.cursor),
                          Identifier(rows.cursor->column));
  }
  if (rows.most_rows) select += fmt::format(" limit {}", *rows.most_rows);
  return fmt::format("copy ({}) to stdout (format csv, header)", select);
}

std::string CursorValue(const RowCursor& cursor) {
  return fmt::format("select ($1::{})::text", cursor.type);
}

std::string LargestCursor(const RowQuery& rows) {
  const RowCursor& cursor = *rows.cursor;
  std::string largest = fmt::format("max({})", Identifier(cursor.column));
  if (cursor.time) {
    // least() passes over null, so that without a row it would give the present.
    largest = fmt::format("case when {0} is not null then least({0}, now()::{1}) end", largest,
                          cursor.type);
  }
  std::string where = AtOrAfterCursor(cursor);
  if (!cursor.time) {
    // Larger than every number; a cursor that is one would end all reading.
    where += where.empty() ? "" : " and ";
    where += fmt::format("{}::text not in ('NaN', 'Infinity')", Identifier(cursor.column));
  }
  return fmt::format("select greatest({}, $1::{})::text {}{}", largest, cursor.type, From(rows),
                     where.empty() ? "" : " where " + where);
}

std::string_view TypeNames() {
  return "select oid, format_type(oid, null) from pg_type where oid = any($1::oid[])";
}

}  // namespace northstar::sql::postgres
