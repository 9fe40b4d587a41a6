#include "engine/file_kind.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace northstar {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kUnpack = "unpack it, and use the files in it";
constexpr std::string_view kExport = "export it as CSV, and use that file";
constexpr std::string_view kTables = "export the table or query as CSV or Parquet";
constexpr std::string_view kConvert = "convert it to CSV or Parquet";
constexpr std::string_view kDocument = "export the data behind it as CSV";
constexpr std::string_view kCompress = "unpack it, or compress it as .gz or .zst";

struct Signature {
  std::string_view bytes;
  size_t offset;
  std::string_view what, hint;
};

constexpr Signature kSignatures[] = {
    {"SQLite format 3\0"sv, 0, "an SQLite database", kTables},
    {"DUCK"sv, 8, "a DuckDB database", kTables},
    {"\0\1\0\0Standard Jet DB"sv, 0, "a Microsoft Access database", kTables},
    {"\0\1\0\0Standard ACE DB"sv, 0, "a Microsoft Access database", kTables},
    {"PGDMP"sv, 0, "a PostgreSQL dump", kTables},
    {"PAR1"sv, 0, "a Parquet file", "rename it to .parquet, or set `format: parquet`"},
    {"PARE"sv, 0, "an encrypted Parquet file", "write it without encryption"},
    {"\x1F\x8B"sv, 0, "a gzip file", "rename it to end in .gz"},
    {"\x28\xB5\x2F\xFD"sv, 0, "a Zstandard file", "rename it to end in .zst"},
    {"BZh"sv, 0, "a bzip2 file", kCompress},
    {"\xFD\x37\x7A\x58\x5A\x00"sv, 0, "an xz file", kCompress},
    {"\x04\x22\x4D\x18"sv, 0, "an LZ4 file", kCompress},
    {"\x1F\x9D"sv, 0, "a file packed with compress (.Z)", kCompress},
    {"\x37\x7A\xBC\xAF\x27\x1C"sv, 0, "a 7-Zip archive", kUnpack},
    {"Rar!\x1A\x07"sv, 0, "a RAR archive", kUnpack},
    {"ustar"sv, 257, "a tar archive", kUnpack},
    {"PK\x05\x06"sv, 0, "an empty ZIP archive", "download it again"},
    {"PK\x07\x08"sv, 0, "a part of a split ZIP archive", kUnpack},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, 0,
     "an Excel workbook in the old format (.xls), or one with a password", kExport},
    {"%PDF-"sv, 0, "a PDF document", kDocument},
    {"{\\rtf"sv, 0, "an RTF document", kDocument},
    {"\x89PNG"sv, 0, "a PNG picture", kDocument},
    {"\xFF\xD8\xFF"sv, 0, "a JPEG picture", kDocument},
    {"GIF8"sv, 0, "a GIF picture", kDocument},
    {"ARROW1\0"sv, 0, "an Arrow (Feather) file", kConvert},
    {"FEA1"sv, 0, "a Feather file", kConvert},
    {"Obj\x01"sv, 0, "an Avro file", kConvert},
    {"\x89HDF\r\n\x1A\n"sv, 0, "an HDF5 file", kConvert},
    {"\x93NUMPY"sv, 0, "a NumPy file", kConvert},
    {"\x80\x03"sv, 0, "a Python pickle", kConvert},
    {"\x80\x04\x95"sv, 0, "a Python pickle", kConvert},
    {"\x80\x05\x95"sv, 0, "a Python pickle", kConvert},
    {"RDX2\n"sv, 0, "an R data file", kConvert},
    {"RDX3\n"sv, 0, "an R data file", kConvert},
    {"<stata_dta>"sv, 0, "a Stata file", kConvert},
    {"$FL2@(#)"sv, 0, "an SPSS file", kConvert},
    {"\x7F"
     "ELF"sv,
     0, "a program", "use the file with the data"},
    {"\0\5\x16\7"sv, 0, "macOS metadata of a file (AppleDouble)",
     "use the file without the leading '._'"},
    {"version https://git-lfs.github.com/spec/"sv, 0, "a Git LFS pointer, without the data",
     "run 'git lfs pull'"},
    {"/annex/objects/"sv, 0, "a git-annex pointer, without the data", "run 'git annex get'"},
};

