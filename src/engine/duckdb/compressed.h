// The text of files, packed or not; and whether a .gz or .zst file is whole: DuckDB's readers stop
// without a word where one is cut off, and check no sum, so that half of a file would be taken for
// all of it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/duckdb/opened_file.h"

namespace northstar::duck {

// By its name.
bool IsCompressed(const std::string& path);
// The text of a file in blocks, until `take` says false. Fails when what was read of it is damaged,
// and at its end when it is cut off. Thread safe.
Status UnpackWhile(const OpenedFile& file, const std::function<bool(std::string_view)>& take);
// The first bytes of the text, fewer where it is shorter.
Result<std::string> UnpackHead(const OpenedFile& file, size_t bytes);
// The whole text of a file in blocks. Fails when it is cut off or damaged. Thread safe.
Status Unpack(const OpenedFile& file, const std::function<void(std::string_view)>& take);
// Unpacks the whole file and throws the text away. Fails also when it is not what its name says.
Status CheckCompressed(const OpenedFile& file, const std::string& path);

}  // namespace northstar::duck
