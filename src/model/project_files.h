// Which files make a project: northstar.yml at its root and every other *.yml below it, except
// under dot folders and target/. Files that are named otherwise (.yaml) are none of it. Reads
// folders, writes nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.h"

namespace northstar {

// northstar.yml first, the others by path, so that the order is the same on every machine. kUsage
// where there is no such directory or no northstar.yml in it; kData where a folder cannot be read,
// since its definitions would be missing.
Result<std::vector<std::filesystem::path>> FindProjectFiles(const std::filesystem::path& root);

// Whether a path relative to the root is that of a project file.
bool IsProjectFile(const std::filesystem::path& relative);

// What stands in the way of a new project in `folder`, which need not exist. Both fail with
// ErrorKind::kUsage and name the file: of a project further up, which would read its files too; of
// a *.yml below, which it would read. kData where a folder cannot be looked at.
Status CheckOutsideProjects(const std::filesystem::path& folder);
Status CheckNoYamlBelow(const std::filesystem::path& folder);

}  // namespace northstar
