#include "engine/duckdb/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/json_path.h"
#include "base/text.h"
#include "base/written_time.h"
#include "engine/duckdb/compressed.h"
#include "engine/file_kind.h"
#include "model/source_formats.h"
#include "sql/duckdb/arrival_sql.h"
#include "sql/duckdb/stage_row_sql.h"

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

// Of an object that holds rows; it is read into memory.
constexpr int64_t kLongestJson = int64_t{1} << 30;

bool IsJson(std::string_view text) {
  return nlohmann::json::accept(text);
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

Status CheckEncoding(const OpenedFile& file, const std::string& head) {
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF") || head.find('\0') < 8)
    return Error::Data(fmt::format("'{}' looks like UTF-16", file.shown()), "save it as UTF-8");
  return Status::Ok();
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
    NS_RETURN_IF_ERROR(CheckEncoding(file, row));
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

// A file whose first line is blank holds nothing, or has blank lines above its table.
Status CheckBlank(Connection& connection, const OpenedFile& file) {
  constexpr int kMostLines = 1000;
  NS_ASSIGN(const Rows rows,
            connection.Query(statement::FirstLines(file.alias(), PackingOf(file), kMostLines)));
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    if (rows.Null(i, 0) || Trim(rows.Text(i, 0)).empty()) continue;
    return Error::Data(fmt::format("'{}' begins with blank lines", file.shown()),
                       "set `skip:` to how many lines stand above the names of its columns");
  }
  return Status::Ok();
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
  if (source.layout == "parquet" || HasEnding(path, {".parquet"})) return FileLayout::kParquet;
  if (source.layout == "json") return FileLayout::kJson;
  const bool ending = HasEnding(path, {".json", ".jsonl", ".ndjson"});
  return ending && source.layout.empty() ? FileLayout::kJson : FileLayout::kDelimited;
}

Result<FileReader> FileReader::Open(Connection& connection, const TableFiles& source,
                                    const OpenedFile& file, const std::string& name) {
  FileReader reader;
  reader.shown_ = file.shown();
  reader.layout_ = LayoutOf(source, name);
  reader.null_values_ = source.null_values;
  reader.unquoted_ = source.unquoted;
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
      NS_RETURN_IF_ERROR(reader.OpenJson(source, file));
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
    return CheckBlank(connection, file);
  }
  if (source.delimiter == "\\t" || source.layout == "tsv" || HasEnding(name, {".tsv"})) {
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
      const SourceFormat* format = FindFormat(source.format);
      return Error::Data(
          fmt::format("'{}' has {} in its first row, but {} lists {}", shown_,
                      Plural(static_cast<int64_t>(names.size()), "cell"),
                      format != nullptr ? fmt::format("`format: {}`", format->name) : "'columns'",
                      source.columns.size()),
          format != nullptr ? fmt::format("expected: {}", format->title)
                            : "list every column of the file, in order");
    }
    names = source.columns;
  }
  for (size_t i = 0; i < names.size(); ++i) {
    columns_.push_back({names[i], fmt::format("c{}", i), ValueType::kText});
  }
  return Status::Ok();
}

Status FileReader::OpenJson(const TableFiles& source, const OpenedFile& file) {
  NS_ASSIGN(std::string head, UnpackHead(file, kLongestLine));
  NS_RETURN_IF_ERROR(CheckEncoding(file, head));
  has_mark_ = head.starts_with("\xEF\xBB\xBF");
  if (has_mark_) head.erase(0, 3);
  const std::string_view start = Trim(head);
  if (start.empty()) empty_ = true;
  json_array_ = start.starts_with("[");
  if (!source.rows.empty()) rows_path_ = JsonPathParts(source.rows);
  if (!source.each.empty()) each_path_ = JsonPathParts(source.each);
  rows_if_there_ = source.IsOfFormat(source.rows_span);
  // Records that lie within an object are no lines, unless that is one.
  if (empty_ || json_array_ || (rows_path_.empty() && each_path_.empty()) ||
      IsJson(start.substr(0, start.find('\n'))))
    return Status::Ok();
  NS_RETURN_IF_ERROR(
      Unpack(file, [&](std::string_view text) { longest_json_ += std::ssize(text); }));
  if (longest_json_ > kLongestJson) {
    return Error::Data(fmt::format("'{}' is one object of {}", shown_,
                                   HumanBytes(static_cast<double>(longest_json_))),
                       fmt::format("objects that hold rows may have {}; write a record per line",
                                   HumanBytes(static_cast<double>(kLongestJson))));
  }
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
  auto column = FindAsWritten(name);
  if (column && column->type == ValueType::kText && !null_values_.empty())
    column->sql = statement::WithoutNullValues(column->sql, null_values_);
  return column;
}

