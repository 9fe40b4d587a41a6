#include "sql/duckdb/rejects_sql.h"

#include <fmt/format.h>

namespace northstar::sql::duckdb {
namespace {

// What is wrong with a row that could not be split, from DuckDB's type of error.
std::string SplitProblem(const std::string& error_type) {
  return "case " + error_type +
         " when 'MISSING COLUMNS' then 'the row has too few columns' "
         "when 'TOO MANY COLUMNS' then 'the row has too many columns' "
         "when 'UNQUOTED VALUE' then 'a quote is not closed' "
         "when 'INVALID ENCODING' then 'the row is not valid UTF-8' "
         "when 'INVALID UNICODE' then 'the row is not valid UTF-8' "
         "when 'LINE SIZE OVER MAXIMUM' then 'the row is longer than 2.1 MB' "
         "else lower(" +
         error_type + "::varchar) end";
}

// A staged row lies as many places further on as unsplit rows stand before it.
std::string AllRejects(const std::string& source) {
  return fmt::format(
      "select f.path as file, s.at + 1 + coalesce(u.nth, 0) + s.behind + s.above as row, "
      "s.reason, s.detail from (select s.file, s.rowid - b.first as at, s.reason, s.detail, "
      "b.behind, b.above from ns_stage s join ns_staged b on b.id = s.file where s.verdict = 3) s "
      "asof left join (select file, nth, place - nth as before from ns_unsplit) u on u.file = "
      "s.file and s.at >= u.before join ns_files f on f.id = s.file and f.source = {0} "
      "union all by name select f.path as file, u.place + b.behind + b.above as row, "
      "u.reason, u.detail from ns_unsplit u join ns_staged b on b.id = u.file join ns_files f on "
      "f.id = u.file and f.source = {0}",
      Quoted(source));
}

}  // namespace

Text CreateUnsplit() {
  return {
      "create or replace temp table ns_unsplit (file uinteger, place bigint, nth bigint, "
      "reason varchar, detail varchar, swallows boolean)"};
}

Text InsertUnsplit() {
  return {
      "insert into ns_unsplit select file, place, row_number() over (partition by file order by "
      "place), reason, left(text, 500), swallows from ("
      "select b.id as file, (e.line - b.header_here::int)::bigint as place, "
      "any_value(" +
      SplitProblem("e.error_type") +
      ") as reason, any_value(e.csv_line) as text, "
      "bool_or(contains(rtrim(e.csv_line, chr(13) || chr(10)), chr(10)) and "
      "(e.error_type = 'UNQUOTED VALUE' or (length(e.csv_line) - length(replace(e.csv_line, '\"', "
      "''))) % 2 = 1)) as swallows "
      "from reject_errors e join ns_staged b on b.scan = e.scan_id "
      "group by b.id, b.header_here, e.line)"};
}

Text FirstOpenQuote(const std::string& source) {
  return {
      "select f.path, u.place + b.behind + b.above, u.detail from ns_unsplit u "
      "join ns_staged b on b.id = u.file join ns_files f on f.id = u.file and "
      "f.source = $1 where u.swallows order by 1, 2 limit 1",
      {source}};
}

Text CountUnsplit() {
  return {"select file, count(*) from ns_unsplit group by file"};
}

Text RejectReasons(const std::string& source) {
  return {"select reason, count(*), arg_min(detail, row), min(row), arg_min(file, row) from (" +
          AllRejects(source) + ") group by reason order by 2 desc, 1 limit 20"};
}

Text WriteRejects(const std::string& source, const std::string& path) {
  return {"copy (" + AllRejects(source) + " order by file, row) to " + Quoted(path) + " (header)"};
}

Text UnsplitOfScan() {
  return {"select count(distinct line)::bigint, min(line)::bigint, arg_min(" +
          SplitProblem("error_type") + ", line) from reject_errors"};
}

Text CountNotJson(const std::string& relation) {
  return {"select count(*) from " + relation + " where json is null"};
}

}  // namespace northstar::sql::duckdb
