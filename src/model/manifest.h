// target/manifest.json: the definitions of a project's metrics as they stood when it was last
// validated, so that a later run sees which changed without a new version. Also read by people and
// other programs. Thread safe.
#pragma once

#include <string>

#include "model/load_project.h"

namespace northstar {

// Relative to the project.
inline constexpr const char* kManifestFile = "target/manifest.json";

// Of the file below the project; empty where there is none. One that cannot be read is as good as
// none: it only serves to notice changes.
Manifest ReadManifest(const Project& project);
// What the file is to hold now.
std::string ManifestText(const Project& project);

}  // namespace northstar
