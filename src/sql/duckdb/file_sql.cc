#include "sql/duckdb/file_sql.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar::sql::duckdb {
namespace {

std::string_view NameOf(Packing packing) {
  switch (packing) {
    case Packing::kNone:
      return "uncompressed";
    case Packing::kGzip:
      return "gzip";
    case Packing::kZstd:
      return "zstd";
  }
  return "";
}

std::string_view OptionsOf(UnsplitRows unsplit) {
  switch (unsplit) {
    case UnsplitRows::kNote:
      return "store_rejects = true, rejects_limit = 0";
    case UnsplitRows::kSkip:
      return "ignore_errors = true";
    case UnsplitRows::kFail:
      return "ignore_errors = false";
  }
  return "";
}

std::string PathText(const std::vector<std::string>& path) {
  std::string text = "$";
  for (const std::string& part : path) text += ".\"" + part + "\"";
  return text;
}

std::string ListAt(const std::vector<std::string>& path) {
  return fmt::format("json_extract(json, {})", Quoted(PathText(path) + "[*]"));
}

std::string IsListAt(const std::vector<std::string>& path) {
  return fmt::format("json_type(json, {}) is not distinct from 'ARRAY'", Quoted(PathText(path)));
}

std::string_view NameOf(ParquetType type) {
  switch (type) {
    case ParquetType::kText:
      return "varchar";
    case ParquetType::kDouble:
      return "double";
    case ParquetType::kTimestamp:
      return "timestamp";
  }
  return "";
}

}  // namespace

std::string DelimitedRelation(const DelimitedFile& file) {
  std::vector<std::string> columns;
  for (const std::string& column : file.columns) columns.push_back(column + ": 'VARCHAR'");
  return fmt::format(
      "read_csv('{}', auto_detect = false, header = {}, delim = {}, quote = '{}', escape = '{}', "
      "columns = {{{}}}, {}, max_line_size = {}, strict_mode = {}, compression = '{}')",
      file.path, file.header, Quoted(std::string(1, file.delimiter)), file.unquoted ? "" : "\"",
      file.unquoted ? "" : "\"", northstar::Join(columns, ", "), OptionsOf(file.unsplit),
      file.longest_line, !file.lenient, NameOf(file.packing));
}

std::string JsonArrayRelation(const std::string& path, Packing packing) {
  return fmt::format("read_json_objects('{}', format = 'array', compression = '{}')", path,
                     NameOf(packing));
}

std::string JsonLinesRelation(const std::string& path, Packing packing) {
  return fmt::format(
      "read_json_objects('{}', format = 'newline_delimited', ignore_errors = true, compression = "
      "'{}')",
      path, NameOf(packing));
}

std::string JsonTextsRelation(const std::string& path, Packing packing, int64_t longest) {
  return fmt::format(
      "read_json_objects('{}', format = 'unstructured', maximum_object_size = {}, compression = "
      "'{}')",
      path, longest, NameOf(packing));
}

std::string JsonRowsIn(const std::string& relation, const std::vector<std::string>& path,
                       bool if_there) {
  const std::string list =
      if_there ? fmt::format("case when {} then {} else [json] end", IsListAt(path), ListAt(path))
               : ListAt(path);
  return fmt::format("(select unnest({}) as json from {})", list, relation);
}

std::string JsonElementsIn(const std::string& relation, const std::vector<std::string>& path) {
  return fmt::format("(select unnest({}) as json, json as {} from {})", ListAt(path), kJsonParent,
                     relation);
}

Text CountWithoutList(const std::string& relation, const std::vector<std::string>& path) {
  return {
      fmt::format("select count(*) filter (not ({})), count(*) from {}", IsListAt(path), relation)};
}

Text FindRow(const std::string& relation) {
  return {"select 1 from " + relation + " limit 1"};
}

Text FindAnyValue(const std::string& relation, const std::vector<std::string>& columns) {
  return {fmt::format("select 1 from {} where coalesce({}) is not null limit 1", relation,
                      northstar::Join(columns, ", "))};
}

Text CountValues(const std::string& relation, const std::vector<std::string>& columns, int most) {
  std::string counts = "count(*)";
  for (const std::string& column : columns) counts += fmt::format(", count({})", column);
  return {fmt::format("select {} from (select * from {} limit {})", counts, relation, most)};
}

