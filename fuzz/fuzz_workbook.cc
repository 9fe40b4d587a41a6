// Any bytes as a workbook, and as parts of one: the parts of a good workbook lie between marks, so
// that what is tried gets past the packing. Sheets are listed and written, or refused in words.
#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "files/workbook.h"
#include "fuzz/shared_memory_file.h"

namespace {

using namespace northstar;
using namespace northstar::files;

// "<name>\n<text>\x1e<name>\n<text>…" as a zip without compression.
void PackParts(std::string_view parts, const std::string& to) {
  archive* out = ::archive_write_new();
  ::archive_write_set_format_zip(out);
  ::archive_write_zip_set_compression_store(out);
  ::archive_write_open_filename(out, to.c_str());
  while (!parts.empty()) {
    const std::string_view part = parts.substr(0, parts.find('\x1e'));
    parts.remove_prefix(std::min(parts.size(), part.size() + 1));
    const size_t line = part.find('\n');
    // libarchive's writer gives up at a member without a name, and then keeps its memory.
    if (line == std::string_view::npos || line == 0 || part.find('\0') < line) continue;
    archive_entry* entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, std::string(part.substr(0, line)).c_str());
    ::archive_entry_set_filetype(entry, AE_IFREG);
    ::archive_entry_set_perm(entry, 0644);
    ::archive_entry_set_size(entry, static_cast<int64_t>(part.size() - line - 1));
    ::archive_write_header(out, entry);
    ::archive_write_data(out, part.data() + line + 1, part.size() - line - 1);
    ::archive_entry_free(entry);
  }
  ::archive_write_free(out);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const fuzz::SharedMemoryFile file("workbook");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.starts_with("PK") || text.starts_with("\xD0\xCF")) {
    file.Write(data, size);
  } else {
    PackParts(text, file.path());
  }
  const FileToRead workbook{file.path(), "workbook"};
  const std::string to = file.path() + ".csv";
  ArchiveLimits limits;
  limits.free_bytes = 1 << 22;
  const auto sheets = ListSheets(workbook, limits);
  if (!sheets.ok()) {
    if (sheets.error().message.empty()) std::abort();
    return 0;
  }
  if (sheets->empty()) std::abort();
  int left = 3;
  for (const Sheet& sheet : *sheets) {
    if (left-- == 0) break;
    const auto facts = WriteSheetAsCsv(workbook, sheet.name, to, limits);
    if (facts.ok() != std::filesystem::exists(to)) std::abort();
    if (!facts.ok() && facts.error().message.empty()) std::abort();
    if (facts.ok() && facts->rows < facts->empty_rows) std::abort();
    std::filesystem::remove(to);
  }
  return 0;
}
