// DuckDB behind values and Results: the only file pair that calls its C API for queries.
// A Database may be shared by threads, a Connection may not.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "engine/cancel_token.h"
#include "engine/engine.h"
#include "engine/memory_budget.h"
#include "sql/duckdb/session_sql.h"

struct _duckdb_database;
struct _duckdb_connection;
struct _duckdb_data_chunk;

namespace northstar::duck {

// What this folder runs is printed in sql/duckdb: `Run(statement::DeleteFile(source, id))`.
namespace statement = sql::duckdb;

using Value = std::variant<std::monostate, int64_t, double, std::string, bool>;

struct Rows {
  std::vector<std::string> names;
  std::vector<std::vector<Value>> rows;

  int64_t Int(size_t row, size_t column) const;       // 0 for null
  double Double(size_t row, size_t column) const;     // 0 for null
  std::string Text(size_t row, size_t column) const;  // "" for null
  bool Null(size_t row, size_t column) const {
    return std::holds_alternative<std::monostate>(rows[row][column]);
  }
};

enum class Access { kReadOnly, kReadWrite };

class Connection;

class Database {
 public:
  // An empty path is a database in memory. `memory_limit` bytes, `threads` 0 for all.
  // Fails when another process holds the file (the message says which), or the file is damaged.
  static Result<std::unique_ptr<Database>> Open(const std::string& path, Access access,
                                                int64_t memory_limit, int threads);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // `cancel` ends its statements; may be null, outlives the connection.
  Result<std::unique_ptr<Connection>> Connect(CancelToken* cancel = nullptr);
  _duckdb_database* handle() const { return handle_; }

 private:
  explicit Database(int64_t memory_limit) : memory_(memory_limit) {}
  _duckdb_database* handle_ = nullptr;
  MemoryBudget memory_;
};

class Connection {
 public:
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<Rows> Query(const sql::Text& text);
  // Hands on the rows some thousand at a time; ends at the first that `take` fails for.
  Status QueryInParts(const sql::Text& text, const std::function<Status(const Rows&)>& take);
  // The same in DuckDB's own form: some columns of whole numbers are read best so.
  Status QueryChunks(const sql::Text& text, const std::function<void(_duckdb_data_chunk*)>& take);
  Status Run(const sql::Text& text);
  // Like Run; `listener` hears of the progress about ten times a second.
  Status RunWithProgress(const sql::Text& text,
                         const std::function<void(double share, int64_t rows)>& listener);
  // What DuckDB makes several statements of, so that it cannot be prepared. Without parameters.
  Status RunUnprepared(const sql::Text& text);
  // One after the other, until one fails.
  Status RunAll(const std::vector<sql::Text>& texts);
  // Without parameters.
  Result<Rows> Query(const std::string& sql) { return Query(sql::Text{sql}); }
  Status Run(const std::string& sql) { return Run(sql::Text{sql}); }
  _duckdb_connection* handle() const { return handle_; }
  // What all plans on the database may use together.
  MemoryBudget& memory() const { return *memory_; }
  // Somebody asked to end what runs, and nothing has noticed yet.
  bool IsCanceled() const { return cancel_ != nullptr && cancel_->Asked(); }

 private:
  friend class Database;
  Connection() = default;
  template <typename Consume>
  Status Execute(const sql::Text& text, Consume consume);

  _duckdb_connection* handle_ = nullptr;
  CancelToken* cancel_ = nullptr;
  MemoryBudget* memory_ = nullptr;
};

// Whether a statement failed because it was canceled.
bool IsInterruption(const Error& error);

}  // namespace northstar::duck
