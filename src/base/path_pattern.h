// Patterns over paths, without a file system: what a shell's * ? [ ] and ** name among given paths.
// Names that differ only in how accents are composed are the same name. Pure and thread safe.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace northstar {

// Whether a part of a pattern holds * ? or [, so that it can name more than itself.
bool IsPatternPart(const std::string& part);
// Whether one part of a pattern names one part of a path: as it is written, or by * ? [ ], which do
// not match the dot that a hidden name begins with. REQUIRES: no slash in either.
bool PartMatches(const std::string& part, const std::string& name);
// Part by part; ** is any number of parts, also none. O(pattern · path).
bool PartsMatch(std::span<const std::string> pattern, std::span<const std::string> path);
// The parts of a path between its slashes, without empty ones and ".".
std::vector<std::string> PathParts(const std::string& path);

}  // namespace northstar
