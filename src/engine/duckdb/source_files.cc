#include "engine/duckdb/source_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <tuple>

#include "base/hash.h"
#include "base/text.h"
#include "base/unicode_text.h"
#include "engine/duckdb/file_patterns.h"
#include "engine/duckdb/places_inside.h"
#include "engine/duckdb/prepared_file.h"
#include "model/project.h"

namespace northstar::duck {
namespace {

namespace fs = std::filesystem;

std::string RealPath(const Project& project, const std::string& stored) {
  const std::string path = UnescapeInvalidUtf8(stored);
  return path.starts_with("/") ? path : project.root + "/" + path;
}

bool EndsWithNewline(const std::string& path, int64_t size) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(size - 1);
  return file.get() == '\n';
}

// A pattern of files, and one of what they hold: "export.zip!*.json".
struct PatternInside {
  std::string outside, inside;
};

// A file whose own name holds a "!" is meant as it stands.
PatternInside PartsOfPattern(const std::string& base, const std::string& pattern) {
  const size_t sign = pattern.find('!');
  if (sign == std::string::npos || !ExpandPattern(base, pattern).empty()) return {pattern, ""};
  return {pattern.substr(0, sign), pattern.substr(sign + 1)};
}

// The path of a file in the record of files, without its place in an archive or a workbook.
std::string OutsideOf(const std::string& stored) {
  for (const char* ending : {".zip!", ".tar!", ".tgz!", ".7z!", ".gz!", ".zst!", ".xz!", ".bz2!",
                             ".xlsx#", ".xlsm#", ".ods#"}) {
    const size_t at = stored.find(ending);
    if (at != std::string::npos) return stored.substr(0, at + std::string_view(ending).size() - 1);
  }
  return stored;
}

// The names in the folder of a pattern, to suggest what was meant.
std::string NearestFile(const std::string& pattern) {
  const size_t slash = pattern.rfind('/');
  const std::string folder = pattern.substr(0, slash);
  std::vector<std::string> names = NamesInFolder(folder);
  if (names.empty()) return fmt::format("the folder '{}' is empty or does not exist", folder);
  constexpr size_t kMost = 200;
  if (names.size() > kMost) names.resize(kMost);
  return DidYouMean(pattern.substr(slash + 1), names);
}

bool HasStampOf(const KnownFile& known, const FileStamp& stamp) {
  return known.size == stamp.size && known.mtime_ns == stamp.mtime_ns &&
         known.ctime_ns == stamp.ctime_ns && known.inode == stamp.inode;
}

// What is new about a file with an earlier load, by its content.
Status CompareWithKnown(const TableFiles& source, SourceFile& file) {
  const KnownFile& earlier = file.known;
  if (file.hash == earlier.hash) {
    file.change = FileChange::kTouched;
    return Status::Ok();
  }
  file.change = FileChange::kChanged;
  if (file.whole() && file.stamp.size > earlier.size && earlier.size > 0 && IsLines(file.path) &&
      EndsWithNewline(file.path, earlier.size)) {
    NS_ASSIGN(const std::string prefix, HashFile(file.path, earlier.size));
    NS_ASSIGN(const OpenedFile opened, OpenedFile::Open(file.path, file.shown));
    if (prefix == earlier.hash && CanGrow(source, opened, file.path))
      file.change = FileChange::kGrown;
  }
  return Status::Ok();
}

Result<SourceFile> Survey(const Project& project, const TableFiles& source, const FilePlace& place,
                          const std::vector<KnownFile>& known) {
  SourceFile file;
  static_cast<FilePlace&>(file) = place;
  file.shown = StoredPath(project, place.path) + place.Suffix();
  NS_ASSIGN(file.stamp, StampOf(place.path, file.shown));
  const auto earlier = std::find_if(known.begin(), known.end(),
                                    [&](const KnownFile& k) { return k.path == file.shown; });
  const bool met = earlier != known.end();
  if (met) file.known = *earlier;
  if (met && HasStampOf(*earlier, file.stamp)) {
    file.change = FileChange::kSame;
    return file;
  }
  NS_ASSIGN(file.hash, HashOf(file));
  if (met) NS_RETURN_IF_ERROR(CompareWithKnown(source, file));
  return file;
}

// A log that got another name, and more lines: it begins with all that a file held that is gone.
Result<bool> FindGrown(const TableFiles& source, SourceFile& file, std::vector<KnownFile>& gone) {
  for (size_t i = 0; i < gone.size(); ++i) {
    if (gone[i].size == 0 || gone[i].size >= file.stamp.size) continue;
    SourceFile grown = file;
    grown.known = gone[i];
    NS_RETURN_IF_ERROR(CompareWithKnown(source, grown));
    if (grown.change != FileChange::kGrown) continue;
    file = std::move(grown);
    gone.erase(gone.begin() + static_cast<std::ptrdiff_t>(i));
    return true;
  }
  return false;
}

// A file that only changed its name is no new rows; one that repeats another's content is suspect.
Status FindMovesAndTwins(const TableFiles& source, FileSurvey& survey,
                         const std::vector<KnownFile>& known) {
  for (SourceFile& file : survey.files) {
    if (file.change != FileChange::kNew) continue;
    bool moved = false;
    for (std::vector<KnownFile>* away : {&survey.gone, &survey.left}) {
      const auto old = std::find_if(away->begin(), away->end(),
                                    [&](const KnownFile& k) { return k.hash == file.hash; });
      if (moved || old == away->end()) continue;
      file.change = FileChange::kMoved;
      file.known = *old;
      away->erase(old);
      moved = true;
    }
    if (!moved) {
      NS_ASSIGN(moved, FindGrown(source, file, survey.gone));
    }
    if (moved || file.stamp.size == 0) continue;
    const auto of_known = std::find_if(known.begin(), known.end(), [&](const KnownFile& k) {
      const bool other = std::any_of(survey.files.begin(), survey.files.end(), [&](const auto& f) {
        return f.shown == k.path && f.change == FileChange::kChanged;
      });
      return k.hash == file.hash && !other;
    });
    const auto of_new = std::find_if(survey.files.begin(), survey.files.end(), [&](const auto& f) {
      return f.shown < file.shown && f.hash == file.hash;
    });
    if (of_known != known.end()) {
      survey.twins.emplace_back(file.shown, of_known->path);
    } else if (of_new != survey.files.end()) {
      survey.twins.emplace_back(file.shown, of_new->shown);
    }
  }
  return Status::Ok();
}

bool IsNamed(const TableFiles& source, const std::string& path) {
  return std::any_of(source.files.begin(), source.files.end(), [&](const std::string& pattern) {
    return PatternNames(source.base_dir, PartsOfPattern(source.base_dir, pattern).outside, path);
  });
}

}  // namespace

