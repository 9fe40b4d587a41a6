#include "engine/duckdb/database.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <regex>
#include <thread>

#include "base/text.h"
#include "base/unicode_text.h"
#include "engine/duckdb/read_failure.h"
#include "sql/duckdb/session_sql.h"

namespace northstar::duck {
namespace {

// Lets a token stop the statement that runs on a connection.
class Stoppable {
 public:
  Stoppable(CancelToken* cancel, duckdb_connection connection)
      : cancel_(cancel), running_{connection, [](void* what) {
                                    duckdb_interrupt(static_cast<duckdb_connection>(what));
                                  }} {
    if (cancel_ != nullptr) cancel_->Begin(&running_);
  }
  ~Stoppable() {
    if (cancel_ != nullptr) cancel_->End();
  }
  Stoppable(const Stoppable&) = delete;
  Stoppable& operator=(const Stoppable&) = delete;

 private:
  CancelToken* cancel_;
  CancelToken::Running running_;
};

std::string FirstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

Error OpenError(const std::string& path, const std::string& message) {
  static const std::regex kHolder(R"(held in (\S+) \(PID (\d+)\))");
  std::smatch match;
  if (std::regex_search(message, match, kHolder)) {
    return Error::Data(fmt::format("the database '{}' is in use by {} (process {})", path,
                                   match[1].str(), match[2].str()),
                       "wait for that process to end, then run this again");
  }
  if (message.find("Could not set lock") != std::string::npos) {
    return Error::Data(fmt::format("the database '{}' is in use by another process", path),
                       "wait for that process to end, then run this again");
  }
  if (message.find("Permission denied") != std::string::npos ||
      message.find("Read-only file system") != std::string::npos) {
    return Error::Data(fmt::format("no permission to write '{}'", path),
                       "make the folder writable, or set warehouse: path: to another place");
  }
  const bool damaged = message.find("not a valid DuckDB database") != std::string::npos ||
                       message.find("orrupt") != std::string::npos ||
                       message.find("Serialization") != std::string::npos ||
                       message.find("checksum") != std::string::npos ||
                       message.find("Could not read enough bytes") != std::string::npos ||
                       message.find("sqlite_scanner") != std::string::npos ||
                       message.find("is a directory") != std::string::npos ||
                       message.find("WAL") != std::string::npos;
  if (damaged) {
    return Error::Data(
        fmt::format("the database '{}' is damaged or was written by another program", path),
        "your files are untouched: move the database away and run 'northstar load'");
  }
  return Error::Data(fmt::format("cannot open the database '{}': {}", path, FirstLine(message)));
}

Error Interrupted() {
  return Error::Data("interrupted", "nothing was changed");
}

// `what` may be null: DuckDB failed and does not say why.
Error QueryError(const char* what) {
  const std::string message = what != nullptr ? what : "unknown error";
  if (message.find("No space left") != std::string::npos ||
      message.find("Could not write") != std::string::npos) {
    return Error::Data("the disk is full: " + FirstLine(message),
                       "nothing was changed; free some space and run this again");
  }
  if (message.find("INTERRUPT") != std::string::npos) return Interrupted();
  if (message.find("Out of Memory") != std::string::npos) {
    return Error::Data("the memory limit was reached: " + FirstLine(message),
                       "raise warehouse: memory_limit: in northstar.yml");
  }
  return Error::Data(WordsOfReadFailure(message).value_or(FirstLine(message)));
}

double HugeToDouble(duckdb_hugeint h) {
  return static_cast<double>(h.upper) * 18446744073709551616.0 + static_cast<double>(h.lower);
}

Value ReadCell(duckdb_type type, void* data, idx_t row) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      return static_cast<bool*>(data)[row];
    case DUCKDB_TYPE_TINYINT:
      return static_cast<int64_t>(static_cast<int8_t*>(data)[row]);
    case DUCKDB_TYPE_UTINYINT:
      return static_cast<int64_t>(static_cast<uint8_t*>(data)[row]);
    case DUCKDB_TYPE_SMALLINT:
      return static_cast<int64_t>(static_cast<int16_t*>(data)[row]);
    case DUCKDB_TYPE_USMALLINT:
      return static_cast<int64_t>(static_cast<uint16_t*>(data)[row]);
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_DATE:
      return static_cast<int64_t>(static_cast<int32_t*>(data)[row]);
    case DUCKDB_TYPE_UINTEGER:
      return static_cast<int64_t>(static_cast<uint32_t*>(data)[row]);
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return static_cast<int64_t*>(data)[row];
    case DUCKDB_TYPE_FLOAT:
      return static_cast<double>(static_cast<float*>(data)[row]);
    case DUCKDB_TYPE_DOUBLE:
      return static_cast<double*>(data)[row];
    case DUCKDB_TYPE_HUGEINT: {
      const duckdb_hugeint huge = static_cast<duckdb_hugeint*>(data)[row];
      const bool small = (huge.upper == 0 && huge.lower <= INT64_MAX) ||
                         (huge.upper == -1 && huge.lower > INT64_MAX);
      if (small) return static_cast<int64_t>(huge.lower);
      return HugeToDouble(huge);
    }
    case DUCKDB_TYPE_VARCHAR: {
      auto& text = static_cast<duckdb_string_t*>(data)[row];
      return std::string(duckdb_string_t_data(&text), duckdb_string_t_length(text));
    }
    default:
      return std::string("?");  // every statement of ours casts to the types above
  }
}

