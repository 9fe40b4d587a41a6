#include "files/workbook.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/text.h"
#include "files/ods.h"
#include "files/sheet_table.h"
#include "files/xlsx_book.h"
#include "files/xlsx_sheet.h"

namespace northstar::files {
namespace {

// Compound files: what .xls is, and around an .xlsx with a password ([MS-CFB], [MS-OFFCRYPTO]).
constexpr std::string_view kCompoundFile = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::string_view kEncryptedStream("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
constexpr size_t kBlock = 1 << 18;

bool Holds(const std::vector<ArchiveMember>& members, std::string_view path) {
  return std::any_of(members.begin(), members.end(),
                     [&](const ArchiveMember& member) { return member.path == path; });
}

bool HoldsText(std::ifstream& file, std::string_view text) {
  std::string block;
  std::string carried;
  do {
    block.resize(kBlock);
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    block.resize(static_cast<size_t>(file.gcount()));
    carried += block;
    if (carried.find(text) != std::string::npos) return true;
    carried.erase(0, carried.size() - std::min(carried.size(), text.size()));
  } while (!block.empty());
  return false;
}

Status CheckContainer(const FileToRead& workbook) {
  std::ifstream file(workbook.path, std::ios::binary);
  if (!file)
    return Error::Data(fmt::format("cannot read '{}': {}", workbook.shown, std::strerror(errno)));
  std::string head(kCompoundFile.size(), '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  if (head == kCompoundFile) {
    if (HoldsText(file, kEncryptedStream))
      return Error::Data(fmt::format("'{}' is protected by a password", workbook.shown),
                         "save it without a password");
    return Error::Data(fmt::format("'{}' is a workbook of an older format (.xls)", workbook.shown),
                       "save it as .xlsx");
  }
  if (!head.starts_with("PK"))
    return Error::Data(fmt::format("'{}' is not a workbook that can be read", workbook.shown),
                       "known: .xlsx, .xlsm and .ods");
  return Status::Ok();
}

// A workbook that was looked into.
struct Opened {
  bool is_ods = false;
  XlsxBook xlsx;
  std::vector<Sheet> sheets;
};

Result<Opened> Open(const FileToRead& workbook, const ArchiveLimits& limits) {
  NS_RETURN_IF_ERROR(CheckContainer(workbook));
  NS_ASSIGN(const std::vector<ArchiveMember> members, ListMembers(workbook, limits));
  Opened opened;
  opened.is_ods = Holds(members, "content.xml");
  if (opened.is_ods) {
    if (Holds(members, "META-INF/manifest.xml"))
      NS_RETURN_IF_ERROR(CheckOdsIsOpen(workbook, limits));
    NS_ASSIGN(const std::vector<OdsSheet> sheets, ListOdsSheets(workbook, limits));
    for (const OdsSheet& sheet : sheets) opened.sheets.push_back({sheet.name, sheet.hidden});
  } else {
    NS_ASSIGN(opened.xlsx, ReadXlsxBook(workbook, members, limits));
    for (const XlsxSheet& sheet : opened.xlsx.sheets)
      opened.sheets.push_back({sheet.name, sheet.hidden});
  }
  if (opened.sheets.empty())
    return Error::Data(fmt::format("'{}' holds no sheet with cells", workbook.shown),
                       "known: .xlsx, .xlsm and .ods");
  return opened;
}

Result<size_t> FindSheet(const FileToRead& workbook, const std::vector<Sheet>& sheets,
                         const std::string& name) {
  std::vector<std::string> names;
  for (size_t i = 0; i < sheets.size(); ++i) {
    if (sheets[i].name == name) return i;
    names.push_back(sheets[i].name);
  }
  return Error::Data(fmt::format("'{}' has no sheet '{}'", workbook.shown, name),
                     DidYouMean(name, names));
}

}  // namespace

bool IsWorkbook(const std::vector<ArchiveMember>& members) {
  return Holds(members, "[Content_Types].xml") ||
         (Holds(members, "content.xml") && Holds(members, "META-INF/manifest.xml"));
}

Result<std::vector<Sheet>> ListSheets(const FileToRead& workbook, const ArchiveLimits& limits) {
  NS_ASSIGN(Opened opened, Open(workbook, limits));
  return std::move(opened.sheets);
}

Result<SheetFacts> WriteSheetAsCsv(const FileToRead& workbook, const std::string& sheet,
                                   const std::string& to, const ArchiveLimits& limits) {
  NS_ASSIGN(const Opened opened, Open(workbook, limits));
  NS_ASSIGN(const size_t at, FindSheet(workbook, opened.sheets, sheet));
  struct stat info {};
  if (::stat(workbook.path.c_str(), &info) != 0)
    return Error::Data(fmt::format("cannot read '{}': {}", workbook.shown, std::strerror(errno)));
  SheetTable table(workbook, sheet, to, info.st_size, limits);
  SheetFacts facts;
  if (opened.is_ods) {
    NS_RETURN_IF_ERROR(ReadOdsSheet(workbook, at, limits, table, facts));
  } else {
    const XlsxBook& book = opened.xlsx;
    NS_ASSIGN(const std::vector<NumberLook> looks, ReadXlsxLooks(workbook, book, limits));
    SharedTexts texts(to);
    NS_RETURN_IF_ERROR(ReadXlsxTexts(workbook, book, limits, texts));
    NS_RETURN_IF_ERROR(
        ReadXlsxSheet(workbook, book, book.sheets[at], looks, texts, limits, table, facts));
  }
  NS_RETURN_IF_ERROR(table.Finish());
  facts.rows = table.rows();
  facts.empty_rows = table.empty_rows();
  facts.columns = table.columns();
  facts.notes = NotesOf(facts);
  return facts;
}

}  // namespace northstar::files