// By the names of the first members; what a document holds beside text comes in any order.
struct Member {
  std::string_view prefix, what, hint;
};
constexpr Member kMembers[] = {
    {"xl/", "an Excel workbook (.xlsx)", kExport},
    {"word/", "a Word document (.docx)", kDocument},
    {"ppt/", "a PowerPoint document (.pptx)", kDocument},
    {"Index/Document.iwa", "an Apple Numbers or Pages document", kExport},
    {"META-INF/MANIFEST.MF", "a Java archive", "use the file with the data"},
    {"docProps/", "a Microsoft Office document, most likely an Excel workbook", kExport},
    {"[Content_Types].xml", "a Microsoft Office document, most likely an Excel workbook", kExport},
};

uint16_t LittleEndian(std::string_view bytes, size_t at) {
  return static_cast<uint16_t>(static_cast<unsigned char>(bytes[at]) |
                               static_cast<unsigned char>(bytes[at + 1]) << 8);
}

FileKind ZipKind(std::string_view bytes) {
  if (bytes.find("mimetypeapplication/vnd.oasis.opendocument.spreadsheet") != bytes.npos)
    return {"an OpenDocument spreadsheet (.ods)", std::string(kExport)};
  if (bytes.find("mimetypeapplication/vnd.oasis.opendocument") != bytes.npos)
    return {"an OpenDocument document", std::string(kDocument)};
  const Member* best = nullptr;
  constexpr size_t kHeader = 30;  // of a member, its name excluded
  for (size_t at = 0; (at = bytes.find("PK\x03\x04", at)) != bytes.npos; at += 4) {
    if (at + kHeader > bytes.size()) break;
    const std::string_view name = bytes.substr(at + kHeader, LittleEndian(bytes, at + 26));
    for (const Member& member : kMembers) {
      if (name.starts_with(member.prefix) && (best == nullptr || &member < best)) best = &member;
    }
  }
  if (best != nullptr) return {std::string(best->what), std::string(best->hint)};
  return {"a ZIP archive", std::string(kUnpack)};
}

std::optional<FileKind> MarkupKind(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  std::string start(Trim(bytes.substr(0, 4096)));
  std::transform(start.begin(), start.end(), start.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (start.starts_with("<?xml") && start.find("office:spreadsheet") != std::string::npos)
    return FileKind{"an Excel workbook saved as XML", std::string(kExport)};
  for (const std::string_view tag : {"<!doctype html", "<html", "<head", "<body", "<table"}) {
    if (start.starts_with(tag) ||
        (start.starts_with("<?xml") && start.find("<html") != std::string::npos)) {
      return FileKind{"a web page (HTML)",
                      "a login or error page may have been saved in place of the data; "
                      "download the file again"};
    }
  }
  if (start.starts_with("<?xml")) return FileKind{"an XML document", std::string(kConvert)};
  return std::nullopt;
}

std::optional<FileKind> KindOf(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04")) return ZipKind(bytes);
  for (const Signature& one : kSignatures) {
    if (bytes.size() < one.offset || !bytes.substr(one.offset).starts_with(one.bytes)) continue;
    // "BZh" can begin a word; a digit and the first block's mark follow in a bzip2 file.
    if (one.bytes == "BZh" && bytes.substr(4, 6) != "\x31\x41\x59\x26\x53\x59") continue;
    return FileKind{std::string(one.what), std::string(one.hint)};
  }
  return MarkupKind(bytes);
}

// Names that promise one signature. Whether a compressed file is whole is for its reader to say.
struct Promise {
  std::string_view ending, bytes;
};
constexpr Promise kPromises[] = {
    {".gz", "\x1F\x8B"sv}, {".zst", "\x28\xB5\x2F\xFD"sv}, {".parquet", "PAR1"sv}};

}  // namespace

std::optional<FileKind> WhatFileIs(std::string_view first_bytes, std::string_view path) {
  if (first_bytes.empty()) return std::nullopt;
  for (const Promise& promise : kPromises) {
    if (path.ends_with(promise.ending) && first_bytes.starts_with(promise.bytes))
      return std::nullopt;
  }
  auto kind = KindOf(first_bytes);
  if (!kind && path.ends_with(".parquet")) {
    kind = {"not a Parquet file, although its name says so",
            "if it is a text table, rename it to end in .csv"};
  }
  return kind;
}

}  // namespace northstar