void ReadChunk(duckdb_data_chunk chunk, Rows& out) {
  const idx_t columns = duckdb_data_chunk_get_column_count(chunk);
  const idx_t size = duckdb_data_chunk_get_size(chunk);
  const size_t base = out.rows.size();
  out.rows.resize(base + size, std::vector<Value>(columns));
  for (idx_t c = 0; c < columns; ++c) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, c);
    duckdb_logical_type logical = duckdb_vector_get_column_type(vector);
    const duckdb_type type = duckdb_get_type_id(logical);
    duckdb_destroy_logical_type(&logical);
    void* data = duckdb_vector_get_data(vector);
    uint64_t* validity = duckdb_vector_get_validity(vector);
    for (idx_t r = 0; r < size; ++r) {
      if (validity != nullptr && !duckdb_validity_row_is_valid(validity, r)) continue;
      out.rows[base + r][c] = ReadCell(type, data, r);
    }
  }
}

Status Bind(duckdb_prepared_statement statement, idx_t index, const sql::Value& value) {
  struct Visitor {
    duckdb_prepared_statement s;
    idx_t i;
    duckdb_state operator()(NullLiteral) const { return duckdb_bind_null(s, i); }
    duckdb_state operator()(double d) const { return duckdb_bind_double(s, i, d); }
    duckdb_state operator()(const std::string& t) const {
      return duckdb_bind_varchar_length(s, i, t.data(), t.size());
    }
    duckdb_state operator()(bool b) const { return duckdb_bind_boolean(s, i, b); }
    duckdb_state operator()(int64_t n) const { return duckdb_bind_int64(s, i, n); }
  };
  if (std::visit(Visitor{statement, index}, value) == DuckDBSuccess) return Status::Ok();
  const auto* text = std::get_if<std::string>(&value);
  return Error::Data(fmt::format("DuckDB does not take the value {}",
                                 text != nullptr ? "'" + EscapeInvalidUtf8(*text) + "'"
                                                 : fmt::format("of parameter {}", index)),
                     "texts must be valid UTF-8");
}

// Works at the statement until it is done; false: it has failed, and `pending` knows why. While the
// last tasks are the pool's, DuckDB asks without a pause whether they are done, which takes a
// processor from whoever has work; here the pauses grow with the waiting.
bool RunTasks(duckdb_pending_result pending) {
  constexpr std::chrono::microseconds kFirst{20}, kLongest{500};
  std::chrono::microseconds pause = kFirst;
  while (true) {
    const duckdb_pending_state state = duckdb_pending_execute_task(pending);
    if (state == DUCKDB_PENDING_RESULT_READY) return true;
    if (state == DUCKDB_PENDING_ERROR) return false;
    if (state == DUCKDB_PENDING_RESULT_NOT_READY) {
      pause = kFirst;
      continue;
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, kLongest);
  }
}

