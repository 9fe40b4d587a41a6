#include "engine/table_profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "engine/duckdb/functions.h"
#include "engine/duckdb/json_profile.h"
#include "engine/duckdb/reader.h"
#include "engine/table_profiler.h"
#include "sql/duckdb/profile_sql.h"

namespace northstar {
namespace {

constexpr int kLongestCell = 4'096;

struct Columns {
  std::vector<std::string> names, sql;
};

Columns ColumnsOf(const duck::FileReader& reader) {
  Columns out;
  // By position: a header can name two columns alike, and Find knows the first.
  const std::vector<std::string> names = reader.ColumnNames();
  for (size_t i = 0; i < names.size() && i < kMostProfiledColumns; ++i) {
    const auto column = reader.Find(names[i]);
    if (!column) continue;
    out.names.push_back(names[i]);
    out.sql.push_back(reader.layout() == duck::FileLayout::kDelimited ? fmt::format("c{}", i)
                                                                      : column->sql);
  }
  return out;
}

// Keys of a whole column, where the table is too large to be looked at row by row.
Status ReadAllKeys(duck::Connection& connection, const std::string& relation,
                   const std::string& column, ColumnProfile& profile) {
  const double share = double(kMostKeys) / double(std::max<int64_t>(profile.distinct, 1));
  // A little more than needed, because the number of values is an estimate.
  const uint64_t up_to =
      share > 0.7 ? UINT64_MAX : static_cast<uint64_t>(1.3 * share * double(UINT64_MAX));
  NS_ASSIGN(const duck::Rows rows,
            connection.Query(duck::statement::KeysOfColumn(relation, column, up_to, kMostKeys)));
  profile.keys.clear();
  for (size_t i = 0; i < rows.rows.size(); ++i)
    profile.keys.push_back(static_cast<uint64_t>(rows.Int(i, 0)));
  profile.keys_up_to = profile.keys.size() == kMostKeys ? profile.keys.back() : up_to;
  profile.folded_keys.clear();
  return Status::Ok();
}

Result<TableProfile> ProfileTable(duck::Connection& connection, const std::string& relation,
                                  const Columns& columns, const std::string& shown) {
  TableProfile out;
  out.name = shown;
  if (columns.sql.empty()) return out;
  const int64_t most = std::clamp<int64_t>(
      kMostProfiledCells / static_cast<int64_t>(columns.sql.size()), 1'000, kMostProfiledRows);
  NS_RETURN_IF_ERROR(connection.Run(
      duck::statement::CreateCells(relation, columns.sql, most + 1, 1, kLongestCell)));
  NS_ASSIGN(duck::Rows counted, connection.Query(duck::statement::CountRowsIn("ns_cells")));
  out.rows = out.looked_at = counted.Int(0, 0);
  const bool sampled = out.rows > most;
  duck::Rows distinct;
  if (sampled) {
    NS_ASSIGN(distinct, connection.Query(duck::statement::CountDistinct(relation, columns.sql)));
    out.rows = distinct.Int(0, 0);
    const int64_t nth = (out.rows + most - 1) / most;
    NS_RETURN_IF_ERROR(connection.Run(duck::statement::DropCells()));
    NS_RETURN_IF_ERROR(connection.Run(
        duck::statement::CreateCells(relation, columns.sql, most, nth, kLongestCell)));
    NS_ASSIGN(counted, connection.Query(duck::statement::CountRowsIn("ns_cells")));
    out.looked_at = counted.Int(0, 0);
  }
  out.rows_kept = !sampled && static_cast<size_t>(out.rows) <= kMostKeptRows;
  for (size_t c = 0; c < columns.sql.size(); ++c) {
    NS_ASSIGN(const duck::Rows cells, connection.Query(duck::statement::CellsOfColumn(c)));
    ColumnProfiler profiler(columns.names[c]);
    for (size_t r = 0; r < cells.rows.size(); ++r) {
      if (const auto* text = std::get_if<std::string>(&cells.rows[r][0]))
        profiler.Add(static_cast<int64_t>(r), *text);
    }
    ColumnProfile profile = std::move(profiler).Finish(out.looked_at, out.rows_kept);
    if (sampled) {
      profile.distinct = std::max(profile.distinct, distinct.Int(0, c + 1));
      profile.distinct_exact = false;
      profile.filled_in_all = static_cast<int64_t>(std::llround(
          double(profile.filled) * double(out.rows) / double(std::max<int64_t>(out.looked_at, 1))));
      if (!profile.keys.empty())
        NS_RETURN_IF_ERROR(ReadAllKeys(connection, relation, columns.sql[c], profile));
    }
    out.columns.push_back(std::move(profile));
  }
  return out;
}

}  // namespace

Result<TableProfile> ProfileFile(const TableFiles& source, const std::string& path,
                                 const std::string& shown, CancelToken* cancel) {
  if (duck::LayoutOf(source, path) == duck::FileLayout::kJson) {
    NS_ASSIGN(duck::JsonProfile profile, duck::ProfileJson(std::span(&path, 1), shown, cancel));
    return std::move(profile.table);
  }
  NS_ASSIGN(const duck::OpenedFile file, duck::OpenedFile::Open(path, shown));
  NS_ASSIGN(auto database, duck::Database::Open("", duck::Access::kReadWrite, 1'000'000'000, 0));
  NS_ASSIGN(auto connection, database->Connect(cancel));
  NS_RETURN_IF_ERROR(duck::RegisterFunctions(*connection));
  NS_ASSIGN(const duck::FileReader reader, duck::FileReader::Open(*connection, source, file, path));
  if (reader.empty()) {
    TableProfile none;
    none.name = shown;
    return none;
  }
  duck::ReadOptions options;
  options.lenient = true;
  options.unsplit = duck::statement::UnsplitRows::kSkip;
  const Columns columns = ColumnsOf(reader);
  auto profile = ProfileTable(*connection, reader.Relation(file, options), columns, shown);
  if (!profile.ok()) {
    Error error = profile.error();
    error.message = fmt::format("'{}' cannot be read: {}", shown,
                                ReplaceAll(error.message, file.alias(), shown));
    return error;
  }
  profile->columns_left_out =
      static_cast<int64_t>(reader.ColumnNames().size() - columns.names.size());
  return profile;
}

}  // namespace northstar
