// Which files a source consists of and what is new about each since the last load.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/catalog.h"
#include "engine/duckdb/opened_file.h"
#include "model/project_ref.h"
#include "model/table_files.h"

namespace northstar::duck {

enum class FileChange {
  kSame,     // nothing to do
  kTouched,  // same content, another stamp
  kNew,
  kMoved,    // same content, another name, and the old name is gone
  kGrown,    // the old content is a prefix: only the rest is read
  kMore,     // it holds rows that come after those that are stored
  kChanged,  // read anew, its old rows are replaced
};

// A table on the disk: a file, one in an archive, or a sheet of a workbook.
struct FilePlace {
  std::string path;           // absolute, as the system has it
  std::string member, sheet;  // of an archive, of a workbook; else empty

  bool whole() const { return member.empty() && sheet.empty(); }
  // Behind the path in names: "!events/a.json", "#Orders"; empty for the whole file.
  std::string Suffix() const;
  // Whose ending tells the layout.
  std::string NameInside() const;
};

struct SourceFile : FilePlace {
  std::string shown;  // StoredPath: how it is kept and printed
  FileStamp stamp;    // taken before its content was looked at
  std::string hash;   // of the first stamp.size bytes, and of the place within; empty for kSame
  FileChange change = FileChange::kNew;
  KnownFile known;  // of the earlier load, unless kNew

  // How the record of files keeps it.
  KnownFile AsKnown() const {
    return {0, shown, stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.inode, hash, 0};
  }
  bool NeedsReading() const {
    return change == FileChange::kNew || change == FileChange::kGrown ||
           change == FileChange::kMore || change == FileChange::kChanged;
  }
};

struct FileSurvey {
  std::vector<SourceFile> files;  // in load order, each file once, by whatever names it goes
  std::vector<KnownFile> gone;    // the source still names it, but it is no longer there
  std::vector<KnownFile> left;    // the source no longer names it
  std::vector<std::pair<std::string, std::string>> twins;  // a new file and one of the same content
};

// Valid UTF-8, relative to the project's folder for what lies in it, so that a project can be
// moved; different paths stay different.
std::string StoredPath(const Project& project, const std::string& path);

// Fails when no pattern of the source names a file, and for an archive of which not all files are
// tables of one kind. `archive.zip!*.csv` names files of an archive.
Result<std::vector<FilePlace>> ExpandFiles(const TableFiles& source);
// As `hash` is made.
Result<std::string> HashOf(const SourceFile& file);
// `files` is empty where no pattern names a file (ExpandFiles says why).
Result<FileSurvey> SurveyFiles(const Project& project, const TableFiles& source,
                               const std::vector<KnownFile>& known);
// Looks at one file again that changed since it was surveyed: stamp, content, and what is new.
Status SurveyAgain(const TableFiles& source, SourceFile& file);
// True when the names, sizes and times of all files are as at the last load; looks at no content.
// What is in no file is taken to be as it was.
bool LooksUnchanged(const Project& project, const TableFiles& source,
                    const std::vector<KnownFile>& known);
// Whether rows are lines, so that more can be appended to a file.
bool IsLines(const std::string& path);

}  // namespace northstar::duck
