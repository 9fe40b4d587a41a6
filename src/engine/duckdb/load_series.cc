// Series sources: numbers that somebody already aggregated, one row per period and dimension value.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "engine/duckdb/cell_reading.h"
#include "engine/duckdb/load.h"
#include "engine/duckdb/reader.h"
#include "engine/duckdb/source_files.h"
#include "model/project.h"
#include "sql/duckdb/series_sql.h"
#include "sql/duckdb/session_sql.h"

namespace northstar::duck {
namespace {

Error MissingColumn(const Source& source, const SourceSpan& span, const std::string& name,
                    const FileReader& reader) {
  Error error =
      Error::Data(fmt::format("source '{}' does not fit {}", source.name, reader.shown()));
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

// A row of a file, read but not yet checked against the others.
struct Given {
  std::string place;  // "weekly.csv:3"
  int64_t local_us = 0;
  std::vector<sql::Value> values;  // period, dimensions, metrics
};

Error Wrong(const Source& source, const std::string& place, const std::string& problem,
            const std::string& hint = "") {
  return Error::Data(fmt::format("source '{}': {}: {}", source.name, place, problem), hint);
}

class SeriesLoader {
 public:
  SeriesLoader(Connection& connection, const Project& project, const Source& source,
               const LoadOptions& options)
      : db_(connection), project_(project), source_(source), options_(options) {}

  Result<LoadSummary> Load() {
    const auto start = std::chrono::steady_clock::now();
    summary_.source = source_.name;
    NS_ASSIGN(const std::vector<KnownFile> known, KnownFiles(db_, source_.name));
    NS_ASSIGN(survey_, SurveyFiles(project_, source_, known));
    if (survey_.files.empty()) return ExpandFiles(source_).error();
    NS_ASSIGN(const std::string loaded, LoadedDefinition(db_, source_.name));
    const std::string definition = SourceDefinition(project_, source_);
    const bool anew = options_.full_refresh || !loaded.ends_with(":" + definition);
    if (!anew && IsAsItWas()) {
      summary_.same_files = static_cast<int>(survey_.files.size());
      return summary_;
    }
    if (!survey_.gone.empty() && !options_.prune) {
      return Error::Data(
          fmt::format("source '{}': {} is gone, and a series is always read as a whole",
                      source_.name, survey_.gone[0].path),
          "put it back, or give up its rows with 'northstar load --prune'");
    }
    summary_.removed_files = static_cast<int>(survey_.gone.size() + survey_.left.size());
    for (SourceFile& file : survey_.files) NS_RETURN_IF_ERROR(ReadFile(file));
    if (rows_.empty()) return Error::Data(fmt::format("source '{}' has no rows", source_.name));
    NS_RETURN_IF_ERROR(db_.Run(statement::kBegin));
    if (const Status status = Store(definition); !status.ok()) {
      (void)db_.Run(statement::kRollback);
      return status.error();
    }
    NS_RETURN_IF_ERROR(db_.Run(statement::kCommit));
    summary_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return summary_;
  }

 private:
  bool IsAsItWas() const {
    return survey_.gone.empty() && survey_.left.empty() &&
           std::all_of(survey_.files.begin(), survey_.files.end(),
                       [](const SourceFile& file) { return !file.NeedsReading(); });
  }

  Status ReadFile(SourceFile& file) {
    for (int read = 0; read < 3; ++read) {
      NS_ASSIGN(const OpenedFile opened, OpenedFile::Open(file.path, file.shown));
      NS_ASSIGN(file.stamp, opened.Stamp());
      NS_ASSIGN(file.hash, HashFile(opened.alias(), file.stamp.size));
      const size_t before = rows_.size();
      NS_RETURN_IF_ERROR(ReadRows(file, opened));
      NS_ASSIGN(const FileStamp stamp, opened.Stamp());
      if (stamp == file.stamp) {
        rows_of_file_.push_back(static_cast<int64_t>(rows_.size() - before));
        return Status::Ok();
      }
      rows_.resize(before);
    }
    return Error::Data(fmt::format("'{}' keeps changing while it is read", file.shown),
                       "load it once the other program has finished writing");
  }

  Status ReadRows(const SourceFile& file, const OpenedFile& opened) {
    NS_ASSIGN(const FileReader reader, FileReader::Open(db_, source_, opened, file.path));
    if (reader.empty()) {
      summary_.notes.push_back(fmt::format("{} is empty", file.shown));
      return Status::Ok();
    }
    NS_ASSIGN(const std::string period,
              FileTimeSql(project_, source_, reader, source_.period, source_.period_span));
    NS_ASSIGN(const std::string raw, ColumnSql(source_, reader, source_.period));
    std::vector<std::string> columns{raw};
    for (const NamedExpr& d : source_.dimensions) {
      NS_ASSIGN(columns.emplace_back(), ColumnSql(source_, reader, d.text));
    }
    for (const auto& [metric, name] : source_.series_metrics) {
      NS_ASSIGN(columns.emplace_back(), ColumnSql(source_, reader, name));
    }
    ReadOptions strict;
    strict.unsplit = statement::UnsplitRows::kFail;
    NS_ASSIGN(const Rows rows, db_.Query(statement::SeriesRowsOfFile(
                                   reader.Relation(opened, strict), period, columns)));
    const size_t first_value = 2 + source_.dimensions.size();
    NS_ASSIGN(const std::vector<NumberStyle> styles, StylesOf(rows, first_value));
    for (size_t r = 0; r < rows.rows.size(); ++r) {
      const std::string place = fmt::format("{}:{}", file.shown, r + (reader.has_header() ? 2 : 1));
      NS_RETURN_IF_ERROR(ReadRow(rows, r, first_value, styles, place));
    }
    return Status::Ok();
  }

  // How the columns of numbers are written: as the project says, or as their cells tell.
  Result<std::vector<NumberStyle>> StylesOf(const Rows& rows, size_t first_value) {
    std::vector<NumberStyle> styles;
    for (size_t c = first_value; c < rows.names.size(); ++c) {
      const std::string& column = source_.series_metrics[c - first_value].second;
      uint32_t evidence = 0;
      for (size_t r = 0; r < rows.rows.size(); ++r) evidence |= NumberEvidence(rows.Text(r, c));
      evidence_[column] |= evidence;
      NS_ASSIGN(const NumberStyle style, StyleOfColumn(source_, column, evidence_[column]));
      styles.push_back(style);
    }
    return styles;
  }

  Status ReadRow(const Rows& rows, size_t r, size_t first_value,
                 const std::vector<NumberStyle>& styles, const std::string& place) {
    ++summary_.read;
    if (rows.Null(r, 0)) {
      return Wrong(
          source_, place,
          fmt::format("the period '{}' {}", rows.Text(r, 1),
                      source_.time_format.empty() ? "is not a date" : "does not match time_format"),
          source_.time_format.empty() ? "set time_format to the format of the dates" : "");
    }
    Given given{place, project_.calendar.zone().ToLocal(rows.Int(r, 0)), {}};
    given.values.emplace_back(given.local_us);
    for (size_t c = 2; c < rows.names.size(); ++c) {
      const std::string text = rows.Text(r, c);
      if (c < first_value) {
        given.values.emplace_back(text);
      } else if (Trim(text).empty()) {
        given.values.emplace_back(NullLiteral{});
      } else if (const auto number = ReadNumber(text, styles[c - first_value])) {
        given.values.emplace_back(*number);
      } else {
        return Wrong(source_, place, fmt::format("'{}' is not a number", text), StyleHint(text));
      }
    }
    rows_.push_back(std::move(given));
    return Status::Ok();
  }

  Status Store(const std::string& definition) {
    NS_RETURN_IF_ERROR(db_.Run(statement::CreateSeries(source_)));
    std::vector<int64_t> starts;
    for (const Given& row : rows_) {
      NS_RETURN_IF_ERROR(db_.Run(statement::InsertSeriesRow(source_.name, row.values)));
      starts.push_back(row.local_us);
    }
    summary_.kept = static_cast<int64_t>(rows_.size());
    std::sort(starts.begin(), starts.end());
    const Grain grain = source_.grain.value_or(InferGrain(starts));
    NS_RETURN_IF_ERROR(CheckRows(grain));
    const TimeZone& zone = project_.calendar.zone();
    // The last period ends where the next one would start.
    const int64_t end = grain == Grain::kHour
                            ? zone.FirstInstantAt(starts.back()) + kMicrosPerHour
                            : project_.calendar.DayStart(project_.calendar.NextPeriod(
                                  grain, starts.back() / kMicrosPerDay));
    NS_RETURN_IF_ERROR(db_.RunAll(statement::DeleteFilesAndSource(source_.name)));
    NS_RETURN_IF_ERROR(db_.Run(statement::InsertSeriesSource(
        source_.name, fmt::format("series:{}:{}", GrainName(grain), definition), summary_.kept,
        zone.FirstInstantAt(starts.front()), end - 1)));
    for (size_t i = 0; i < survey_.files.size(); ++i) {
      NS_RETURN_IF_ERROR(RecordFile(db_, source_.name, static_cast<int64_t>(i) + 1,
                                    survey_.files[i].AsKnown(), rows_of_file_[i],
                                    rows_of_file_[i]));
    }
    summary_.new_files = static_cast<int>(survey_.files.size());
    return Status::Ok();
  }

  // Every row starts a period, and each period and dimension value is given once.
  Status CheckRows(Grain grain) {
    std::map<std::vector<std::string>, std::string> met;  // key → place
    for (const Given& row : rows_) {
      const std::string problem = OffGrid(project_.calendar, grain, row.local_us);
      if (!problem.empty()) {
        return Wrong(source_, row.place, problem,
                     "a row must have the first day of its period; set first_day_of_week, "
                     "first_month_of_year or the source's grain if needed");
      }
      std::vector<std::string> key{std::to_string(row.local_us)};
      for (size_t d = 0; d < source_.dimensions.size(); ++d)
        key.push_back(std::get<std::string>(row.values[d + 1]));
      const auto [earlier, fresh] = met.emplace(std::move(key), row.place);
      if (fresh) continue;
      return Wrong(source_, row.place,
                   fmt::format("there are two rows for the same period; the other one is {}",
                               earlier->second),
                   source_.dimensions.empty() ? "is a column missing under dimensions:?" : "");
    }
    return Status::Ok();
  }

  Connection& db_;
  const Project& project_;
  const Source& source_;
  const LoadOptions& options_;
  LoadSummary summary_;
  FileSurvey survey_;
  std::vector<Given> rows_;
  std::vector<int64_t> rows_of_file_;
  std::map<std::string, uint32_t> evidence_;  // by column
};

}  // namespace

Result<LoadSummary> LoadSeries(Connection& connection, const Project& project, const Source& source,
                               const LoadOptions& options) {
  return SeriesLoader(connection, project, source, options).Load();
}

}  // namespace northstar::duck
