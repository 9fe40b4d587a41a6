#include "engine/parquet_writer.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <filesystem>

#include "engine/duckdb/database.h"
#include "sql/dialect.h"

namespace northstar {
namespace {

class Writer final : public ParquetWriter {
 public:
  Status Start(const std::vector<Column>& columns) {
    NS_ASSIGN(database_, duck::Database::Open("", duck::Access::kReadWrite, 4'000'000'000, 0));
    NS_ASSIGN(connection_, database_->Connect());
    std::string spec;
    for (const Column& column : columns) {
      static constexpr const char* kTypes[] = {"varchar", "double", "timestamp"};
      spec += fmt::format("{}{} {}", spec.empty() ? "" : ", ", sql::Identifier(column.name),
                          kTypes[static_cast<size_t>(column.type)]);
    }
    NS_RETURN_IF_ERROR(connection_->Run("create table rows (" + spec + ")"));
    if (duckdb_appender_create(connection_->handle(), nullptr, "rows", &appender_) == DuckDBError) {
      return Error::Data("cannot append to the temporary table");
    }
    return Status::Ok();
  }
  ~Writer() override {
    if (appender_ != nullptr) duckdb_appender_destroy(&appender_);
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
    NS_RETURN_IF_ERROR(connection_->Run(fmt::format(
        "copy (select * from rows order by {}) to {} (format parquet, compression zstd)",
        sql::Identifier(order_by), sql::Quoted(part))));
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
