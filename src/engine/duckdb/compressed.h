// Is a .gz or .zst file whole? DuckDB's readers stop without a word where a compressed file is cut
// off, and check no sum, so that half of a file would be taken for all of it.
#pragma once

#include <string>

#include "base/result.h"

namespace northstar::duck {

bool IsCompressed(const std::string& path);
// Decompresses the whole file and throws the text away. Fails when it is cut off, damaged, or not
// what its name says. REQUIRES: IsCompressed(path). Thread safe.
Status CheckCompressed(const std::string& path);

}  // namespace northstar::duck
