// target/manifest.json: the definitions of a project's metrics as they stood when it was last
// validated, an export for people and other programs. What northstar itself compares with is in its
// store (store/definitions.h), which takes over a manifest that is older than itself. Thread safe.
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
