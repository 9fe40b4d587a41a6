#include "engine/duckdb/file_patterns.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <span>

#include "base/path_pattern.h"

namespace northstar::duck {
namespace {

using Parts = std::vector<std::string>;

Parts PartsOf(const std::string& base, const std::string& pattern) {
  const std::string path = pattern.starts_with("/") ? pattern : base + "/" + pattern;
  Parts parts = PathParts(std::filesystem::path(path).lexically_normal().string());
  if (!parts.empty() && parts.back() == "**") parts.push_back("*");
  return parts;
}

bool Exists(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0;
}

bool IsFolder(const std::string& path, bool through_links) {
  struct stat info {};
  const int found = through_links ? ::stat(path.c_str(), &info) : ::lstat(path.c_str(), &info);
  return found == 0 && S_ISDIR(info.st_mode);
}

void Expand(const std::string& folder, std::span<const std::string> parts,
            std::vector<std::string>& found) {
  const std::string& part = parts[0];
  const auto enter = [&](const std::string& name) {
    const std::string path = folder + "/" + name;
    if (parts.size() > 1) {
      Expand(path, parts.subspan(1), found);
    } else if (Exists(path) && !IsFolder(path, true)) {
      found.push_back(path);
    }
  };
  if (part == "**") {
    Expand(folder, parts.subspan(1), found);
    for (const std::string& name : NamesInFolder(folder)) {
      if (IsFolder(folder + "/" + name, false)) Expand(folder + "/" + name, parts, found);
    }
  } else if (Exists(folder + "/" + part)) {
    enter(part);
  } else {
    for (const std::string& name : NamesInFolder(folder)) {
      if (PartMatches(part, name)) enter(name);
    }
  }
}

}  // namespace

std::vector<std::string> NamesInFolder(const std::string& folder) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), ::closedir);
  while (const dirent* entry = open ? ::readdir(open.get()) : nullptr) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> ExpandPattern(const std::string& base, const std::string& pattern) {
  const Parts parts = PartsOf(base, pattern);
  std::vector<std::string> found;
  if (!parts.empty()) Expand("", parts, found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool PatternNames(const std::string& base, const std::string& pattern, const std::string& path) {
  return PartsMatch(PartsOf(base, pattern), PartsOf("", path));
}

}  // namespace northstar::duck
