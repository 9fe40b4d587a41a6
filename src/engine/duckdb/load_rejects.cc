#include "engine/duckdb/load_rejects.h"

#include <fmt/format.h>

#include <filesystem>

#include "engine/duckdb/cell_reading.h"
#include "engine/duckdb/staging.h"
#include "sql/dialect.h"

namespace northstar::duck {
namespace fs = std::filesystem;
namespace {

using sql::Quoted;

// Rows that could not be split: `place` counts the rows of the scanned file from 1, `nth` the
// rejected ones among them. DuckDB gives a row once per problem.
Status CollectUnsplit(Connection& db) {
  NS_RETURN_IF_ERROR(
      db.Run("create or replace temp table ns_unsplit (file uinteger, place bigint, nth bigint, "
             "reason varchar, detail varchar, swallows boolean)"));
  NS_ASSIGN(const Rows present,
            db.Query("select count(*) from duckdb_tables() where table_name = 'reject_errors'"));
  if (present.Int(0, 0) == 0) return Status::Ok();
  return db.Run(
      "insert into ns_unsplit select file, place, row_number() over (partition by file order by "
      "place), reason, left(text, 500), swallows from ("
      "select b.id as file, (e.line - b.header_here::int)::bigint as place, "
      "any_value(" +
      SplitProblemSql("e.error_type") +
      ") as reason, any_value(e.csv_line) as text, "
      "bool_or(contains(rtrim(e.csv_line, chr(13) || chr(10)), chr(10)) and "
      "(e.error_type = 'UNQUOTED VALUE' or (length(e.csv_line) - length(replace(e.csv_line, '\"', "
      "''))) % 2 = 1)) as swallows "
      "from reject_errors e join ns_staged b on b.scan = e.scan_id "
      "group by b.id, b.header_here, e.line)");
}

// Everything after an open quote would be lost as one row, so that is no matter of a share.
Status CheckQuotes(Connection& db, const Source& source) {
  NS_ASSIGN(
      const Rows open,
      db.Query("select f.path, u.place + b.behind + b.header::int, u.detail from ns_unsplit u "
               "join ns_staged b on b.id = u.file join ns_files f on f.id = u.file and "
               "f.source = $1 where u.swallows order by 1, 2 limit 1",
               {source.name}));
  if (open.rows.empty()) return Status::Ok();
  const std::string text = open.Text(0, 2);
  return Error::Data(
      fmt::format("source '{}': {}:{}: a quote is opened but never closed, so the rows after it "
                  "cannot be separated: {}",
                  source.name, open.Text(0, 0), open.Int(0, 1), text.substr(0, text.find('\n'))),
      "close the quote, or double it where it is part of the text");
}

}  // namespace

std::string SplitProblemSql(const std::string& error_type) {
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

std::string RejectsPath(const Project& project, const Source& source) {
  return (fs::path(project.root) / "target" / "rejects" / (source.name + ".csv")).string();
}

Status DescribeStage(Connection& db, const std::vector<StagedFile>& files) {
  NS_RETURN_IF_ERROR(
      db.Run("create or replace temp table ns_staged (id uinteger, scan bigint, first bigint, "
             "behind bigint, header_here boolean, header boolean)"));
  for (const StagedFile& file : files) {
    NS_RETURN_IF_ERROR(db.Run("insert into ns_staged values ($1, $2, $3, $4, $5 = 1, $6 = 1)",
                              {static_cast<int64_t>(file.id), file.scan, file.first, file.behind,
                               int64_t{file.header_here}, int64_t{file.header}}));
  }
  return CollectUnsplit(db);
}

Result<Rejects> CollectRejects(Connection& db, const Project& project, const Source& source) {
  NS_RETURN_IF_ERROR(CheckQuotes(db, source));
  Rejects rejects;
  NS_ASSIGN(const Rows split, db.Query("select file, count(*) from ns_unsplit group by file"));
  for (size_t i = 0; i < split.rows.size(); ++i)
    rejects.not_split[static_cast<uint32_t>(split.Int(i, 0))] = split.Int(i, 1);
  // A staged row lies as many places further on as unsplit rows stand before it.
  const std::string query = fmt::format(
      "select f.path as file, s.at + 1 + coalesce(u.nth, 0) + s.behind + s.header::int as row, "
      "s.reason, s.detail from (select s.file, s.rowid - b.first as at, s.reason, s.detail, "
      "b.behind, b.header from ns_stage s join ns_staged b on b.id = s.file where s.verdict = 3) s "
      "asof left join (select file, nth, place - nth as before from ns_unsplit) u on u.file = "
      "s.file and s.at >= u.before join ns_files f on f.id = s.file and f.source = {0} "
      "union all by name select f.path as file, u.place + b.behind + b.header::int as row, "
      "u.reason, u.detail from ns_unsplit u join ns_staged b on b.id = u.file join ns_files f on "
      "f.id = u.file and f.source = {0}",
      Quoted(source.name));
  NS_ASSIGN(const Rows reasons,
            db.Query("select reason, count(*), arg_min(detail, row), min(row), arg_min(file, row) "
                     "from (" +
                     query + ") group by reason order by 2 desc, 1 limit 20"));
  if (reasons.rows.empty()) return rejects;
  for (size_t i = 0; i < reasons.rows.size(); ++i) {
    const std::string reason = reasons.Text(i, 0);
    const std::string example = reasons.Text(i, 2);
    rejects.reasons.push_back({reason, reasons.Int(i, 1), example, reasons.Int(i, 3),
                               reasons.Text(i, 4),
                               reason.ends_with(NotANumber("")) ? StyleHint(example) : ""});
  }
  rejects.path = RejectsPath(project, source);
  std::error_code ignored;
  fs::create_directories(fs::path(rejects.path).parent_path(), ignored);
  NS_RETURN_IF_ERROR(
      db.Run("copy (" + query + " order by file, row) to " + Quoted(rejects.path) + " (header)"));
  return rejects;
}

}  // namespace northstar::duck
