// What a file is, told from its first bytes: a zip archive, an Excel workbook, a database, a web
// page saved in place of an export, … A table of signatures; no file is opened here. It tells what
// a reader cannot read as it stands, never whether what it can read is well formed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace northstar {

// "'orders.csv' is {what}", and what to do about it.
struct FileKind {
  std::string what;  // with its article: "a ZIP archive"
  std::string hint;
};

// Bytes that tell all that can be told.
inline constexpr size_t kFileKindBytes = 65'536;

// What stands under `path`, where that is not what its name promises: a text (.csv, .tsv, .json, …
// and every name not listed here), gzip (.gz), Zstandard (.zst) or Parquet (.parquet). None when
// name and bytes agree, for all that the first bytes show, and for an empty file. Of a compressed
// file the bytes are the compressed ones; to ask about its contents, leave the ending out.
// Pure and thread safe.
std::optional<FileKind> WhatFileIs(std::string_view first_bytes, std::string_view path);

}  // namespace northstar
