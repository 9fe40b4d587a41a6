#include "engine/duckdb/source_files.h"

#include <fmt/format.h>
#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/hash.h"
#include "base/text.h"

namespace northstar::duck {
namespace {

struct Stat {
  int64_t size;
  int64_t mtime_ns;
  bool directory;
};

std::optional<Stat> StatFile(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  return Stat{info.st_size, info.st_mtim.tv_sec * 1'000'000'000L + info.st_mtim.tv_nsec,
              S_ISDIR(info.st_mode)};
}

std::string Absolute(const std::string& base, const std::string& path) {
  return path.starts_with("/") ? path : base + "/" + path;
}

bool EndsWithNewline(const std::string& path, int64_t size) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(size - 1);
  return file.get() == '\n';
}

bool IsPlainLines(const std::string& path) {
  for (const std::string_view ending : {".csv", ".tsv", ".jsonl", ".ndjson", ".txt"}) {
    if (path.ends_with(ending)) return true;
  }
  return false;
}

// The names in the folder of a pattern, to suggest what was meant.
std::string NearestFile(const std::string& pattern) {
  const size_t slash = pattern.rfind('/');
  const std::string folder = pattern.substr(0, slash);
  glob_t found{};
  std::vector<std::string> names;
  if (::glob((folder + "/*").c_str(), 0, nullptr, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc && i < 200; ++i) {
      const std::string path = found.gl_pathv[i];
      names.push_back(path.substr(path.rfind('/') + 1));
    }
  }
  globfree(&found);
  if (names.empty()) return fmt::format("the folder '{}' is empty or does not exist", folder);
  return DidYouMean(pattern.substr(slash + 1), names);
}

Result<SourceFile> Survey(const std::string& path, const std::vector<KnownFile>& known) {
  const auto stat = StatFile(path);
  if (!stat) return Error::Data(fmt::format("cannot read '{}'", path));
  if (stat->directory) return Error::Data(fmt::format("'{}' is a folder, not a file", path));
  SourceFile file{path, stat->size, stat->mtime_ns, "", FileChange::kNew, {}};
  const auto earlier =
      std::find_if(known.begin(), known.end(), [&](const KnownFile& k) { return k.path == path; });
  if (earlier != known.end()) {
    file.known = *earlier;
    if (earlier->size == stat->size && earlier->mtime_ns == stat->mtime_ns) {
      file.change = FileChange::kSame;
      return file;
    }
  }
  NS_ASSIGN(file.hash, HashFile(path));
  if (earlier == known.end()) return file;
  if (file.hash == earlier->hash) {
    file.change = FileChange::kTouched;
    return file;
  }
  file.change = FileChange::kChanged;
  if (stat->size > earlier->size && earlier->size > 0 && IsPlainLines(path) &&
      EndsWithNewline(path, earlier->size)) {
    NS_ASSIGN(const std::string prefix, HashFile(path, earlier->size));
    if (prefix == earlier->hash) file.change = FileChange::kGrown;
  }
  return file;
}

// The files that a pattern without `**` matches, sorted.
std::vector<std::string> Glob(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> matched;
  if (::glob(pattern.c_str(), GLOB_MARK, nullptr, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc; ++i) {
      std::string path = found.gl_pathv[i];
      if (!path.ends_with("/")) matched.push_back(std::move(path));
    }
  }
  globfree(&found);
  return matched;
}

std::vector<std::string> GlobDeep(const std::string& pattern) {
  const size_t stars = pattern.find("/**/");
  if (stars == std::string::npos) return Glob(pattern);
  const std::string root = pattern.substr(0, stars);
  const std::string rest = pattern.substr(stars + 3);
  std::vector<std::string> matched = GlobDeep(root + rest);
  std::error_code error;
  using Walk = std::filesystem::recursive_directory_iterator;
  constexpr auto kOptions = std::filesystem::directory_options::skip_permission_denied;
  for (Walk at(root, kOptions, error), end; !error && at != end; at.increment(error)) {
    if (!at->is_directory(error)) continue;
    for (std::string& path : GlobDeep(at->path().string() + rest))
      matched.push_back(std::move(path));
  }
  std::sort(matched.begin(), matched.end());
  return matched;
}

// A file that only changed its name is no new rows; one that repeats another's content is suspect.
void FindMovesAndTwins(FileSurvey& survey, const std::vector<KnownFile>& known) {
  for (SourceFile& file : survey.files) {
    if (file.change != FileChange::kNew) continue;
    const auto old = std::find_if(survey.gone.begin(), survey.gone.end(),
                                  [&](const KnownFile& k) { return k.hash == file.hash; });
    if (old != survey.gone.end()) {
      file.change = FileChange::kMoved;
      file.known = *old;
      survey.gone.erase(old);
      continue;
    }
    const auto of_known = std::find_if(known.begin(), known.end(),
                                       [&](const KnownFile& k) { return k.hash == file.hash; });
    const auto of_new = std::find_if(survey.files.begin(), survey.files.end(), [&](const auto& f) {
      return f.path < file.path && f.hash == file.hash;
    });
    if (file.size == 0) continue;
    if (of_known != known.end()) {
      survey.twins.emplace_back(file.path, of_known->path);
    } else if (of_new != survey.files.end()) {
      survey.twins.emplace_back(file.path, of_new->path);
    }
  }
}

}  // namespace

Result<std::vector<std::string>> ExpandFiles(const Source& source) {
  std::vector<std::string> files;
  std::string unmatched;
  for (const std::string& pattern : source.files) {
    const std::vector<std::string> matched = GlobDeep(Absolute(source.base_dir, pattern));
    if (matched.empty() && unmatched.empty()) unmatched = pattern;
    for (const std::string& path : matched) {
      if (std::find(files.begin(), files.end(), path) == files.end()) files.push_back(path);
    }
  }
  if (files.empty()) {
    return Error::Data(fmt::format("source '{}': no file matches '{}'", source.name, unmatched),
                       NearestFile(Absolute(source.base_dir, unmatched)));
  }
  return files;
}

Result<FileSurvey> SurveyFiles(const Source& source, const std::vector<KnownFile>& known) {
  NS_ASSIGN(const std::vector<std::string> paths, ExpandFiles(source));
  FileSurvey survey;
  for (const std::string& path : paths) {
    NS_ASSIGN(SourceFile file, Survey(path, known));
    survey.files.push_back(std::move(file));
  }
  for (const KnownFile& file : known) {
    if (std::find(paths.begin(), paths.end(), file.path) == paths.end())
      survey.gone.push_back(file);
  }
  FindMovesAndTwins(survey, known);
  return survey;
}

bool LooksUnchanged(const Source& source, const std::vector<KnownFile>& known) {
  const auto paths = ExpandFiles(source);
  if (!paths.ok()) return true;  // files that went away are no news for what is loaded
  for (const std::string& path : *paths) {
    const auto stat = StatFile(path);
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const KnownFile& k) { return k.path == path; });
    if (!stat || found == known.end()) return false;
    if (found->size != stat->size || found->mtime_ns != stat->mtime_ns) return false;
  }
  return true;
}

}  // namespace northstar::duck
