// Files that are written whole or not at all. Thread safe for different paths.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace northstar {

// Through a file beside it (".part") that takes its place; devices and pipes are written directly.
// kData where that fails; what stood there before is then untouched.
Status WriteFile(const std::string& path, const std::string& text);

// What a file is to hold, by its path relative to some folder.
struct FileText {
  std::string path;
  std::string text;
};
// All of them or none: folders are made as needed; when one file cannot be written, those before it
// get their former content back, or go. kData as of WriteFile.
Status WriteFiles(const std::string& folder, const std::vector<FileText>& changes);

}  // namespace northstar
