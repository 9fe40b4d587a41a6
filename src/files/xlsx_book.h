// The parts of an .xlsx or .xlsm workbook around its sheets: which sheets there are, from which day
// it counts, which formats its cells have, and the texts that cells share. ECMA-376 part 1, 18.
//
// Names of parts are followed inside the archive alone; links to other files and addresses are not.
// Sheets without cells (charts, dialogs) are left out. All errors are kData.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "files/archive.h"
#include "files/cell_text.h"
#include "files/number_format.h"
#include "files/spilled_bytes.h"

namespace northstar::files {

struct XlsxSheet {
  std::string name;
  bool hidden = false;
  std::string part;  // its member of the archive
};

struct XlsxBook {
  Epoch epoch = Epoch::k1900;
  std::vector<XlsxSheet> sheets;  // in the order of the workbook
  std::string styles_part;        // empty: it has none
  std::string texts_part;         // likewise
};

// `members`: those of the archive.
Result<XlsxBook> ReadXlsxBook(const FileToRead& workbook, const std::vector<ArchiveMember>& members,
                              const ArchiveLimits& limits);

// What the numbers of each style of cells look like, by the style's number.
Result<std::vector<NumberLook>> ReadXlsxLooks(const FileToRead& workbook, const XlsxBook& book,
                                              const ArchiveLimits& limits);

// The texts that cells name by number. Texts lie in bounded memory and then on the disk; there may
// be 16,777,216 of them, since 8 bytes of each are kept. Not thread safe.
class SharedTexts {
 public:
  explicit SharedTexts(const std::string& beside) : texts_(beside) {}
  // Fails when there are too many, or the disk does.
  Status Add(std::string_view text, const FileToRead& workbook);
  size_t size() const { return ends_.size(); }
  // REQUIRES: index < size().
  Status Read(size_t index, std::string& text) const;

 private:
  SpilledBytes texts_;
  std::vector<int64_t> ends_;
};
Status ReadXlsxTexts(const FileToRead& workbook, const XlsxBook& book, const ArchiveLimits& limits,
                     SharedTexts& texts);

}  // namespace northstar::files
