#include "engine/duckdb/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/json_path.h"
#include "base/text.h"
#include "base/written_time.h"
#include "engine/file_kind.h"

namespace northstar::duck {
namespace {

bool HasEnding(std::string_view path, std::initializer_list<std::string_view> endings) {
  for (const std::string_view compressed : {".gz", ".zst"}) {
    if (path.ends_with(compressed)) path.remove_suffix(compressed.size());
  }
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

statement::Packing PackingOf(const OpenedFile& file) {
  switch (file.compression()) {
    case Compression::kNone:
      return statement::Packing::kNone;
    case Compression::kGzip:
      return statement::Packing::kGzip;
    case Compression::kZstd:
      return statement::Packing::kZstd;
  }
  return statement::Packing::kNone;
}

bool IsBalanced(const std::string& text) {
  return std::count(text.begin(), text.end(), '"') % 2 == 0;
}

Error Unsplittable(const OpenedFile& file, const std::string& message) {
  if (message.find("aximum line") == std::string::npos) {
    return Error::Data(fmt::format("'{}' cannot be read: {}", file.shown(), message),
                       "a .gz or .zst file may be cut off; check it with 'gzip -t'");
  }
  return Error::Data(fmt::format("'{}': line 1 is longer than {}", file.shown(),
                                 HumanBytes(static_cast<double>(kLongestLine))),
                     "is it really a table of rows? JSON in one array belongs in a .json file");
}

// The first row of a text file, whatever its compression; a name in quotes may hold line breaks.
Result<std::string> FirstRow(Connection& connection, const OpenedFile& file) {
  constexpr int kMostLines = 100;
  const std::string head = file.Head(kLongestLine + 1);
  if (file.compression() == Compression::kNone && head.size() > kLongestLine &&
      head.find_first_of("\r\n") == std::string::npos)
    return Unsplittable(file, "maximum line size");
  const auto rows =
      connection.Query(statement::FirstLines(file.alias(), PackingOf(file), kMostLines));
  if (!rows.ok()) {
    if (IsInterruption(rows.error())) return rows.error();
    return Unsplittable(file, rows.error().message);
  }
  if (!rows->rows.empty()) {
    std::string row = rows->Text(0, 0);
    if (row.starts_with("\xFF\xFE") || row.starts_with("\xFE\xFF") || row.find('\0') < 8)
      return Error::Data(fmt::format("'{}' looks like UTF-16", file.shown()), "save it as UTF-8");
    if (IsBalanced(row)) return row;
    std::string longer = row;
    for (size_t i = 1; i < rows->rows.size(); ++i) {
      longer += "\n" + rows->Text(i, 0);
      if (IsBalanced(longer)) return longer;
    }
    return row;
  }
  const bool blank = file.compression() == Compression::kNone ? Trim(file.Head(4096)).empty()
                                                              : file.Head(64).size() < 64;
  if (blank) return std::string();
  return Error::Data(fmt::format("'{}': line 1 cannot be read: it is longer than {} or is not text",
                                 file.shown(), HumanBytes(static_cast<double>(kLongestLine))),
                     "is it really a table of rows?");
}

std::vector<std::string> SplitHeader(const std::string& line, char delimiter) {
  std::vector<std::string> names;
  std::string name;
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
        name += line[++i];
      } else if (c == '"') {
        quoted = false;
      } else {
        name += c;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == delimiter) {
      names.push_back(name);
      name.clear();
    } else if (c != '\r') {
      name += c;
    }
  }
  names.push_back(name);
  for (std::string& one : names) one = std::string(Trim(one));
  return names;
}

char FindDelimiter(const std::string& header) {
  char best = ',';
  size_t most = 0;
  for (const char candidate : {',', '\t', ';', '|'}) {
    const size_t columns = SplitHeader(header, candidate).size();
    if (columns > most) {
      most = columns;
      best = candidate;
    }
  }
  return best;
}

// Whether a type like "STRUCT(plan VARCHAR, ...)" has a field of the name that the path begins
// with.
bool HasField(const std::string& type, const std::string& path) {
  const std::string field = path.substr(0, path.find('.'));
  for (const std::string& name : {field, "\"" + field + "\""}) {
    for (const char* before : {"(", ", "}) {
      if (type.find(before + name + " ") != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace

FileLayout LayoutOf(const TableFiles& source, const std::string& path) {
  if (source.format == "parquet" || HasEnding(path, {".parquet"})) return FileLayout::kParquet;
  if (source.format == "json" || source.format == "segment" ||
      HasEnding(path, {".json", ".jsonl", ".ndjson"})) {
    return FileLayout::kJson;
  }
  return FileLayout::kDelimited;
}

Result<FileReader> FileReader::Open(Connection& connection, const TableFiles& source,
                                    const OpenedFile& file, const std::string& name) {
  FileReader reader;
  reader.shown_ = file.shown();
  reader.layout_ = LayoutOf(source, name);
  if (file.Head(1).empty()) {
    reader.empty_ = true;
    return reader;
  }
  // What is packed is read by what it is, not by its name.
  const auto kind = file.compression() == Compression::kNone
                        ? WhatFileIs(file.Head(kFileKindBytes), name)
                        : std::nullopt;
  if (kind) return Error::Data(fmt::format("'{}' is {}", file.shown(), kind->what), kind->hint);
  switch (reader.layout_) {
    case FileLayout::kDelimited:
      NS_RETURN_IF_ERROR(reader.OpenDelimited(connection, source, file, name));
      break;
    case FileLayout::kJson:
      NS_RETURN_IF_ERROR(reader.OpenJson(connection, file));
      break;
    case FileLayout::kParquet:
      NS_RETURN_IF_ERROR(reader.OpenParquet(connection, file));
      break;
  }
  return reader;
}

Status FileReader::OpenDelimited(Connection& connection, const TableFiles& source,
                                 const OpenedFile& file, const std::string& name) {
  NS_ASSIGN(std::string first, FirstRow(connection, file));
  if (first.starts_with("\xEF\xBB\xBF")) first.erase(0, 3);
  if (Trim(first).empty()) {
    empty_ = true;
    return Status::Ok();
  }
  if (source.delimiter == "\\t" || source.format == "tsv" || HasEnding(name, {".tsv"})) {
    delimiter_ = '\t';
  } else if (source.delimiter.size() == 1) {
    delimiter_ = source.delimiter[0];
  } else {
    delimiter_ = FindDelimiter(first);
  }
  has_header_ = source.header;
  std::vector<std::string> names = SplitHeader(first, delimiter_);
  if (!source.header) {
    if (names.size() != source.columns.size()) {
      return Error::Data(
          fmt::format("'{}' has {} in its first row, but 'columns' lists {}", shown_,
                      Plural(static_cast<int64_t>(names.size()), "cell"), source.columns.size()),
          "list every column of the file, in order");
    }
    names = source.columns;
  }
  for (size_t i = 0; i < names.size(); ++i) {
    columns_.push_back({names[i], fmt::format("c{}", i), ValueType::kText});
  }
  return Status::Ok();
}

Status FileReader::OpenJson(Connection& connection, const OpenedFile& file) {
  NS_ASSIGN(std::string line, FirstRow(connection, file));
  has_mark_ = file.compression() == Compression::kNone ? file.Head(3) == "\xEF\xBB\xBF"
                                                       : line.starts_with("\xEF\xBB\xBF");
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  const std::string_view start = Trim(line);
  if (start.empty()) empty_ = true;
  json_array_ = start.starts_with("[");
  return Status::Ok();
}

Status FileReader::OpenParquet(Connection& connection, const OpenedFile& file) {
  const auto rows = connection.Query(statement::ParquetColumns(file.alias()));
  if (!rows.ok()) {
    return Error::Data(fmt::format("'{}' is not a readable Parquet file: {}", shown_,
                                   ReplaceAll(rows.error().message, file.alias(), shown_)));
  }
  for (size_t i = 0; i < rows->rows.size(); ++i) {
    const std::string type = rows->Text(i, 1);
    FileColumn column{rows->Text(i, 0), sql::Identifier(rows->Text(i, 0)), ValueType::kText};
    const bool list = type.ends_with("]");
    if (!list && (type.starts_with("STRUCT(") || type.starts_with("MAP(") || type == "JSON")) {
      column.sql = statement::StructureAsText(column.sql);
      if (type.starts_with("STRUCT(")) column.structure = type;
    } else if (list || (type.find('(') != std::string::npos && !type.starts_with("DECIMAL"))) {
      column.unusable = type;
    } else if (type.find("INT") != std::string::npos && type != "INTERVAL") {
      column.type = ValueType::kNumber;
      column.whole = true;
    } else if (type == "DOUBLE" || type.starts_with("DECIMAL")) {
      column.type = ValueType::kNumber;
    } else if (type == "FLOAT") {
      column.type = ValueType::kNumber;
      column.sql = statement::FloatAsWritten(column.sql);
    } else if (type.starts_with("TIMESTAMP") || type == "DATE") {
      column.type = ValueType::kTime;
      column.zoned = type == "TIMESTAMP WITH TIME ZONE";
      column.is_date = type == "DATE";
    } else if (type == "BLOB") {
      column.unusable = type;
    } else if (type != "VARCHAR") {
      column.sql = statement::AsText(column.sql);
    }
    columns_.push_back(std::move(column));
  }
  return Status::Ok();
}

std::optional<FileColumn> FileReader::Find(const std::string& name) const {
  if (layout_ == FileLayout::kJson)
    return FileColumn{name, statement::JsonTextAt(statement::kJsonColumn, JsonPathParts(name))};
  for (const FileColumn& column : columns_) {
    if (column.name == name) return column;
  }
  // A path into the JSON that a column of text holds: the longest name of a column goes first.
  for (size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0;
       dot = name.rfind('.', dot - 1)) {
    for (const FileColumn& column : columns_) {
      const std::string path = name.substr(dot + 1);
      const bool holds = column.structure.empty() || HasField(column.structure, path);
      if (column.name != name.substr(0, dot) || column.type != ValueType::kText || !holds) continue;
      const std::string json = statement::ValidJson(column.sql);
      FileColumn found{name, statement::JsonTextAt(json, JsonPathParts(path))};
      found.unusable = column.unusable;
      if (column.structure.empty()) found.json_column = column.sql;
      return found;
    }
  }
  return std::nullopt;
}

std::string FileReader::ContentSql() const {
  if (layout_ == FileLayout::kJson) return statement::HashOfJson();
  std::map<std::string, std::string> by_name;
  for (const FileColumn& column : columns_) by_name.emplace(column.name, column.sql);
  std::vector<std::string> cells;
  for (const auto& [name, cell] : by_name) cells.push_back(cell);
  return statement::HashOfCells(cells);
}

bool FileReader::FirstRowLooksLikeData() const {
  return has_header_ && std::any_of(columns_.begin(), columns_.end(), [](const FileColumn& column) {
           return LooksLikeData(column.name);
         });
}

std::vector<std::string> FileReader::ColumnNames() const {
  std::vector<std::string> names;
  for (const FileColumn& column : columns_) names.push_back(column.name);
  return names;
}

bool FileReader::Ambiguous(const std::string& name) const {
  return std::count_if(columns_.begin(), columns_.end(),
                       [&](const FileColumn& column) { return column.name == name; }) > 1;
}

std::string FileReader::Relation(const OpenedFile& file, const ReadOptions& options) const {
  switch (layout_) {
    case FileLayout::kJson:
      return json_array_ ? statement::JsonArrayRelation(file.alias(), PackingOf(file))
                         : statement::JsonLinesRelation(file.alias(), PackingOf(file));
    case FileLayout::kParquet:
      return statement::ParquetRelation(file.alias());
    case FileLayout::kDelimited:
      break;
  }
  statement::DelimitedFile delimited;
  delimited.path = file.alias();
  delimited.packing = PackingOf(file);
  for (const FileColumn& column : columns_) delimited.columns.push_back(column.sql);
  delimited.delimiter = delimiter_;
  delimited.header = options.header && has_header_;
  delimited.unsplit = options.unsplit;
  delimited.longest_line = kLongestLine;
  delimited.lenient = options.lenient;
  return statement::DelimitedRelation(delimited);
}

bool LooksLikeData(const std::string& name) {
  return ParseNumber(name).has_value() || ParseTime(name).has_value();
}

}  // namespace northstar::duck
