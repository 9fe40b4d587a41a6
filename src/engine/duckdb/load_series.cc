// Series sources: numbers that somebody already aggregated, one row per period and dimension value.
#include <fmt/format.h>

#include <chrono>

#include "base/text.h"
#include "engine/duckdb/load.h"
#include "engine/duckdb/reader.h"
#include "engine/duckdb/source_files.h"
#include "sql/dialect.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

using sql::Identifier;

Error MissingColumn(const Source& source, const SourceSpan& span, const std::string& name,
                    const FileReader& reader) {
  Error error = Error::Data(fmt::format("source '{}' does not fit {}", source.name, reader.path()));
  error.diagnostics.push_back({Severity::kError, "",
                               fmt::format("the file has no column '{}'", name), span, "", "",
                               DidYouMean(name, reader.ColumnNames())});
  return error;
}

Result<std::string> ColumnSql(const Source& source, const FileReader& reader,
                              const std::string& name) {
  const auto column = reader.Find(name);
  if (!column) return MissingColumn(source, source.period_span, name, reader);
  return column->sql;
}

// What is wrong with a start that is no start of the project's periods; empty when it is one.
std::string OffGrid(const Calendar& calendar, Grain grain, int64_t local_us) {
  if (grain == Grain::kHour) return "";
  const Day day = local_us / kMicrosPerDay;
  const Day start = calendar.PeriodStart(grain, day);
  if (start == day) return "";
  return fmt::format("{} does not start a {} of the project; that {} starts on {}", FormatDay(day),
                     GrainName(grain), GrainName(grain), FormatDay(start));
}

}  // namespace

Result<LoadSummary> LoadSeries(Connection& db, const Project& project, const Source& source,
                               const LoadOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  LoadSummary summary;
  summary.source = source.name;
  NS_ASSIGN(const std::vector<KnownFile> known, KnownFiles(db, source.name));
  NS_ASSIGN(const FileSurvey survey,
            SurveyFiles(source, options.full_refresh ? std::vector<KnownFile>{} : known));
  const SourceFile& file = survey.files.at(0);
  NS_ASSIGN(const std::string loaded, LoadedDefinition(db, source.name));
  const bool same_definition = loaded.ends_with(":" + SourceDefinition(project, source));
  if (same_definition &&
      (file.change == FileChange::kSame || file.change == FileChange::kTouched)) {
    summary.same_files = 1;
    return summary;
  }
  NS_ASSIGN(const FileReader reader, FileReader::Open(db, source, file.path));
  if (reader.empty()) return Error::Data(fmt::format("'{}' is empty", file.path));
  NS_ASSIGN(const std::string period, ColumnSql(source, reader, source.period));
  std::string items = period + "::varchar";
  std::string columns = "local_us bigint";
  std::string keys = "local_us";
  for (const NamedExpr& d : source.dimensions) {
    NS_ASSIGN(const std::string column, ColumnSql(source, reader, d.text));
    items += ", " + column + "::varchar";
    columns += ", " + Identifier(storage::DimensionColumn(d.name)) + " varchar";
    keys += ", " + Identifier(storage::DimensionColumn(d.name));
  }
  for (const auto& [metric, name] : source.series_metrics) {
    NS_ASSIGN(const std::string column, ColumnSql(source, reader, name));
    items += ", " + column + "::varchar";
    columns += ", " + Identifier(storage::ValueColumn(metric)) + " double";
  }
  NS_ASSIGN(const Rows rows, db.Query("select " + items + " from " + reader.relation()));

  const std::string table = Identifier(storage::SeriesTable(source.name));
  NS_RETURN_IF_ERROR(db.Run("begin transaction"));
  const auto store = [&]() -> Status {
    NS_RETURN_IF_ERROR(db.Run(fmt::format("create or replace table {} ({})", table, columns)));
    std::vector<int64_t> starts;
    const auto line_of = [&](size_t row) {
      return row + (reader.layout() == FileLayout::kDelimited ? 2 : 1);
    };
    const size_t dimensions = source.dimensions.size();
    for (size_t r = 0; r < rows.rows.size(); ++r) {
      ++summary.read;
      const auto time = ParseTime(rows.Text(r, 0));
      std::vector<sql::Value> values{time ? time->us : int64_t{0}};
      std::string marks = "$1";
      std::string problem = time ? "" : "the period is no date";
      for (size_t c = 1; c < rows.names.size(); ++c) {
        const std::string text = rows.Text(r, c);
        marks += fmt::format(", ${}", c + 1);
        if (c <= dimensions) {
          values.emplace_back(text);
        } else if (text.empty()) {
          values.emplace_back(NullLiteral{});
        } else if (const auto number = ParseNumber(text)) {
          values.emplace_back(*number);
        } else {
          problem = fmt::format("'{}' is no number", text);
        }
      }
      if (!problem.empty()) {
        return Error::Data(
            fmt::format("source '{}': {}:{}: {}", source.name, file.path, line_of(r), problem),
            "the database is as it was");
      }
      starts.push_back(time->us);
      ++summary.kept;
      NS_RETURN_IF_ERROR(db.Run(fmt::format("insert into {} values ({})", table, marks), values));
    }
    if (summary.kept == 0) return Error::Data(fmt::format("'{}' holds no rows", file.path));
    std::vector<int64_t> sorted = starts;
    std::sort(sorted.begin(), sorted.end());
    const Grain grain = source.grain.value_or(InferGrain(sorted));
    for (size_t r = 0; r < starts.size(); ++r) {
      const std::string problem = OffGrid(project.calendar, grain, starts[r]);
      if (!problem.empty()) {
        return Error::Data(
            fmt::format("source '{}': {}:{}: {}", source.name, file.path, line_of(r), problem),
            "a row names the first day of its period; set first_day_of_week, "
            "first_month_of_year or the source's grain if the project counts differently");
      }
    }
    NS_ASSIGN(
        const Rows repeated,
        db.Query(fmt::format("select count(*) from {0} group by {1} having count(*) > 1 limit 1",
                             table, keys)));
    if (!repeated.rows.empty()) {
      return Error::Data(
          fmt::format("source '{}': '{}' has two rows for one period", source.name, file.path),
          dimensions == 0 ? "is a column missing under dimensions:?" : "the database is as it was");
    }
    const TimeZone& zone = project.calendar.zone();
    // The last period ends where the next one would start.
    const int64_t end = grain == Grain::kHour
                            ? zone.FirstInstantAt(sorted.back()) + kMicrosPerHour
                            : project.calendar.DayStart(project.calendar.NextPeriod(
                                  grain, sorted.back() / kMicrosPerDay));
    for (const char* name : {"ns_files", "ns_sources"}) {
      NS_RETURN_IF_ERROR(
          db.Run(fmt::format("delete from {} where source = $1", name), {source.name}));
    }
    NS_RETURN_IF_ERROR(
        db.Run("insert into ns_sources values ($1, $2, $3, $4, $5, 0)",
               {source.name,
                fmt::format("series:{}:{}", GrainName(grain), SourceDefinition(project, source)),
                summary.kept, zone.FirstInstantAt(sorted.front()), end - 1}));
    return db.Run("insert into ns_files values ($1, 1, $2, $3, $4, $5, $6, $6, 0, 0, 0, 0)",
                  {source.name, file.path, file.size, file.mtime_ns, file.hash, summary.kept});
  };
  const Status status = store();
  if (!status.ok()) {
    (void)db.Run("rollback");
    return status.error();
  }
  NS_RETURN_IF_ERROR(db.Run("commit"));
  summary.new_files = 1;
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return summary;
}

}  // namespace northstar::duck
