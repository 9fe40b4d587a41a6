#include "engine/duckdb/reader.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>

#include "base/text.h"
#include "sql/dialect.h"

namespace northstar::duck {
namespace {

using sql::Quoted;

constexpr int64_t kLongestLine = 2'097'152;

bool HasEnding(std::string_view path, std::initializer_list<std::string_view> endings) {
  for (const std::string_view compressed : {".gz", ".zst"}) {
    if (path.ends_with(compressed)) path.remove_suffix(compressed.size());
  }
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

// Nothing but white space. What a compressed file of more than a few bytes holds is no blank line.
bool IsBlank(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string start(4096, '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<size_t>(file.gcount()));
  if (path.ends_with(".gz") || path.ends_with(".zst")) return start.size() < 64;
  return Trim(start).empty();
}

// The first line of a text file, whatever its compression.
Result<std::string> FirstLine(Connection& connection, const std::string& path) {
  const auto rows = connection.Query(
      "select line from read_csv($1, auto_detect = false, header = false, delim = chr(1), "
      "quote = '', escape = '', columns = {'line': 'VARCHAR'}, ignore_errors = true, "
      "null_padding = true, strict_mode = false) limit 1",
      {path});
  if (!rows.ok()) {
    const std::string& message = rows.error().message;
    if (IsInterruption(rows.error())) return rows.error();
    if (message.find("Maximum line size") != std::string::npos ||
        message.find("aximum line") != std::string::npos) {
      return Error::Data(fmt::format("'{}': line 1 is longer than {}", path,
                                     HumanBytes(static_cast<double>(kLongestLine))),
                         "is it really a table of rows? JSON in one array belongs in a .json file");
    }
    return Error::Data(fmt::format("'{}' cannot be read: {}", path, message),
                       "a .gz or .zst file may be cut off; check it with 'gzip -t'");
  }
  if (!rows->rows.empty()) {
    const std::string line = rows->Text(0, 0);
    if (line.starts_with("\xFF\xFE") || line.starts_with("\xFE\xFF") || line.find('\0') < 8)
      return Error::Data(fmt::format("'{}' looks like UTF-16", path), "save it as UTF-8");
    return line;
  }
  if (IsBlank(path)) return std::string();
  return Error::Data(fmt::format("'{}': line 1 cannot be read: it is longer than {}, or no text",
                                 path, HumanBytes(static_cast<double>(kLongestLine))),
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

std::string JsonPath(const std::string& name) {
  std::string path = "$";
  for (const std::string& part : Split(name, '.')) path += ".\"" + part + "\"";
  return path;
}

}  // namespace

FileLayout LayoutOf(const Source& source, const std::string& path) {
  if (source.format == "parquet" || HasEnding(path, {".parquet"})) return FileLayout::kParquet;
  if (source.format == "json" || source.format == "segment" ||
      HasEnding(path, {".json", ".jsonl", ".ndjson"})) {
    return FileLayout::kJson;
  }
  return FileLayout::kDelimited;
}

Result<FileReader> FileReader::Open(Connection& connection, const Source& source,
                                    const std::string& path) {
  FileReader reader;
  reader.path_ = path;
  reader.layout_ = LayoutOf(source, path);
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0 && info.st_size == 0) {
    reader.empty_ = true;
    return reader;
  }
  switch (reader.layout_) {
    case FileLayout::kDelimited:
      NS_RETURN_IF_ERROR(reader.OpenDelimited(connection, source));
      break;
    case FileLayout::kJson:
      NS_RETURN_IF_ERROR(reader.OpenJson(connection));
      break;
    case FileLayout::kParquet:
      NS_RETURN_IF_ERROR(reader.OpenParquet(connection));
      break;
  }
  reader.relation_ = reader.RelationFor(path, true, false);
  return reader;
}

Status FileReader::OpenDelimited(Connection& connection, const Source& source) {
  NS_ASSIGN(std::string header, FirstLine(connection, path_));
  if (header.starts_with("\xEF\xBB\xBF")) header.erase(0, 3);
  if (Trim(header).empty()) {
    empty_ = true;
    return Status::Ok();
  }
  if (source.delimiter == "\\t" || source.format == "tsv" || HasEnding(path_, {".tsv"})) {
    delimiter_ = '\t';
  } else if (source.delimiter.size() == 1) {
    delimiter_ = source.delimiter[0];
  } else {
    delimiter_ = FindDelimiter(header);
  }
  const std::vector<std::string> names = SplitHeader(header, delimiter_);
  for (size_t i = 0; i < names.size(); ++i) {
    columns_.push_back({names[i], fmt::format("c{}", i), ValueType::kText});
  }
  return Status::Ok();
}

Status FileReader::OpenJson(Connection& connection) {
  NS_ASSIGN(const std::string line, FirstLine(connection, path_));
  const std::string_view start = Trim(line);
  if (start.empty()) empty_ = true;
  json_array_ = start.starts_with("[");
  return Status::Ok();
}

Status FileReader::OpenParquet(Connection& connection) {
  const auto rows = connection.Query("describe select * from read_parquet($1)", {path_});
  if (!rows.ok()) {
    return Error::Data(
        fmt::format("'{}' is no readable parquet file: {}", path_, rows.error().message));
  }
  for (size_t i = 0; i < rows->rows.size(); ++i) {
    const std::string type = rows->Text(i, 1);
    FileColumn column{rows->Text(i, 0), sql::Identifier(rows->Text(i, 0)), ValueType::kText};
    if (type.find_first_of("[(") != std::string::npos && !type.starts_with("DECIMAL")) {
      column.unusable = type;
    } else if (type.find("INT") != std::string::npos && type != "INTERVAL") {
      column.type = ValueType::kNumber;
      column.whole = true;
    } else if (type == "DOUBLE" || type == "FLOAT" || type.starts_with("DECIMAL")) {
      column.type = ValueType::kNumber;
    } else if (type.starts_with("TIMESTAMP") || type == "DATE") {
      column.type = ValueType::kTime;
      column.zoned = type == "TIMESTAMP WITH TIME ZONE";
    } else if (type == "BLOB") {
      column.unusable = type;
    } else if (type != "VARCHAR") {
      column.sql += "::varchar";
    }
    columns_.push_back(std::move(column));
  }
  return Status::Ok();
}

std::optional<FileColumn> FileReader::Find(const std::string& name) const {
  if (layout_ == FileLayout::kJson) {
    return FileColumn{name, fmt::format("json_extract_string(json, {})", Quoted(JsonPath(name))),
                      ValueType::kText};
  }
  for (const FileColumn& column : columns_) {
    if (column.name == name) return column;
  }
  return std::nullopt;
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

std::string FileReader::RelationFor(const std::string& path, bool header, bool lenient) const {
  switch (layout_) {
    case FileLayout::kJson:
      return json_array_ ? fmt::format("read_json_objects({}, format = 'array')", Quoted(path))
                         : fmt::format(
                               "read_json_objects({}, format = 'newline_delimited', "
                               "ignore_errors = true)",
                               Quoted(path));
    case FileLayout::kParquet:
      return fmt::format("read_parquet({})", Quoted(path));
    case FileLayout::kDelimited:
      break;
  }
  std::vector<std::string> columns;
  for (const FileColumn& column : columns_) columns.push_back(column.sql + ": 'VARCHAR'");
  return fmt::format(
      "read_csv({}, auto_detect = false, header = {}, delim = {}, quote = '\"', escape = '\"', "
      "columns = {{{}}}, store_rejects = true, rejects_limit = 0, max_line_size = {}, "
      "strict_mode = {})",
      Quoted(path), header, Quoted(std::string(1, delimiter_)), Join(columns, ", "), kLongestLine,
      !lenient);
}

}  // namespace northstar::duck
