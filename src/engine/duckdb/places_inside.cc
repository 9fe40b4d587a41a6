#include "engine/duckdb/places_inside.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/text.h"
#include "engine/duckdb/opened_file.h"
#include "files/workbook.h"

namespace northstar::duck {
namespace {

using files::ArchiveMember;
using files::FileToRead;

// ".csv" of "a/b.csv.gz".
std::string KindOf(std::string name) {
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  return std::filesystem::path(name).extension().string();
}

Result<std::vector<FilePlace>> SheetsOf(const std::string& path, const FileToRead& file,
                                        const std::string& sheet) {
  NS_ASSIGN(const std::vector<files::Sheet> sheets, files::ListSheets(file));
  std::vector<FilePlace> places;
  std::vector<std::string> names;
  for (const files::Sheet& one : sheets) {
    names.push_back(one.name);
    if (sheet.empty() ? !one.hidden : one.name == sheet) places.push_back({path, "", one.name});
  }
  if (!places.empty()) return places;
  if (sheet.empty())
    return Error::Data(fmt::format("all sheets of '{}' are hidden", file.shown),
                       "name one under 'sheet'");
  return Error::Data(fmt::format("'{}' has no sheet '{}'", file.shown, sheet),
                     DidYouMean(sheet, names));
}

Result<std::vector<FilePlace>> MembersOf(const std::string& path, const FileToRead& file,
                                         const std::vector<ArchiveMember>& members,
                                         const std::string& pattern) {
  std::vector<FilePlace> places;
  if (!pattern.empty()) {
    for (const ArchiveMember& one : files::MembersMatching(members, pattern))
      places.push_back({path, one.path, ""});
    if (!places.empty()) return places;
    std::vector<std::string> names;
    for (const ArchiveMember& one : members) names.push_back(one.path);
    return Error::Data(fmt::format("no file in '{}' matches '{}'", file.shown, pattern),
                       DidYouMean(pattern, names));
  }
  std::set<std::string> kinds;
  for (const ArchiveMember& one : members) {
    kinds.insert(KindOf(one.path));
    places.push_back({path, one.path, ""});
  }
  if (places.empty()) return Error::Data(fmt::format("'{}' holds no file", file.shown));
  if (kinds.size() == 1) return places;
  return Error::Data(
      fmt::format("'{}' holds files of several kinds, such as '{}'", file.shown, members[0].path),
      fmt::format("name those that are meant: '{}!**/*{}'",
                  std::filesystem::path(path).filename().string(), *kinds.rbegin()));
}

}  // namespace

bool IsArchive(const OpenedFile& file, const std::string& path) {
  const std::string head = file.Head(512);
  if (head.starts_with("PK\x03\x04") || head.starts_with("\x37\x7A\xBC\xAF\x27\x1C")) return true;
  if (head.size() >= 262 && head.compare(257, 5, "ustar") == 0) return true;
  for (const std::string_view ending :
       {".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.xz", ".tar.bz2"}) {
    if (path.ends_with(ending)) return true;
  }
  return false;
}

Result<std::vector<FilePlace>> PlacesIn(const std::string& path, const std::string& pattern,
                                        const std::string& sheet, const std::string& source) {
  const std::string shown = std::filesystem::path(path).filename().string();
  const auto opened = OpenedFile::Open(path, shown);
  const bool archive = opened.ok() && IsArchive(*opened, path);
  if (!archive && pattern.empty() && sheet.empty()) return std::vector<FilePlace>{{path, "", ""}};
  if (!opened.ok()) return opened.error();
  if (!archive) {
    return Error::Data(fmt::format("source '{}': '{}' is no {}", source, shown,
                                   sheet.empty() ? "archive" : "workbook"),
                       sheet.empty() ? "what stands behind '!' is a file in an archive"
                                     : "'sheet' is for .xlsx and .ods files");
  }
  const FileToRead file{opened->alias(), shown};
  NS_ASSIGN(const std::vector<ArchiveMember> members, files::ListMembers(file));
  if (files::IsWorkbook(members)) return SheetsOf(path, file, sheet);
  return MembersOf(path, file, members, pattern);
}

}  // namespace northstar::duck
