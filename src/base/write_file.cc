#include "base/write_file.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace northstar {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> ReadIfThere(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

Status WriteFile(const std::string& path, const std::string& text) {
  std::error_code ignored;
  const bool special = fs::exists(path, ignored) && !fs::is_regular_file(path, ignored);
  const std::string part = special ? path : path + ".part";
  std::ofstream file(part, std::ios::binary);
  file << text;
  file.close();
  std::error_code error;
  if (file && !special) fs::rename(part, path, error);
  if (!file || error) {
    if (!special) fs::remove(part, ignored);
    return Error::Data(fmt::format("cannot write '{}'", path),
                       "does the folder exist, and is there room on the disk?");
  }
  return Status::Ok();
}

Status WriteFiles(const std::string& folder, const std::vector<FileText>& changes) {
  std::vector<std::pair<fs::path, std::optional<std::string>>> before;
  for (const FileText& change : changes) {
    const fs::path path = fs::path(folder) / change.path;
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    before.emplace_back(path, ReadIfThere(path));
    const Status written = WriteFile(path.string(), change.text);
    if (written.ok()) continue;
    before.pop_back();
    for (const auto& [done, former] : before) {
      if (former) {
        static_cast<void>(WriteFile(done.string(), *former));  // the first error is the one to tell
      } else {
        fs::remove(done, ignored);
      }
    }
    return written;
  }
  return Status::Ok();
}

}  // namespace northstar