Status BindAll(duckdb_prepared_statement statement, const std::vector<sql::Value>& values) {
  for (size_t i = 0; i < values.size(); ++i) NS_RETURN_IF_ERROR(Bind(statement, i + 1, values[i]));
  return Status::Ok();
}

}  // namespace

int64_t Rows::Int(size_t row, size_t column) const {
  const Value& value = rows[row][column];
  if (const auto* i = std::get_if<int64_t>(&value)) return *i;
  if (const auto* d = std::get_if<double>(&value)) return static_cast<int64_t>(*d);
  if (const auto* b = std::get_if<bool>(&value)) return *b ? 1 : 0;
  return 0;
}

double Rows::Double(size_t row, size_t column) const {
  const Value& value = rows[row][column];
  if (const auto* d = std::get_if<double>(&value)) return *d;
  if (const auto* i = std::get_if<int64_t>(&value)) return static_cast<double>(*i);
  return 0;
}

std::string Rows::Text(size_t row, size_t column) const {
  const auto* text = std::get_if<std::string>(&rows[row][column]);
  return text != nullptr ? *text : "";
}

Result<std::unique_ptr<Database>> Database::Open(const std::string& path, Access access,
                                                 int64_t memory_limit, int threads) {
  std::error_code ignored;
  if (!path.empty() && access == Access::kReadWrite) {
    const auto parent = std::filesystem::path(path).parent_path();
    std::error_code error;
    std::filesystem::create_directories(parent, error);
    if (error) {
      return Error::Data(
          fmt::format("cannot make the folder '{}': {}", parent.string(), error.message()),
          "make it writable, or set warehouse: path: to another place");
    }
  }
  std::vector<std::pair<const char*, std::string>> settings = {
      {"access_mode", !path.empty() && access == Access::kReadOnly ? "READ_ONLY" : "READ_WRITE"},
      {"memory_limit", fmt::format("{}B", memory_limit)},
      {"autoinstall_known_extensions", "false"},
      {"autoload_known_extensions", "false"}};
  if (threads > 0) settings.emplace_back("threads", std::to_string(threads));
  duckdb_config config = nullptr;
  if (duckdb_create_config(&config) == DuckDBError) return Error::Data("cannot set DuckDB up");
  for (const auto& [name, value] : settings) {
    if (duckdb_set_config(config, name, value.c_str()) == DuckDBError) {
      duckdb_destroy_config(&config);
      return Error::Data(fmt::format("DuckDB does not take {} = {}", name, value));
    }
  }
  char* message = nullptr;
  auto database = std::unique_ptr<Database>(new Database(memory_limit));
  duckdb_database handle = nullptr;
  const duckdb_state state =
      duckdb_open_ext(path.empty() ? nullptr : path.c_str(), &handle, config, &message);
  duckdb_destroy_config(&config);
  if (state == DuckDBError) {
    Error error = OpenError(path, message != nullptr ? message : "");
    duckdb_free(message);
    return error;
  }
  database->handle_ = handle;
  return database;
}

Database::~Database() {
  duckdb_database handle = handle_;
  if (handle != nullptr) duckdb_close(&handle);
}

Result<std::unique_ptr<Connection>> Database::Connect(CancelToken* cancel) {
  auto connection = std::unique_ptr<Connection>(new Connection());
  duckdb_connection handle = nullptr;
  if (duckdb_connect(handle_, &handle) == DuckDBError)
    return Error::Data("cannot connect to DuckDB");
  connection->handle_ = handle;
  connection->cancel_ = cancel;
  connection->memory_ = &memory_;
  return connection;
}

Connection::~Connection() {
  duckdb_connection handle = handle_;
  if (handle != nullptr) duckdb_disconnect(&handle);
}

