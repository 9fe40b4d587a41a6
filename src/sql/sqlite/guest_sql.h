// What is asked of somebody else's SQLite file: its tables, and rows of a table or of a user's
// query, all of them or those at or after a cursor. A query stands in parentheses in place of a
// table; it must have been prepared alone before, so that it is one statement whose parentheses
// close. SQLite has no type for times, so cursors are numbers or texts in the forms that its date
// functions read (https://www.sqlite.org/lang_datefunc.html), compared as instants. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace northstar::sql::sqlite {

// All statements until the connection ends read one state.
std::string_view BeginReading();

// (name, type: table, view or virtual), by name; at most 10,000. And (name), by the table in which
// the file describes itself.
std::string_view GuestTables();
std::string_view GuestTableNames();
// (name, declared type, place in the primary key or 0) of the table ?1, in order.
std::string_view GuestColumns();
// One integer at or above the number of rows as long as ids are given one after the other; an error
// for tables without row ids.
std::string LastRowId(const std::string& table);

// What takes every column of a table.
std::string GuestAllOf(const std::string& table);

enum class GuestCursorForm { kNone, kNumber, kTime };
struct GuestCursor {
  std::string column;
  GuestCursorForm form = GuestCursorForm::kNone;
};
// (some are numbers, some are texts, some are texts that are no time or bytes), 1 or 0 each, null
// for no rows.
std::string CursorForms(const std::string& query, const std::string& column);
// Rows at or after ?1, less ?2 days where it is a time, and rows without a cursor; all rows where
// the form is kNone, and then there are no parameters.
std::string GuestRows(const std::string& query, const GuestCursor& cursor,
                      std::optional<int64_t> most_rows);
// (cursor) of the row with the largest at or after ?1, which may be null; of times not beyond the
// present. No row where there is none. REQUIRES: not kNone.
std::string LargestGuestCursor(const std::string& query, const GuestCursor& cursor);

}  // namespace northstar::sql::sqlite
