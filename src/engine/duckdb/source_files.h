// Which files a source consists of and what is new about each since the last load.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/catalog.h"
#include "model/project.h"

namespace northstar::duck {

enum class FileChange {
  kSame,     // nothing to do
  kTouched,  // same content, another modification time
  kNew,
  kMoved,    // same content, another name, and the old name is gone
  kGrown,    // the old content is a prefix: only the rest is read
  kChanged,  // read anew, its old rows are replaced
};

struct SourceFile {
  std::string path;
  int64_t size = 0;
  int64_t mtime_ns = 0;
  std::string hash;  // empty for kSame
  FileChange change = FileChange::kNew;
  KnownFile known;  // of the earlier load, unless kNew

  bool NeedsReading() const {
    return change == FileChange::kNew || change == FileChange::kGrown ||
           change == FileChange::kChanged;
  }
};

struct FileSurvey {
  std::vector<SourceFile> files;  // in load order
  std::vector<KnownFile> gone;    // loaded before, no longer there: their rows stay
  std::vector<std::pair<std::string, std::string>> twins;  // a new file and one of the same content
};

// Expands globs (`**` is any number of folders), in the order of the list; folders are no files.
// Fails when no pattern matches anything.
Result<std::vector<std::string>> ExpandFiles(const Source& source);
Result<FileSurvey> SurveyFiles(const Source& source, const std::vector<KnownFile>& known);
// True when path, size and time of every file are as at the last load; looks at no content.
bool LooksUnchanged(const Source& source, const std::vector<KnownFile>& known);

}  // namespace northstar::duck
