#include "model/project_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace northstar {
namespace fs = std::filesystem;
namespace {

bool IsPassedOver(const std::string& folder) {
  return folder.starts_with(".") || folder == "target";
}

// Calls visit(path) for every *.yml below, in no particular order, until it returns false.
template <typename Visit>
Status VisitYaml(const fs::path& root, Visit visit) {
  std::error_code error;
  auto it =
      fs::recursive_directory_iterator(root, fs::directory_options::skip_permission_denied, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code ignored;
    const std::string name = it->path().filename().string();
    if (it->is_directory(ignored)) {
      if (IsPassedOver(name)) {
        it.disable_recursion_pending();
      } else if (access(it->path().c_str(), R_OK | X_OK) != 0) {
        return Error::Data(
            fmt::format("no permission to read the folder '{}'", it->path().string()),
            "its definitions would be missing; allow reading it, or move it away");
      }
    } else if (name.ends_with(".yml") && it->is_regular_file(ignored) && !visit(it->path())) {
      return Status::Ok();
    }
  }
  if (error)
    return Error::Data(
        fmt::format("cannot read the folder '{}': {}", root.string(), error.message()));
  return Status::Ok();
}

}  // namespace

Result<std::vector<fs::path>> FindProjectFiles(const fs::path& root) {
  std::error_code error;
  if (!fs::is_directory(root, error))
    return Error::Usage(fmt::format("there is no directory '{}'", root.string()));
  const fs::path main = root / "northstar.yml";
  if (!fs::exists(main, error)) {
    return Error::Usage(
        fmt::format("'{}' is not a northstar project: it has no northstar.yml", root.string()),
        "choose one with --project DIR; 'northstar demo DIR' writes an example");
  }
  std::vector<fs::path> files{main};
  NS_RETURN_IF_ERROR(VisitYaml(root, [&](const fs::path& path) {
    if (path != main) files.push_back(path);
    return true;
  }));
  std::sort(files.begin() + 1, files.end());
  return files;
}

bool IsProjectFile(const fs::path& relative) {
  if (!relative.filename().string().ends_with(".yml")) return false;
  const fs::path folders = relative.parent_path();
  return std::none_of(folders.begin(), folders.end(),
                      [](const fs::path& folder) { return IsPassedOver(folder.string()); });
}

Status CheckOutsideProjects(const fs::path& folder) {
  std::error_code error;
  // Made absolute first: of a folder that is not there yet a relative path stays one.
  const fs::path at = fs::weakly_canonical(fs::absolute(folder, error), error);
  if (error) return Error::Data(fmt::format("cannot use the folder '{}'", folder.string()));
  for (fs::path inner = at; inner.has_relative_path(); inner = inner.parent_path()) {
    const fs::path outer = inner.parent_path() / "northstar.yml";
    if (IsPassedOver(inner.filename().string())) break;
    if (!fs::exists(outer, error)) continue;
    return Error::Usage(fmt::format("'{}' lies inside the project '{}', which reads every *.yml "
                                    "below it and would no longer be valid; nothing was written",
                                    at.string(), outer.string()),
                        "choose a folder outside of that project");
  }
  return Status::Ok();
}

Status CheckNoYamlBelow(const fs::path& folder) {
  std::error_code error;
  std::string other;
  if (fs::is_directory(folder, error)) {
    NS_RETURN_IF_ERROR(VisitYaml(folder, [&](const fs::path& path) {
      other = path.string();
      return false;
    }));
  }
  if (other.empty()) return Status::Ok();
  return Error::Usage(
      fmt::format("a project in '{}' would read '{}' too, as every *.yml below it; nothing was "
                  "written",
                  folder.string(), other),
      "choose an empty folder: northstar init my-product");
}

}  // namespace northstar