// Runs one statement; `consume` sees the result while it is alive, and may find it broken.
template <typename Consume>
Status Connection::Execute(const sql::Text& text, Consume consume) {
  // Between two statements there is none to interrupt, so the next one is not begun.
  if (cancel_ != nullptr && text.sql != statement::kRollback && cancel_->Take())
    return Interrupted();
  const Stoppable stoppable(cancel_, handle_);
  duckdb_prepared_statement prepared = nullptr;
  if (duckdb_prepare(handle_, text.sql.c_str(), &prepared) == DuckDBError) {
    Error error = QueryError(duckdb_prepare_error(prepared));
    duckdb_destroy_prepare(&prepared);
    return error;
  }
  if (Status bound = BindAll(prepared, text.parameters); !bound.ok()) {
    duckdb_destroy_prepare(&prepared);
    return bound;
  }
  duckdb_pending_result pending = nullptr;
  duckdb_result result{};
  Status status;
  if (duckdb_pending_prepared(prepared, &pending) == DuckDBError || !RunTasks(pending)) {
    status = QueryError(duckdb_pending_error(pending));
  } else if (duckdb_execute_pending(pending, &result) == DuckDBError) {
    status = QueryError(duckdb_result_error(&result));
  } else {
    status = consume(result);
  }
  if (!status.ok() && cancel_ != nullptr && IsInterruption(status.error())) (void)cancel_->Take();
  duckdb_destroy_result(&result);
  duckdb_destroy_pending(&pending);
  duckdb_destroy_prepare(&prepared);
  return status;
}

Result<Rows> Connection::Query(const sql::Text& text) {
  Rows rows;
  NS_RETURN_IF_ERROR(Execute(text, [&](duckdb_result& result) -> Status {
    for (idx_t c = 0; c < duckdb_column_count(&result); ++c) {
      rows.names.emplace_back(duckdb_column_name(&result, c));
    }
    while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
      ReadChunk(chunk, rows);
      duckdb_destroy_data_chunk(&chunk);
    }
    // No chunk is the end, or an error.
    const char* error = duckdb_result_error(&result);
    return error == nullptr ? Status::Ok() : Status(QueryError(error));
  }));
  return rows;
}

Status Connection::RunUnprepared(const sql::Text& text) {
  const Stoppable stoppable(cancel_, handle_);
  duckdb_result result;
  const duckdb_state state = duckdb_query(handle_, text.sql.c_str(), &result);
  Status status;
  if (state == DuckDBError) status = QueryError(duckdb_result_error(&result));
  duckdb_destroy_result(&result);
  return status;
}

Status Connection::QueryChunks(const sql::Text& text,
                               const std::function<void(_duckdb_data_chunk*)>& take) {
  return Execute(text, [&](duckdb_result& result) -> Status {
    while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
      take(chunk);
      duckdb_destroy_data_chunk(&chunk);
    }
    const char* error = duckdb_result_error(&result);
    return error == nullptr ? Status::Ok() : Status(QueryError(error));
  });
}

Status Connection::QueryInParts(const sql::Text& text,
                                const std::function<Status(const Rows&)>& take) {
  return Execute(text, [&](duckdb_result& result) -> Status {
    while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
      Rows rows;
      ReadChunk(chunk, rows);
      duckdb_destroy_data_chunk(&chunk);
      NS_RETURN_IF_ERROR(take(rows));
    }
    const char* error = duckdb_result_error(&result);
    return error == nullptr ? Status::Ok() : Status(QueryError(error));
  });
}

Status Connection::Run(const sql::Text& text) {
  return Execute(text, [](duckdb_result&) { return Status::Ok(); });
}

Status Connection::RunAll(const std::vector<sql::Text>& texts) {
  for (const sql::Text& text : texts) NS_RETURN_IF_ERROR(Run(text));
  return Status::Ok();
}

Status Connection::RunWithProgress(const sql::Text& text,
                                   const std::function<void(double, int64_t)>& listener) {
  if (!listener) return Run(text);
  NS_RETURN_IF_ERROR(Run(statement::kCountProgress));
  NS_RETURN_IF_ERROR(Run(statement::kDrawNoProgress));
  auto done = std::async(std::launch::async, [&] { return Run(text); });
  while (done.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) {
    const duckdb_query_progress_type progress = duckdb_query_progress(handle_);
    listener(progress.percentage < 0 ? -1 : progress.percentage / 100,
             static_cast<int64_t>(progress.rows_processed));
  }
  return done.get();
}

bool IsInterruption(const Error& error) {
  return error.message == Interrupted().message;
}

}  // namespace northstar::duck