std::optional<FileColumn> FileReader::FindAsWritten(const std::string& name) const {
  if (arrival_paths_ != nullptr) return ArrivalAt(name);
  if (layout_ == FileLayout::kJson) return JsonAt(name);
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

// Of the row, or of the record that holds it.
FileColumn FileReader::JsonAt(const std::string& name) const {
  std::vector<std::string> path = JsonPathParts(name);
  FileColumn column{name, ""};
  const bool of_parent =
      !each_path_.empty() && path.size() > 1 && path[0] == statement::kJsonParent;
  if (of_parent) path.erase(path.begin());
  if (each_path_.empty() || of_parent) {
    const char* json = of_parent ? statement::kJsonParent : statement::kJsonColumn;
    column.sql = statement::JsonTextAt(json, path);
    column.typed_number = statement::JsonNumberAt(json, path);
  } else {
    column.sql = statement::JsonTextOfEither(path);
    column.typed_number = statement::JsonNumberOfEither(path);
  }
  return column;
}

FileReader FileReader::OfArrivals() {
  FileReader reader;
  reader.shown_ = "what arrives";
  reader.layout_ = FileLayout::kJson;
  reader.arrival_paths_ = std::make_shared<std::vector<std::vector<std::string>>>();
  return reader;
}

FileColumn FileReader::ArrivalAt(const std::string& name) const {
  if (name == statement::kArrivalTime) {
    FileColumn column{name, statement::ArrivalTimestamp(), ValueType::kTime};
    column.zoned = true;
    return column;
  }
  if (name == statement::kArrivalName || name == statement::kArrivalId) return {name, name};
  const std::vector<std::string> path = JsonPathParts(name);
  auto at = std::find(arrival_paths_->begin(), arrival_paths_->end(), path);
  if (at == arrival_paths_->end()) at = arrival_paths_->insert(arrival_paths_->end(), path);
  return {name, statement::ArrivalColumn(static_cast<size_t>(at - arrival_paths_->begin()))};
}

std::string FileReader::NoRowSql() const {
  return layout_ == FileLayout::kJson && arrival_paths_ == nullptr ? statement::IsNoJsonRow() : "";
}

std::string FileReader::ContentSql() const {
  if (arrival_paths_ != nullptr) return statement::NoContent();
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

std::string FileReader::JsonTexts(const OpenedFile& file) const {
  const statement::Packing packing = PackingOf(file);
  if (json_array_) return statement::JsonArrayRelation(file.alias(), packing);
  return longest_json_ > 0 ? statement::JsonTextsRelation(file.alias(), packing, longest_json_)
                           : statement::JsonLinesRelation(file.alias(), packing);
}

std::string FileReader::JsonRecords(const OpenedFile& file) const {
  if (rows_path_.empty()) return JsonTexts(file);
  return statement::JsonRowsIn(JsonTexts(file), rows_path_, rows_if_there_);
}

Status FileReader::CheckShape(Connection& connection, const TableFiles& source,
                              const OpenedFile& file, std::vector<std::string>& notes) const {
  const auto check = [&](const std::string& relation, const std::string& path) -> Status {
    NS_ASSIGN(const Rows rows,
              connection.Query(statement::CountWithoutList(relation, JsonPathParts(path))));
    const int64_t without = rows.Int(0, 0);
    if (without == 0) return Status::Ok();
    if (without == rows.Int(0, 1)) {
      const SourceFormat* format = FindFormat(source.format);
      return Error::Data(
          fmt::format("'{}' has no list at '{}'{}", shown_, path,
                      format != nullptr ? fmt::format(", as `format: {}` has", format->name) : ""),
          "'northstar inspect' shows where its records lie");
    }
    notes.push_back(fmt::format(
        "{}: {} no list at '{}'", shown_,
        without == 1 ? "a record has" : WithThousands(without) + " records have", path));
    return Status::Ok();
  };
  if (layout_ == FileLayout::kJson && !rows_path_.empty() && !rows_if_there_)
    NS_RETURN_IF_ERROR(check(JsonTexts(file), source.rows));
  if (layout_ == FileLayout::kJson && !each_path_.empty())
    NS_RETURN_IF_ERROR(check(JsonRecords(file), source.each));
  const SourceFormat* format = FindFormat(source.format);
  if (format == nullptr || format->sign.empty()) return Status::Ok();
  std::vector<std::string> columns;
  for (const std::string& name : format->sign) {
    if (const auto column = Find(name)) columns.push_back(column->sql);
  }
  bool met = !columns.empty();
  if (met && layout_ == FileLayout::kJson) {
    NS_ASSIGN(const Rows rows,
              connection.Query(statement::FindAnyValue(Relation(file, {}), columns)));
    met = !rows.rows.empty();
    if (!met) {  // a page without records has no fields
      NS_ASSIGN(const Rows any, connection.Query(statement::FindRow(Relation(file, {}))));
      met = any.rows.empty();
    }
  }
  if (met) return Status::Ok();
  return Error::Data(
      fmt::format("'{}' has none of the fields that `format: {}` knows its files by ({})", shown_,
                  format->name, Join(format->sign, ", ")),
      fmt::format("expected: {}", format->title));
}

std::string FileReader::Relation(const OpenedFile& file, const ReadOptions& options) const {
  switch (layout_) {
    case FileLayout::kJson:
      return each_path_.empty() ? JsonRecords(file)
                                : statement::JsonElementsIn(JsonRecords(file), each_path_);
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
  delimited.unquoted = unquoted_;
  return statement::DelimitedRelation(delimited);
}

bool LooksLikeData(const std::string& name) {
  return ParseNumber(name).has_value() || ParseTime(name).has_value();
}

}  // namespace northstar::duck
