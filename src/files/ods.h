// Sheets of an OpenDocument spreadsheet (.ods) → rows of a SheetTable. OpenDocument 1.3 part 3, 9
// and 19. Values are read as they are stored (office:value, office:date-value, …), not as they are
// shown, so that formats and epochs do not matter.
//
// Of merged areas the first cell has the value; what lies covered under it is left out. Comments,
// drawings, pronunciations, tables within cells and tracked changes are left out. Repeated rows and
// cells are repeated within the limits of SheetTable.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "files/archive.h"
#include "files/sheet_facts.h"
#include "files/sheet_table.h"

namespace northstar::files {

struct OdsSheet {
  std::string name;
  bool hidden = false;
};

// In the order of the workbook. One pass over all of it.
Result<std::vector<OdsSheet>> ListOdsSheets(const FileToRead& workbook,
                                            const ArchiveLimits& limits);
// The sheet of that place, from 0. Fills the counts of `facts` that are not the table's.
Status ReadOdsSheet(const FileToRead& workbook, size_t sheet, const ArchiveLimits& limits,
                    SheetTable& table, SheetFacts& facts);
// Fails when the manifest says that parts are encrypted.
Status CheckOdsIsOpen(const FileToRead& workbook, const ArchiveLimits& limits);

}  // namespace northstar::files
