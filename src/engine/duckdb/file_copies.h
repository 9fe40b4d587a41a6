// Copies of files, or of parts of them, that reading needs: the new lines of a file that grew, and
// JSON with its bytes put right. They lie in the project's target/ folder while they are read.
#pragma once

#include <string>

#include "engine/duckdb/opened_file.h"
#include "model/project_ref.h"

namespace northstar::duck {

// Removed when this object ends.
class CopiedFile {
 public:
  CopiedFile(OpenedFile file, std::string path, int64_t size)
      : file_(std::move(file)), path_(std::move(path)), size_(size) {}
  CopiedFile(CopiedFile&& other) noexcept;
  CopiedFile& operator=(CopiedFile&&) = delete;
  ~CopiedFile();

  const OpenedFile& file() const { return file_; }
  const std::string& path() const { return path_; }
  int64_t size() const { return size_; }

 private:
  OpenedFile file_;
  std::string path_;
  int64_t size_;
};

// Where a copy for the source may lie; the folder is there then. The ending tells copies of one
// source apart.
Result<std::string> PlaceForCopy(const Project& project, const std::string& source,
                                 const std::string& ending);
// A copy that was written there.
Result<CopiedFile> OpenCopy(const std::string& path, const std::string& shown);

// The bytes [from, to) of a file of lines, up to the last line that is whole; where there is none,
// all of them.
Result<CopiedFile> CopyLines(const Project& project, const std::string& source,
                             const std::string& path, int64_t from, int64_t to);

struct MendedJson {
  CopiedFile copy;
  int64_t surrogates = 0;  // escapes of half a character that became U+FFFD
};
// The text of a file of JSON, unpacked, without a byte order mark and without escapes of half a
// character, for which readers refuse a whole event.
Result<MendedJson> MendJson(const Project& project, const std::string& source,
                            const OpenedFile& file);
bool HoldsLoneSurrogates(const OpenedFile& file);

// Replaces escapes of half a character ("\\ud800" without its "\\udc00") by "\\ufffd"; returns how
// many there were.
int64_t MendSurrogates(std::string& json);

}  // namespace northstar::duck
