#include "engine/duckdb/file_patterns.h"

#include <dirent.h>
#include <fnmatch.h>
#include <locale.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <span>

#include "base/text.h"
#include "base/unicode_text.h"

namespace northstar::duck {
namespace {

using Parts = std::vector<std::string>;

// fnmatch counts characters, not bytes, where the thread's locale says so.
class Utf8Locale {
 public:
  Utf8Locale() {
    static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (utf8 != nullptr) before_ = ::uselocale(utf8);
  }
  ~Utf8Locale() {
    if (before_ != nullptr) ::uselocale(before_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t before_ = nullptr;
};

bool IsPattern(const std::string& part) {
  return part.find_first_of("*?[") != std::string::npos;
}

bool PartNames(const std::string& part, const std::string& name) {
  if (part == name || Composed(part) == Composed(name)) return true;
  if (!IsPattern(part)) return false;
  return ::fnmatch(part.c_str(), name.c_str(), FNM_PERIOD) == 0 ||
         ::fnmatch(Composed(part).c_str(), Composed(name).c_str(), FNM_PERIOD) == 0;
}

Parts PartsOf(const std::string& base, const std::string& pattern) {
  const std::string path = pattern.starts_with("/") ? pattern : base + "/" + pattern;
  Parts parts;
  for (std::string& part : Split(std::filesystem::path(path).lexically_normal().string(), '/')) {
    if (!part.empty()) parts.push_back(std::move(part));
  }
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
      if (PartNames(part, name)) enter(name);
    }
  }
}

bool Names(std::span<const std::string> parts, std::span<const std::string> path) {
  if (parts.empty() || path.empty()) return parts.empty() && path.empty();
  if (parts[0] == "**") return Names(parts.subspan(1), path) || Names(parts, path.subspan(1));
  return PartNames(parts[0], path[0]) && Names(parts.subspan(1), path.subspan(1));
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
  const Utf8Locale locale;
  const Parts parts = PartsOf(base, pattern);
  std::vector<std::string> found;
  if (!parts.empty()) Expand("", parts, found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool PatternNames(const std::string& base, const std::string& pattern, const std::string& path) {
  const Utf8Locale locale;
  return Names(PartsOf(base, pattern), PartsOf("", path));
}

}  // namespace northstar::duck
