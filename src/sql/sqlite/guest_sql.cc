#include "sql/sqlite/guest_sql.h"

#include <fmt/format.h>

#include "sql/dialect.h"

namespace northstar::sql::sqlite {
namespace {

// The line break ends a comment that the query may end with.
std::string From(const std::string& query) {
  return fmt::format("from ({}\n) as northstar_rows", query);
}

}  // namespace

std::string_view BeginReading() {
  return "begin";
}

std::string_view GuestTables() {
  return "select name, type from pragma_table_list where schema = 'main' "
         "and type in ('table', 'view', 'virtual') and name not like 'sqlite\\_%' escape '\\' "
         "order by name limit 10000";
}

std::string_view GuestTableNames() {
  return "select name from sqlite_schema where type in ('table', 'view') "
         "and name not like 'sqlite\\_%' escape '\\' order by name limit 1000";
}

std::string_view GuestColumns() {
  return "select name, type, pk from pragma_table_xinfo(?1) where hidden <> 1 order by cid";
}

std::string LastRowId(const std::string& table) {
  return "select max(rowid) from " + Identifier(table);
}

std::string GuestAllOf(const std::string& table) {
  return "select * from " + Identifier(table);
}

std::string CursorForms(const std::string& query, const std::string& column) {
  return fmt::format(
      "select max(typeof({0}) in ('integer', 'real')), max(typeof({0}) = 'text'), "
      "max(typeof({0}) = 'blob' or (typeof({0}) = 'text' and (julianday({0}) is null "
      "or {0} not glob '[0-9][0-9][0-9][0-9]-*'))) {1}",
      Identifier(column), From(query));
}

std::string GuestRows(const std::string& query, const GuestCursor& cursor,
                      std::optional<int64_t> most_rows) {
  const std::string column = Identifier(cursor.column);
  std::string out = "select * " + From(query);
  switch (cursor.form) {
    case GuestCursorForm::kNone:
      break;
    case GuestCursorForm::kNumber:
      out += fmt::format(" where {0} >= cast(?1 as numeric) or {0} is null", column);
      break;
    case GuestCursorForm::kTime:
      // A millisecond more, as julianday() is not finer than 40 microseconds.
      out += fmt::format(
          " where julianday({0}) >= julianday(?1) - ?2 - 0.001 / 86400 or {0} is null", column);
      break;
  }
  if (most_rows) out += fmt::format(" limit {}", *most_rows);
  return out;
}

std::string LargestGuestCursor(const std::string& query, const GuestCursor& cursor) {
  const std::string column = Identifier(cursor.column);
  if (cursor.form == GuestCursorForm::kNumber) {
    return fmt::format(
        "select {0} {1} where {0} is not null and (?1 is null or {0} >= cast(?1 as numeric)) "
        "order by {0} desc limit 1",
        column, From(query));
  }
  return fmt::format(
      "select {0} {1} where julianday({0}) <= julianday('now') "
      "and (?1 is null or julianday({0}) >= julianday(?1)) order by julianday({0}) desc limit 1",
      column, From(query));
}

}  // namespace northstar::sql::sqlite
