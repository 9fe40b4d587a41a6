#include "sql/duckdb/stage_row_sql.h"

#include <fmt/format.h>

#include "base/text.h"
#include "sql/duckdb/id_patterns.h"
#include "sql/duckdb/lookup_sql.h"
#include "sql/storage.h"

namespace northstar::sql::duckdb {
namespace {

// The first reason that holds: why, or the cell to blame.
std::string FirstOf(const std::vector<Reason>& reasons, bool why) {
  if (reasons.empty()) return "null::varchar";
  std::string out = "case";
  for (const Reason& reason : reasons)
    out += fmt::format(" when {} then {}", reason.when, why ? Quoted(reason.why) : reason.cell);
  return out + " end";
}

// What identifies the row, what the whole row says, and an id that a spreadsheet has rounded.
void AddId(const StageRows& rows, std::vector<std::string>& items) {
  if (rows.id.empty()) {
    items.insert(items.end(), {"null::uhugeint as row_id", "null::ubigint as content",
                               "null::varchar as rounded_id"});
    return;
  }
  std::string rounded;
  for (const std::string& text : rows.id)
    rounded += fmt::format(" when regexp_full_match({0}, '{1}') then {0}", text, kRoundedIdPattern);
  items.push_back(RowId(rows.id) + " as row_id");
  items.push_back(rows.content + " as content");
  items.push_back(rows.find_rounded_ids ? fmt::format("case{} end as rounded_id", rounded)
                                        : "null::varchar as rounded_id");
}

// The staged columns in their order, without verdict, reason and detail.
std::vector<std::string> Items(const StageRows& rows) {
  std::vector<std::string> items{fmt::format("{}::uinteger as file", rows.file),
                                 rows.time + " as packed", rows.event + " as event"};
  for (const StagedColumn& key : rows.keys)
    items.push_back(fmt::format("nullif({}, '') as {}", key.sql, Identifier(key.name)));
  for (const StagedColumn& value : rows.values)
    items.push_back(value.sql + " as " + Identifier(value.name));
  if (rows.text) {
    items.push_back(
        fmt::format("nullif(trim({}), '') as {}", *rows.text, Identifier(storage::kTextColumn)));
  }
  AddId(rows, items);
  items.push_back(rows.time_form + "::utinyint as form");
  if (rows.lookups > 0) {
    items.push_back(MissedBits(rows.lookups) + "::ubigint as missed");
    items.push_back(MissedKey(rows.lookups) + " as missed_key");
  }
  return items;
}

}  // namespace

std::string RowId(const std::vector<std::string>& id) {
  if (id.size() == 1) return fmt::format("md5_number(nullif({}, ''))::uhugeint", id[0]);
  std::vector<std::string> parts;
  std::vector<std::string> present;
  for (const std::string& text : id) {
    parts.push_back(fmt::format("coalesce({}, '')", text));
    present.push_back(fmt::format("nullif({}, '')", text));
  }
  return fmt::format(
      "case when coalesce({}) is null then null else md5_number(concat_ws(chr(31), {}))::uhugeint "
      "end",
      northstar::Join(present, ", "), northstar::Join(parts, ", "));
}

std::string JustAfter(const std::string& packed) {
  return fmt::format("(({} >> 2) + 1)", packed);
}

std::string EndOfWrittenTime(const std::string& text, int zone, int code) {
  return fmt::format("ns_time_end({}, {}, {})", text, zone, code);
}

std::string WrittenAnew(const std::string& text, const std::string& format, const char* other) {
  return fmt::format("strftime(try_strptime({}, {}), {})", text, Quoted(format), Quoted(other));
}

std::string AsDouble(const std::string& column) {
  return column + "::double";
}

std::string AsDecimalText(const std::string& column) {
  return column + "::decimal(30, 6)::varchar";
}

std::string AsShortestText(const std::string& column) {
  return fmt::format("regexp_replace(regexp_replace({}, '(\\.\\d*[1-9])0+$', '\\1'), '\\.0+$', '')",
                     AsText(column));
}

std::string StagedText(const std::string& staged) {
  return AsText(Identifier(staged));
}

std::string NumberOf(const std::string& text, int style) {
  return fmt::format("ns_number({}, {})", text, style);
}

std::string FirstNotNull(const std::string& first, const std::string& second) {
  return fmt::format("coalesce({}, {})", first, second);
}

std::string Unless(const std::string& other, const std::string& value) {
  return fmt::format("(case when {} is null then {} end)", other, value);
}

std::string FiniteOf(const std::string& number) {
  return fmt::format("ns_finite({})", number);
}

std::string InstantOf(const std::string& column) {
  return fmt::format("(epoch_us({}) * 4)", column);
}

std::string WallClockOf(const std::string& column, int zone) {
  return fmt::format("ns_local(epoch_us({}::timestamp), {})", column, zone);
}

std::string WrittenTimeOf(const std::string& text, int zone, int code) {
  return fmt::format("ns_time({}, {}, {})", text, zone, code);
}

std::string FormattedTimeOf(const std::string& column, const std::string& format, int zone,
                            bool names_zone) {
  const std::string parsed = fmt::format("try_strptime({}::varchar, {})", column, Quoted(format));
  return names_zone ? InstantOf(parsed) : fmt::format("ns_local(epoch_us({}), {})", parsed, zone);
}

std::string TimestampOf(const std::string& us) {
  return fmt::format("make_timestamp({})", us);
}

std::string MicrosOf(const std::string& packed) {
  return "(" + packed + " >> 2)";
}

std::string TimeFormOf(const std::string& text) {
  return fmt::format("ns_time_form({})", text);
}

std::string IsNull(const std::string& column) {
  return column + " is null";
}

std::string IsEmpty(const std::string& text) {
  return fmt::format("({0} is null or {0} = '')", text);
}

std::string IsNoJsonRow() {
  return "(json is null or (not starts_with(json::varchar, '{') and json_type(json) <> 'OBJECT'))";
}

std::string IsNotJson(const std::string& column) {
  return fmt::format("({0} is not null and {0} <> '' and not json_valid({0}))", column);
}

std::string IsNotNumber(const std::string& column, const std::string& number) {
  return fmt::format("({1} is null and {0} is not null and trim({0}) <> '')", column, number);
}

std::string IsNotFinite(const std::string& column) {
  return fmt::format("({0} is not null and not isfinite({0}))", column);
}

std::string IsTooLarge(const std::string& staged) {
  return fmt::format("(not isfinite({0}) or abs({0}) > 1e100)", Identifier(staged));
}

std::string IsOutside(const std::string& staged, double lowest, double highest) {
  return fmt::format("({0} < {1} or {0} > {2})", Identifier(staged), lowest, highest);
}

std::string HasFormBit(int bit) {
  return fmt::format("(form & {}) <> 0", bit);
}

std::string IsTimeUnread() {
  return "packed is null";
}

std::string IsTimeBefore(int64_t us) {
  return fmt::format("(packed >> 2) < {}", us);
}

std::string IsEventEmpty() {
  return IsEmpty("event");
}

std::string WithColumns(const std::string& relation, const std::vector<std::string>& columns,
                        const std::string& prefix) {
  if (columns.empty()) return relation;
  std::string items = "*";
  for (size_t i = 0; i < columns.size(); ++i)
    items += fmt::format(", {} as {}{}", columns[i], prefix, i);
  return fmt::format("(select {} from {})", items, relation);
}

std::string IsIdEmpty() {
  return "row_id is null";
}

Text InsertStagedRows(const StageRows& rows) {
  // `packed`, `form` and `event` are aliases of the same select, which DuckDB resolves.
  return {fmt::format(
      "insert into ns_stage select * exclude (unreadable, unreadable_text, dropped, wrong, "
      "wrong_text), case when unreadable is not null then 3 when dropped then 1 when wrong is "
      "not null then 3 else 0 end, case when unreadable is not null then unreadable when dropped "
      "then null else wrong end, case when unreadable is not null then unreadable_text when "
      "dropped then null else wrong_text end from (select {}, {} as unreadable, {} as "
      "unreadable_text, {} as dropped, {} as wrong, {} as wrong_text from {})",
      northstar::Join(Items(rows), ", "), FirstOf(rows.unreadable, true),
      FirstOf(rows.unreadable, false),
      rows.where ? fmt::format("not coalesce({}, false)", *rows.where) : std::string("false"),
      FirstOf(rows.wrong, true), FirstOf(rows.wrong, false), rows.relation)};
}

}  // namespace northstar::sql::duckdb
