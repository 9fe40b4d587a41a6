// Which files make a project: northstar.yml at its root and every other *.yml below it, except
// under dot folders and target/.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.h"

namespace northstar {

// northstar.yml first, the others by path. Fails when there is no northstar.yml, or where a folder
// cannot be read, since its definitions would be missing.
Result<std::vector<std::filesystem::path>> FindProjectFiles(const std::filesystem::path& root);

// What stands in the way of a new project in `folder`, which need not exist. Both fail with
// ErrorKind::kUsage and name the file: of a project further up, which would read its files too;
// of a *.yml below, which it would read.
Status CheckOutsideProjects(const std::filesystem::path& folder);
Status CheckNoYamlBelow(const std::filesystem::path& folder);

}  // namespace northstar