bool IsLines(const std::string& path) {
  for (const std::string_view ending : {".csv", ".tsv", ".jsonl", ".ndjson", ".txt"}) {
    if (path.ends_with(ending)) return true;
  }
  return false;
}

std::string StoredPath(const Project& project, const std::string& path) {
  const std::string root = project.root + "/";
  return EscapeInvalidUtf8(path.starts_with(root) ? path.substr(root.size()) : path);
}

std::string FilePlace::Suffix() const {
  return member.empty() ? sheet.empty() ? "" : "#" + sheet : "!" + member;
}

std::string FilePlace::NameInside() const {
  return member.empty() ? sheet.empty() ? path : sheet + ".csv" : member;
}

Result<std::string> HashOf(const SourceFile& file) {
  NS_ASSIGN(std::string hash, HashFile(file.path, file.stamp.size));
  return file.whole() ? hash : HashText(hash + file.Suffix());
}

Result<std::vector<FilePlace>> ExpandFiles(const TableFiles& source) {
  std::vector<FilePlace> places;
  std::string unmatched;
  std::set<std::tuple<uint64_t, uint64_t, std::string>> met;  // device, inode, place within
  for (const std::string& pattern : source.files) {
    const PatternInside parts = PartsOfPattern(source.base_dir, pattern);
    const std::vector<std::string> matched = ExpandPattern(source.base_dir, parts.outside);
    if (matched.empty() && unmatched.empty()) unmatched = pattern;
    for (const std::string& path : matched) {
      NS_ASSIGN(const std::vector<FilePlace> inside,
                PlacesIn(path, parts.inside, source.sheet, source.name));
      for (const FilePlace& place : inside) {
        struct stat info {};
        const bool there = ::stat(path.c_str(), &info) == 0;
        if (!there || met.emplace(info.st_dev, info.st_ino, place.Suffix()).second)
          places.push_back(place);
      }
    }
  }
  if (places.empty()) {
    const fs::path nearest =
        fs::path(source.base_dir) / PartsOfPattern(source.base_dir, unmatched).outside;
    return Error::Data(fmt::format("source '{}': no file matches '{}'", source.name, unmatched),
                       NearestFile(nearest.string()));
  }
  return places;
}

