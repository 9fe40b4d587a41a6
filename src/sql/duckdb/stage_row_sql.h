// One row of a file as a row of ns_stage: the statement, and the parts of expressions that it is
// put together of. Columns and expressions are SQL over the relation of the file (file_sql.h);
// `zone` is a number from ZoneNumber, `style` from StyleCode, `code` from TimeCode
// (engine/duckdb/functions.h), a packed time microseconds * 4 + a note.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/written_time.h"
#include "sql/duckdb/file_sql.h"

namespace northstar::sql::duckdb {

std::string AsDouble(const std::string& column);
// A typed number with all its digits: with a fraction of six, and in its shortest form.
std::string AsDecimalText(const std::string& column);
std::string AsShortestText(const std::string& column);
// A column of the stage, by its name.
std::string StagedText(const std::string& staged);
inline constexpr const char* kNullText = "null::varchar";
inline constexpr const char* kEmptyText = "''";
// Null where the text is no number in the style.
std::string NumberOf(const std::string& text, int style);
// The first of two that is not null; and `value` where `other` is null.
std::string FirstNotNull(const std::string& first, const std::string& second);
std::string Unless(const std::string& other, const std::string& value);
// Null where the number is not finite.
std::string FiniteOf(const std::string& number);

// Microseconds: those of a packed time and one more; and when a text is over that names a day, a
// month or a year, or else an instant.
std::string JustAfter(const std::string& packed);
std::string EndOfWrittenTime(const std::string& text, int zone, int code);
// A time in one format of strptime, as text in another.
std::string WrittenAnew(const std::string& text, const std::string& format, const char* other);

// Packed times of a column of instants, of one of wall clocks, of a text that is read as ISO 8601
// or a number, and of one in a format of strptime, which may name the zone itself.
std::string InstantOf(const std::string& column);
std::string WallClockOf(const std::string& column, int zone);
std::string WrittenTimeOf(const std::string& text, int zone, int code);
std::string FormattedTimeOf(const std::string& column, const std::string& format, int zone,
                            bool names_zone);
// A timestamp of microseconds, UTC.
std::string TimestampOf(const std::string& us);
// Microseconds of a packed time.
std::string MicrosOf(const std::string& packed);
// How a time is written, in bits of time_form.
std::string TimeFormOf(const std::string& text);

// Conditions on a row. `staged` columns are those of the stage by their names.
std::string IsNull(const std::string& column);
std::string IsEmpty(const std::string& text);
std::string IsNoJsonRow();
// Not empty, and no JSON; not blank, and no number by `number`; there, and not finite.
std::string IsNotJson(const std::string& column);
std::string IsNotNumber(const std::string& column, const std::string& number);
std::string IsNotFinite(const std::string& column);
std::string IsTooLarge(const std::string& staged);
std::string IsOutside(const std::string& staged, double lowest, double highest);
// Of the staged time and event.
std::string HasFormBit(int bit);
std::string IsTimeUnread();
std::string IsTimeBefore(int64_t us);
// The relation with further columns, `prefix` and i for columns[i]; itself without any.
std::string WithColumns(const std::string& relation, const std::vector<std::string>& columns,
                        const std::string& prefix);
std::string IsEventEmpty();
// Of the staged id.
std::string IsIdEmpty();

// Why a row cannot be kept, in words, when it holds; `cell`: the text to blame, as SQL.
struct Reason {
  std::string when, why, cell;
};
struct StagedColumn {
  std::string name, sql;
};
struct StageRows {
  std::string relation;
  uint32_t file = 0;
  // Packed; text; a number of time_form.
  std::string time, event, time_form;
  // Entities and dimensions: texts, of which empty ones are none. Then numbers.
  std::vector<StagedColumn> keys, values;
  // What was written, blanks around it cut off.
  std::optional<std::string> text;
  // What identifies a row; empty: nothing does. And a hash of all that it says.
  std::vector<std::string> id;
  std::string content;
  bool find_rounded_ids = true;  // those that a spreadsheet wrote
  // Rows where it does not hold are filtered.
  std::optional<std::string> where;
  // Tables that the relation looked up.
  int lookups = 0;
  // The first that holds counts: before `where` is looked at, and after.
  std::vector<Reason> unreadable, wrong;
};
// What identifies the row of which these texts are the id; null where all of them are empty.
std::string RowId(const std::vector<std::string>& id);
Text InsertStagedRows(const StageRows& rows);

}  // namespace northstar::sql::duckdb
