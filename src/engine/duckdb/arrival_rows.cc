#include "engine/duckdb/arrival_rows.h"

#include <duckdb.h>

#include <array>

#include "sql/duckdb/arrival_sql.h"
#include "sql/duckdb/identities_sql.h"

namespace northstar::duck {
namespace {

// Time, name and id stand before the paths.
constexpr size_t kFixed = 3;

Error Refused(duckdb_appender appender) {
  const char* why = duckdb_appender_error(appender);
  return Error::Data(std::string("cannot keep what arrived: ") + (why != nullptr ? why : ""));
}

}  // namespace

void ArrivalRows::CloseAppender::operator()(_duckdb_appender* appender) const {
  duckdb_appender handle = appender;
  duckdb_appender_destroy(&handle);
}

void ArrivalRows::DestroyChunk::operator()(_duckdb_data_chunk* chunk) const {
  duckdb_data_chunk handle = chunk;
  duckdb_destroy_data_chunk(&handle);
}

Result<ArrivalRows> ArrivalRows::Make(Connection& connection, size_t source, size_t paths) {
  NS_RETURN_IF_ERROR(connection.Run(statement::CreateArrivals(source, paths)));
  ArrivalRows rows(connection, source, paths);
  std::vector<duckdb_logical_type> types{duckdb_create_logical_type(DUCKDB_TYPE_BIGINT)};
  for (size_t i = 1; i < kFixed + paths; ++i)
    types.push_back(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
  rows.chunk_.reset(duckdb_create_data_chunk(types.data(), types.size()));
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  return rows;
}

Status ArrivalRows::Open() {
  duckdb_appender appender = nullptr;
  const std::string table = statement::ArrivalTable(source_);
  if (duckdb_appender_create_ext(db_->handle(), "temp", "main", table.c_str(), &appender) ==
      DuckDBError) {
    Error error = Refused(appender);
    duckdb_appender_destroy(&appender);
    return error;
  }
  appender_.reset(appender);
  return Status::Ok();
}

void ArrivalRows::SetText(size_t column, std::string_view text) {
  duckdb_vector_assign_string_element_len(duckdb_data_chunk_get_vector(chunk_.get(), column), rows_,
                                          text.data(), text.size());
}

Status ArrivalRows::Add(const Arrival& arrival) {
  if (appender_ == nullptr) NS_RETURN_IF_ERROR(Open());
  duckdb_vector time = duckdb_data_chunk_get_vector(chunk_.get(), 0);
  static_cast<int64_t*>(duckdb_vector_get_data(time))[rows_] = arrival.time_us;
  SetText(1, arrival.name);
  SetText(2, arrival.id);
  for (size_t i = 0; i < paths_; ++i) {
    if (arrival.cells[i].there) {
      SetText(kFixed + i, arrival.cells[i].text);
      continue;
    }
    duckdb_vector cells = duckdb_data_chunk_get_vector(chunk_.get(), kFixed + i);
    duckdb_vector_ensure_validity_writable(cells);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(cells), rows_);
  }
  return ++rows_ == duckdb_vector_size() ? AppendChunk() : Status::Ok();
}

Status ArrivalRows::AppendChunk() {
  if (rows_ == 0) return Status::Ok();
  duckdb_data_chunk_set_size(chunk_.get(), rows_);
  const duckdb_state state = duckdb_append_data_chunk(appender_.get(), chunk_.get());
  duckdb_data_chunk_reset(chunk_.get());
  rows_ = 0;
  return state == DuckDBError ? Status(Refused(appender_.get())) : Status::Ok();
}

Status ArrivalRows::Flush() {
  if (appender_ == nullptr) return Status::Ok();
  Status status = AppendChunk();
  if (status.ok() && duckdb_appender_close(appender_.get()) == DuckDBError)
    status = Refused(appender_.get());
  appender_.reset();
  return status;
}

Status ArrivalRows::Clear() {
  appender_.reset();
  duckdb_data_chunk_reset(chunk_.get());
  rows_ = 0;
  return db_->Run(statement::DeleteArrivals(source_));
}

namespace {

enum class Kept { kStored, kTemporary };

// `append` ends each row that it makes.
template <typename Pair, typename AppendPair>
Status AppendAll(Connection& connection, Kept kept, const std::string& table,
                 std::span<const Pair> rows, AppendPair append) {
  if (rows.empty()) return Status::Ok();
  duckdb_appender appender = nullptr;
  Status status;
  const char* catalog = kept == Kept::kTemporary ? "temp" : nullptr;
  if (duckdb_appender_create_ext(connection.handle(), catalog,
                                 catalog == nullptr ? nullptr : "main", table.c_str(),
                                 &appender) == DuckDBError)
    status = Refused(appender);
  for (const Pair& row : rows) {
    if (!status.ok()) break;
    if (append(appender, row) == DuckDBError) status = Refused(appender);
  }
  if (status.ok() && duckdb_appender_close(appender) == DuckDBError) status = Refused(appender);
  duckdb_appender_destroy(&appender);
  return status;
}

void AppendText(duckdb_appender appender, const std::string& text) {
  duckdb_append_varchar_length(appender, text.data(), text.size());
}

duckdb_state AppendPair(duckdb_appender appender, const std::pair<std::string, std::string>& pair) {
  AppendText(appender, pair.first);
  AppendText(appender, pair.second);
  return duckdb_appender_end_row(appender);
}

}  // namespace

Status AppendIds(Connection& connection, const std::string& table, const std::string& source,
                 std::span<const std::pair<int32_t, uint64_t>> rows) {
  return AppendAll(connection, Kept::kStored, table, rows,
                   [&](duckdb_appender appender, const auto& row) {
                     AppendText(appender, source);
                     duckdb_append_int32(appender, row.first);
                     duckdb_append_uint64(appender, row.second);
                     return duckdb_appender_end_row(appender);
                   });
}

Status AppendPairs(Connection& connection, const std::string& table,
                   std::span<const std::pair<std::string, std::string>> rows) {
  return AppendAll(connection, Kept::kStored, table, rows, AppendPair);
}

Status AppendSameKeys(Connection& connection,
                      std::span<const std::pair<std::string, std::string>> rows) {
  return AppendAll(connection, Kept::kTemporary, statement::kSameKeys, rows, AppendPair);
}

Status AppendTouched(Connection& connection, const std::string& entity,
                     std::span<const std::pair<std::string, std::string>> pairs) {
  return AppendAll(connection, Kept::kTemporary, statement::TouchedTable(entity), pairs,
                   [](duckdb_appender appender, const auto& pair) {
                     AppendText(appender, pair.first);
                     if (duckdb_appender_end_row(appender) == DuckDBError) return DuckDBError;
                     AppendText(appender, pair.second);
                     return duckdb_appender_end_row(appender);
                   });
}

}  // namespace northstar::duck
