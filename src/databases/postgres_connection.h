// A connection to PostgreSQL, or to what speaks its protocol, through libpq: it never waits without
// looking whether it should go on, every answer is a value or an error that a person understands,
// and no error tells who connected. It leaves out what is asked, which is made in sql/postgres/.
// For one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "databases/address.h"
#include "databases/rows.h"

struct pg_conn;
struct pg_result;

namespace northstar::databases {

// Rows of texts, or the columns of a statement that was described. All of it is in memory.
class PostgresAnswer {
 public:
  explicit PostgresAnswer(pg_result* result) : result_(result) {}

  int Rows() const;
  int Columns() const;
  // REQUIRES: row and column, from 0, are there. Nullopt for null.
  std::optional<std::string> At(int row, int column) const;
  // The empty text for null.
  std::string Text(int row, int column) const { return At(row, column).value_or(""); }
  std::string ColumnName(int column) const;
  // The number of the type in pg_type; of a domain that of its base.
  uint32_t ColumnType(int column) const;
  // How many $1, $2, … a described statement has.
  int Parameters() const;

 private:
  friend class PostgresConnection;
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
};

class PostgresConnection {
 public:
  // Of `options` the limits and `cancelled`, which must stay callable as long as this lives. kData
  // where the server is not there, refuses or is too slow.
  static Result<PostgresConnection> Open(const Address& address, const CopyOptions& options);

  // One statement; parameters are $1, $2, …, nullopt for null. kData also where it gives no rows
  // because it is no query, other than the commands of a transaction.
  Result<PostgresAnswer> Run(std::string_view sql,
                             const std::vector<std::optional<std::string>>& parameters = {});
  // What a statement would give, without running it; more than one is an error.
  Result<PostgresAnswer> Describe(const std::string& sql);
  // Hands on what COPY … TO STDOUT sends, a row at a time, each with its line break; the number of
  // rows that the server told at the end. An error of `take` ends it. Rows are not kept.
  Result<int64_t> CopyOut(const std::string& sql,
                          const std::function<Status(std::string_view)>& take);

  // Of the last error of the server, five characters (Appendix A of its manual); else empty.
  const std::string& state() const { return state_; }

 private:
  struct Finish {
    void operator()(pg_conn* connection) const;
  };
  PostgresConnection(pg_conn* connection, Address address, const CopyOptions& options);

  Status Connect();
  // Until the server sent something, or can be written to.
  Status Await(short events);
  Status AwaitInput();
  // The last result of what was sent; the first error among them.
  Result<PostgresAnswer> Receive();
  Result<PostgresAnswer> Checked(PostgresAnswer answer);
  // What runs, so that nothing of it goes on at the server; what it still sends is thrown away.
  void CancelOnServer();
  // False where it could not be told by `until`.
  bool TellToCancel(std::chrono::steady_clock::time_point until);
  // Whether all that was asked comes to its end by `until`.
  bool EndsBy(std::chrono::steady_clock::time_point until);
  Error CannotConnect() const;
  Error Ended() const;
  Error TooSlow() const;
  Error ErrorOf(const PostgresAnswer& answer);
  std::string Clean(std::string message) const;

  std::unique_ptr<pg_conn, Finish> connection_;
  Address address_;
  std::function<bool()> cancelled_;
  std::chrono::milliseconds connect_limit_, time_limit_;
  std::chrono::steady_clock::time_point end_;
  bool connected_ = false;
  std::string state_ = {};
};

}  // namespace northstar::databases
