#include "engine/duckdb/asked_rows.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>

#include "base/hash.h"
#include "databases/read_database.h"
#include "engine/duckdb/database.h"
#include "engine/duckdb/sql_model.h"
#include "model/project.h"

namespace northstar::duck {
namespace {

namespace fs = std::filesystem;

std::chrono::seconds SecondsOf(const Duration& duration) {
  return std::chrono::seconds(duration.days * (kMicrosPerDay / kMicrosPerSecond) +
                              duration.exact_us / kMicrosPerSecond);
}

// What the database says, at the key that asks for it.
Error At(const Source& source, const SourceSpan& span, const std::string& shown, Error error) {
  Error out =
      error.kind == ErrorKind::kUsage
          ? Error::Usage(fmt::format("source '{}' does not fit {}", source.name, shown))
          : Error::Data(fmt::format("source '{}' cannot be read from {}", source.name, shown));
  out.diagnostics.push_back({Severity::kError, "", error.message, span, "", "", error.hint});
  return out;
}

databases::CopyOptions CopyOptionsOf(const Source& source, const AskOptions& options) {
  databases::CopyOptions copy;
  if (!source.cursor.empty())
    copy.cursor = databases::Cursor{source.cursor, options.cursor, SecondsOf(source.overlap)};
  if (options.cancel != nullptr)
    copy.cancelled = [cancel = options.cancel] { return cancel->Asked(); };
  if (options.progress) {
    copy.progress = [&](int64_t rows, int64_t) { options.progress({source.name, -1, rows}); };
  }
  return copy;
}

Result<AskedRows> AskDatabase(const Project& project, const Source& source,
                              const AskOptions& options) {
  const DatabaseTable& asked = *source.database;
  const std::string where = databases::Shown(asked.address);
  const auto address = databases::ReadAddress(asked.address, source.base_dir);
  if (!address.ok()) return At(source, asked.span, where, address.error());
  NS_ASSIGN(const std::string path, PlaceForCopy(project, source.name, options.ending + ".csv"));
  const auto copied = databases::CopyToCsv(*address, {asked.table, asked.query}, path,
                                           CopyOptionsOf(source, options));
  if (!copied.ok()) {
    if (options.cancel != nullptr && options.cancel->Take())
      return Error::Data("interrupted", "nothing was changed");
    const bool of_cursor = copied.error().message.find("cursor") != std::string::npos;
    return At(source, of_cursor ? source.cursor_span : asked.asked_span, where, copied.error());
  }
  const std::string shown =
      fmt::format("{} {}", where, asked.table.empty() ? "(query)" : asked.table);
  NS_ASSIGN(CopiedFile copy, OpenCopy(path, shown));
  return AskedRows{std::move(copy), shown, copied->rows, options.cursor.has_value(),
                   copied->cursor};
}

Result<AskedRows> AskModel(const Project& project, const Source& source,
                           const AskOptions& options) {
  const fs::path file = (fs::path(source.base_dir) / source.sql).lexically_normal();
  const fs::path inside = file.lexically_relative(project.root);
  SqlModelCall call;
  call.root = project.root;
  call.file = inside.empty() || *inside.begin() == ".." ? file.string() : inside.string();
  NS_ASSIGN(call.output, PlaceForCopy(project, source.name, options.ending + ".parquet"));
  if (options.cancel != nullptr)
    call.cancelled = [cancel = options.cancel] { return cancel->Asked(); };
  const auto rows = RunSqlModelInChild(call);
  if (!rows.ok()) {
    if (options.cancel != nullptr && IsInterruption(rows.error())) (void)options.cancel->Take();
    if (IsInterruption(rows.error())) return rows.error();
    return At(source, source.sql_span, call.file, rows.error());
  }
  NS_ASSIGN(CopiedFile copy, OpenCopy(call.output, call.file));
  return AskedRows{std::move(copy), call.file, rows->rows, false, std::nullopt};
}

}  // namespace

Result<AskedRows> AskForRows(const Project& project, const Source& source,
                             const AskOptions& options) {
  return source.database ? AskDatabase(project, source, options)
                         : AskModel(project, source, options);
}

Result<FileSurvey> SurveyAsked(const AskedRows& asked, const std::vector<KnownFile>& known) {
  FileSurvey survey;
  SourceFile file;
  file.path = asked.copy.path();
  file.shown = asked.shown;
  NS_ASSIGN(file.stamp, StampOf(file.path, file.shown));
  NS_ASSIGN(file.hash, HashOf(file));
  for (const KnownFile& one : known) {
    if (one.path != file.shown) {
      survey.left.push_back(one);
      continue;
    }
    file.known = one;
    file.change = asked.partial           ? FileChange::kMore
                  : one.hash == file.hash ? FileChange::kTouched
                                          : FileChange::kChanged;
  }
  survey.files.push_back(std::move(file));
  return survey;
}

}  // namespace northstar::duck
