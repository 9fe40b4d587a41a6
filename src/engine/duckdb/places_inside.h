// Which tables a file holds: itself, as a rule; the files of an archive; the sheets of a workbook.
// What a file is, its first bytes tell; only of packed archives (.tar.gz) the name.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/duckdb/opened_file.h"
#include "engine/duckdb/source_files.h"

namespace northstar::duck {

// By its first bytes, of packed ones by its name; also workbooks.
bool IsArchive(const OpenedFile& file, const std::string& path);

// `pattern` names files of an archive; empty: all of them, which must be tables of one kind.
// `sheet` names a sheet of a workbook; empty: all that are not hidden. `source`: its name, for
// errors. Fails for an archive or a workbook that cannot be read, where the pattern or the sheet is
// not there, and for a pattern or a sheet where the file is neither.
Result<std::vector<FilePlace>> PlacesIn(const std::string& path, const std::string& pattern,
                                        const std::string& sheet, const std::string& source);

}  // namespace northstar::duck
