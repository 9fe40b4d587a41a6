// One sheet of an .xlsx workbook → rows of a SheetTable, cell by cell as the file comes.
//
// Merged areas: the file holds the value in the first cell; what a program left in the others is
// read as it stands. Hidden rows and columns are read. Comments, pictures, pronunciations and links
// are left out.
#pragma once

#include "base/result.h"
#include "files/archive.h"
#include "files/sheet_facts.h"
#include "files/sheet_table.h"
#include "files/xlsx_book.h"

namespace northstar::files {

// Fills the counts of `facts` that are not the table's.
Status ReadXlsxSheet(const FileToRead& workbook, const XlsxBook& book, const XlsxSheet& sheet,
                     const std::vector<NumberLook>& looks, const SharedTexts& texts,
                     const ArchiveLimits& limits, SheetTable& table, SheetFacts& facts);

}  // namespace northstar::files