Text FirstRecords(const std::string& relation, bool parents, int most) {
  return {fmt::format("select {}::varchar{} from {} limit {}", kJsonColumn,
                      parents ? fmt::format(", {}::varchar", kJsonParent) : "", relation, most)};
}

std::string ParquetRelation(const std::string& path) {
  return fmt::format("read_parquet('{}')", path);
}

Text FirstLines(const std::string& path, Packing packing, int most) {
  return {fmt::format(
      "select line from read_csv('{}', auto_detect = false, header = false, delim = chr(1), "
      "quote = '', escape = '', columns = {{'line': 'VARCHAR'}}, ignore_errors = true, "
      "null_padding = true, strict_mode = false, parallel = false, compression = '{}') limit {}",
      path, NameOf(packing), most)};
}

Text ParquetColumns(const std::string& path) {
  return {"describe select * from " + ParquetRelation(path)};
}

Text CountRowsIn(const std::string& relation) {
  return {"select count(*) from " + relation};
}

Text ColumnsAsText(const std::string& relation, const std::vector<std::string>& columns) {
  std::vector<std::string> items;
  for (const std::string& column : columns) items.push_back(AsText(column));
  return {"select " + northstar::Join(items, ", ") + " from " + relation};
}

std::string AsText(const std::string& column) {
  return column + "::varchar";
}

std::string ValidJson(const std::string& column) {
  return fmt::format("(case when json_valid({0}) then {0} end)", column);
}

std::string JsonTextAt(const std::string& json, const std::vector<std::string>& path) {
  const std::string dotted = PathText(path);
  const std::string text = fmt::format("json_extract_string({}, {})", json, Quoted(dotted));
  return fmt::format(
      "(case when ends_with({0}, '.0') and json_type({1}, {2}) = 'DOUBLE' then left({0}, -2) "
      "else {0} end)",
      text, json, Quoted(dotted));
}

std::string JsonNumberAt(const std::string& json, const std::vector<std::string>& path) {
  const std::string dotted = Quoted(PathText(path));
  return fmt::format(
      "(case when json_type({0}, {1}) in ('DOUBLE', 'UBIGINT', 'BIGINT', 'HUGEINT') then "
      "json_extract_string({0}, {1})::double end)",
      json, dotted);
}

std::string JsonNumberOfEither(const std::vector<std::string>& path) {
  return fmt::format("(case when json_exists({}, {}) then {} else {} end)", kJsonColumn,
                     Quoted(PathText(path)), JsonNumberAt(kJsonColumn, path),
                     JsonNumberAt(kJsonParent, path));
}

std::string JsonTextOfEither(const std::vector<std::string>& path) {
  return fmt::format("(case when json_exists({}, {}) then {} else {} end)", kJsonColumn,
                     Quoted(PathText(path)), JsonTextAt(kJsonColumn, path),
                     JsonTextAt(kJsonParent, path));
}

std::string WithoutNullValues(const std::string& text, const std::vector<std::string>& values) {
  std::vector<std::string> list;
  for (const std::string& value : values) list.push_back(Quoted(value));
  return fmt::format("(case when trim({0}) in ({1}) then null else {0} end)", text,
                     northstar::Join(list, ", "));
}

std::string StructureAsText(const std::string& column) {
  return fmt::format("to_json({})::varchar", column);
}

std::string FloatAsWritten(const std::string& column) {
  // Four bytes of 0.1 are 0.10000000149 as a double; what was written is their shortest text.
  return fmt::format("({}::varchar::double)", column);
}

std::string HashOfCells(const std::vector<std::string>& columns) {
  return fmt::format("hash({})", northstar::Join(columns, ", "));
}

std::string HashOfJson() {
  return "hash(json::varchar)";
}

Text CreateParquetRows(const std::vector<std::pair<std::string, ParquetType>>& columns) {
  std::string spec;
  for (const auto& [name, type] : columns)
    spec += fmt::format("{}{} {}", spec.empty() ? "" : ", ", Identifier(name), NameOf(type));
  return {"create table rows (" + spec + ")"};
}

Text WriteParquetRows(const std::string& order_by, const std::string& path) {
  return {
      fmt::format("copy (select * from rows order by {}) to {} (format parquet, compression "
                  "zstd)",
                  Identifier(order_by), Quoted(path))};
}

}  // namespace northstar::sql::duckdb