Status SurveyAgain(const TableFiles& source, SourceFile& file) {
  NS_ASSIGN(file.stamp, StampOf(file.path, file.shown));
  NS_ASSIGN(file.hash, HashOf(file));
  if (file.change == FileChange::kGrown || file.change == FileChange::kChanged)
    NS_RETURN_IF_ERROR(CompareWithKnown(source, file));
  if (!file.NeedsReading()) file.change = FileChange::kChanged;  // it is back as it once was
  return Status::Ok();
}

Result<FileSurvey> SurveyFiles(const Project& project, const TableFiles& source,
                               const std::vector<KnownFile>& known) {
  const auto places = ExpandFiles(source);
  FileSurvey survey;
  for (const FilePlace& place : places.ok() ? *places : std::vector<FilePlace>()) {
    NS_ASSIGN(SourceFile file, Survey(project, source, place, known));
    survey.files.push_back(std::move(file));
  }
  for (const KnownFile& file : known) {
    const bool there = std::any_of(survey.files.begin(), survey.files.end(),
                                   [&](const SourceFile& f) { return f.shown == file.path; });
    if (there) continue;
    // A second name of a file that is there under its first one is no loss either.
    const std::string path = RealPath(project, OutsideOf(file.path));
    std::error_code ignored;
    const bool named = IsNamed(source, path) && !fs::exists(path, ignored);
    (named ? survey.gone : survey.left).push_back(file);
  }
  NS_RETURN_IF_ERROR(FindMovesAndTwins(source, survey, known));
  return survey;
}

bool LooksUnchanged(const Project& project, const TableFiles& source,
                    const std::vector<KnownFile>& known) {
  if (source.IsAsked()) return true;  // only loading asks
  // Of archives and workbooks what they hold is not looked at: it is as old as they are.
  std::set<std::pair<uint64_t, uint64_t>> met;  // device, inode: a second name is no second file
  for (const std::string& pattern : source.files) {
    const std::string outside = PartsOfPattern(source.base_dir, pattern).outside;
    for (const std::string& path : ExpandPattern(source.base_dir, outside)) {
      struct stat info {};
      if (::stat(path.c_str(), &info) == 0 && !met.emplace(info.st_dev, info.st_ino).second)
        continue;
      const std::string shown = StoredPath(project, path);
      const auto stamp = StampOf(path, shown);
      const auto found = std::find_if(known.begin(), known.end(), [&](const KnownFile& k) {
        return k.path == shown || OutsideOf(k.path) == shown;
      });
      if (!stamp.ok() || found == known.end()) return false;
      if (found->size != stamp->size || found->mtime_ns != stamp->mtime_ns) return false;
    }
  }
  // Files that were deleted are no news for what is loaded; those no longer asked for are.
  return std::all_of(known.begin(), known.end(), [&](const KnownFile& file) {
    return IsNamed(source, RealPath(project, OutsideOf(file.path)));
  });
}

}  // namespace northstar::duck
