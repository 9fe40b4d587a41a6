// Patterns of file names → the files they name, exactly.
//
// A pattern is a path whose parts may hold * ? [ ] as in a shell; the part ** is any number of
// folders. A part that exists as it is written is taken as it stands, so that "q[1].csv" names that
// file where there is one. Names that differ only in how accents are composed are the same name. A
// path that was found is never a pattern again.
#pragma once

#include <string>
#include <vector>

namespace northstar::duck {

// The files (folders are none) that the pattern names, sorted; `base` is where relative ones start.
std::vector<std::string> ExpandPattern(const std::string& base, const std::string& pattern);
// Whether the pattern names this path, whether or not there is such a file.
bool PatternNames(const std::string& base, const std::string& pattern, const std::string& path);
// The names in a folder, without hidden ones, sorted.
std::vector<std::string> NamesInFolder(const std::string& folder);

}  // namespace northstar::duck
