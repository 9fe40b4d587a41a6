// Rows that are in no file, but are asked for when they are loaded: those of a database, and of a
// model in SQL over files of the project. They become one file in the project's target/ folder,
// which is surveyed and read like any other, and is removed when it was. Internal to loading.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/cancel_token.h"
#include "engine/duckdb/file_copies.h"
#include "engine/duckdb/source_files.h"
#include "engine/engine.h"
#include "model/project_ref.h"
#include "model/source.h"

namespace northstar::duck {

struct AskedRows {
  CopiedFile copy;
  // Where they are from: "postgresql://db.example.com/shop orders".
  std::string shown;
  int64_t rows = 0;
  // Only those from a cursor on.
  bool partial = false;
  // Where the next load begins; nullopt: the source has no cursor, or no row has one.
  std::optional<std::string> cursor;
};

struct AskOptions {
  // Of an earlier load; nullopt: all rows.
  std::optional<std::string> cursor;
  // Tells apart what is asked for in one load; a part of a file's name.
  std::string ending;
  CancelToken* cancel = nullptr;  // may be null
  ProgressListener progress;      // may be empty
};
// `source.cursor` may be empty. Errors point at the key that asks. REQUIRES: source.IsAsked().
Result<AskedRows> AskForRows(const Project& project, const Source& source,
                             const AskOptions& options);

// As SurveyFiles: rows that are as they were need no reading, and those after a cursor lie behind
// those that are stored.
Result<FileSurvey> SurveyAsked(const AskedRows& asked, const std::vector<KnownFile>& known);

}  // namespace northstar::duck
