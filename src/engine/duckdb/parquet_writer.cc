#include "engine/parquet_writer.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <filesystem>

#include "engine/duckdb/database.h"
#include "sql/duckdb/file_sql.h"

namespace northstar {
namespace {

sql::duckdb::ParquetType TypeOf(ParquetWriter::Type type) {
  switch (type) {
    case ParquetWriter::Type::kText:
      return sql::duckdb::ParquetType::kText;
    case ParquetWriter::Type::kNumber:
      return sql::duckdb::ParquetType::kDouble;
    case ParquetWriter::Type::kTimestamp:
      return sql::duckdb::ParquetType::kTimestamp;
  }
  return sql::duckdb::ParquetType::kText;
}

class Writer final : public ParquetWriter {
 public:
  Status Start(const std::vector<Column>& columns) {
    NS_ASSIGN(database_, duck::Database::Open("", duck::Access::kReadWrite, 4'000'000'000, 0));
    NS_ASSIGN(connection_, database_->Connect());
    std::vector<std::pair<std::string, sql::duckdb::ParquetType>> typed;
    for (const Column& column : columns) typed.emplace_back(column.name, TypeOf(column.type));
    NS_RETURN_IF_ERROR(connection_->Run(sql::duckdb::CreateParquetRows(typed)));
    if (duckdb_appender_create(connection_->handle(), nullptr, sql::duckdb::kParquetRows,
                               &appender_) == DuckDBError) {
      return Error::Data("cannot append to the temporary table");
    }
    return Status::Ok();
  }
  ~Writer() override {
    // Rows that Write did not see are given up.
    if (appender_ != nullptr) (void)duckdb_appender_destroy(&appender_);
  }

  void Text(std::string_view value) override {
    Note(duckdb_append_varchar_length(appender_, value.data(), value.size()));
  }
  void Number(double value) override { Note(duckdb_append_double(appender_, value)); }
  void Timestamp(int64_t utc_us) override {
    Note(duckdb_append_timestamp(appender_, duckdb_timestamp{utc_us}));
  }
  void Null() override { Note(duckdb_append_null(appender_)); }
  void EndRow() override { Note(duckdb_appender_end_row(appender_)); }

  Status Write(const std::string& path, const std::string& order_by) override {
    Note(duckdb_appender_flush(appender_));
    if (failed_) return Error::Data("the rows could not be kept", "is the disk full?");
    const std::string part = path + ".part";
    NS_RETURN_IF_ERROR(connection_->Run(sql::duckdb::WriteParquetRows(order_by, part)));
    std::error_code error;
    std::filesystem::rename(part, path, error);
    if (error) return Error::Data(fmt::format("cannot write '{}': {}", path, error.message()));
    return Status::Ok();
  }

 private:
  void Note(duckdb_state state) { failed_ = failed_ || state == DuckDBError; }

  std::unique_ptr<duck::Database> database_;
  std::unique_ptr<duck::Connection> connection_;
  duckdb_appender appender_ = nullptr;
  bool failed_ = false;
};

}  // namespace

Result<std::unique_ptr<ParquetWriter>> ParquetWriter::Open(const std::vector<Column>& columns) {
  auto writer = std::make_unique<Writer>();
  NS_RETURN_IF_ERROR(writer->Start(columns));
  return std::unique_ptr<ParquetWriter>(std::move(writer));
}

}  // namespace northstar
