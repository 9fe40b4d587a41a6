// SQLite through its C API: databases, statements and transactions as values, every result code
// checked. An error is kData, names the file, and says what to do: room on the disk, permissions,
// another process that holds it, a file that is damaged or no database.
// It leaves out SQL, which is made in sql/sqlite/, and what a database means.
// Threads: a Database and all that was made of it are for one thread at a time, and may be handed
// to another. Processes: any number may read beside one that writes; a second writer waits for the
// first, up to kBusyMs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace northstar::store {

// Milliseconds that a writer waits for another.
inline constexpr int kBusyMs = 10'000;

// A statement with its parameters, on the way through its rows. The database must outlive it.
class Statement {
 public:
  // Positions count from 1, as in ?1. The first that fails is the error of the next Step.
  Statement& Bind(int position, int64_t value);
  Statement& Bind(int position, std::string_view value);

  // True: at a row; false: there are no more.
  Result<bool> Step();
  // A statement that gives no rows, or whose first row is of no interest.
  Status Run();
  // Of the row, columns from 0. REQUIRES: Step gave true. 0 and the empty text for null.
  int64_t Integer(int column) const;
  std::string Text(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  void Keep(int code);

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;  // result code of the binding that failed first
};

// How a file is opened. Reading never makes one, and works in a folder that cannot be written.
enum class Access { kReading, kWriting };

class Database {
 public:
  // kWriting makes a file that is not there, readable and writable by its owner alone, which then
  // holds for the files that SQLite puts beside it; the folder must exist.
  static Result<Database> Open(const std::string& path, Access access);

  const std::string& path() const { return path_; }
  Result<Statement> Prepare(std::string_view sql);
  // One or several statements without parameters; rows are passed over.
  Status Run(std::string_view sql);
  // The one value of a statement that gives one row; kData where it gives none.
  Result<int64_t> Number(std::string_view sql);
  Result<std::string> Word(std::string_view sql);
  // Changes go to a log beside the file, so that readers and the writer do not wait for each other.
  // Kept in the file.
  Status UseWriteAheadLog();
  // All that was committed, as a database of its own in the place of `path`; written whole or not
  // at all. REQUIRES: no transaction of this Database is open.
  Status CopyTo(const std::string& path);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  Database(sqlite3* database, std::string path) : database_(database), path_(std::move(path)) {}
  static Result<Database> Connect(const std::string& name, int flags, const std::string& path);
  Status CopyInto(Database& copy);

  std::unique_ptr<sqlite3, Close> database_;
  std::string path_;
};

// Undone at its end, unless it was committed. The database must outlive it.
class Transaction {
 public:
  // Waits for other writers; so what is read within it is what stands until its end.
  static Result<Transaction> Begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(other.database_) {
    other.database_ = nullptr;
  }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // Once; where it fails, everything is undone.
  Status Commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;  // null: over
};

}  // namespace northstar::store
