// Workbooks (.xlsx, .xlsm, .ods): which sheets they have, and one sheet as a file of
// comma-separated values, which is then read as any such file. What a workbook is, its bytes tell,
// not its name.
//
// What a cell becomes: text as it is; a number in its shortest form, long digits as they stand, per
// cent as the number (0.55); a number with a date's format as ISO text ("2024-03-01", "2024-03-01
// 13:45:00", "13:45:00", durations "36:30:00"); true and false; a formula its stored value; an
// error, and a formula without a stored value, nothing. Line n of the file is row n of the sheet,
// lines at the end without anything are left out; hidden rows and columns are there; a merged area
// has its value in its first cell. No formula is computed and no link followed.
//
// It refuses workbooks with a password, those of older or binary formats (.xls, .xlsb), a DOCTYPE
// in any part, and what sheet_table.h and archive.h refuse. Errors are kData. Memory: 32 MB for
// rows and 32 MB for texts that cells share, and 8 bytes for each of these; more of both lies in a
// nameless file beside the one that is written. Thread safe for different files.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "files/archive.h"
#include "files/sheet_facts.h"

namespace northstar::files {

struct Sheet {
  std::string name;
  bool hidden = false;
};

// Sheets with cells, in the order of the workbook; at least one.
Result<std::vector<Sheet>> ListSheets(const FileToRead& workbook, const ArchiveLimits& limits = {});

// Writes the sheet of exactly that name into the file `to`, UTF-8, made or emptied; it is removed
// again when something fails. An unknown name is an error that has the names.
Result<SheetFacts> WriteSheetAsCsv(const FileToRead& workbook, const std::string& sheet,
                                   const std::string& to, const ArchiveLimits& limits = {});

// Whether these members are a workbook's, so that an archive can be told from one.
bool IsWorkbook(const std::vector<ArchiveMember>& members);

}  // namespace northstar::files
