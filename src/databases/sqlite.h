// SQLite through its C API: databases, statements and transactions as values, every result code
// checked. An error is kData, names the file, and says what to do: room on the disk, permissions,
// another process that holds it, a file that is damaged or no database.
// It leaves out SQL, which is made in sql/sqlite/, and what a database means. A database is
// northstar's own, or somebody else's that it is the guest of: then it is opened for reading alone,
// nothing beside it is made where that can be helped, and nothing that it holds is trusted.
// Threads: a Database and all that was made of it are for one thread at a time, and may be handed
// to another. Processes: any number may read beside one that writes; a second writer waits for the
// first, up to kBusyMs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace northstar::databases {

// Milliseconds that a writer waits for another.
inline constexpr int kBusyMs = 10'000;

// Of a guest: no value may be larger.
inline constexpr int kMostGuestBytes = 128 << 20;

// Which file an error is about, and who made it.
struct SqliteFile {
  std::string path;
  // As errors name it.
  std::string shown;
  bool guest = false;
};

enum class ValueKind { kNull, kInteger, kReal, kText, kBytes };

// A statement with its parameters, on the way through its rows. The database must outlive it.
class Statement {
 public:
  // Positions count from 1, as in ?1. The first that fails is the error of the next Step.
  Statement& Bind(int position, int64_t value);
  Statement& BindReal(int position, double value);
  Statement& Bind(int position, std::string_view value);

  // True: at a row; false: there are no more.
  Result<bool> Step();
  // A statement that gives no rows, or whose first row is of no interest.
  Status Run();
  // Of the row, columns from 0. REQUIRES: Step gave true. 0 and the empty text for null.
  int64_t Integer(int column) const;
  std::string Text(int column) const;
  // As it is stored, whatever the column was declared as.
  ValueKind Kind(int column) const;
  double Real(int column) const;
  // Of texts and bytes; until the next Step.
  std::string_view Bytes(int column) const;

  // Of the statement, at any time. The declared type is empty where there is none.
  int Columns() const;
  std::string Name(int column) const;
  std::string DeclaredType(int column) const;
  // How many ?1, ?2, … it has.
  int Parameters() const;
  // It changes nothing, gives rows, and does not only explain how.
  bool IsQuery() const;
  // Its text, without the semicolon.
  std::string Sql() const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3_stmt* statement, SqliteFile file)
      : statement_(statement), file_(std::move(file)) {}
  void Keep(int code);

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  SqliteFile file_;
  int bound_ = 0;  // result code of the binding that failed first
};

// How a file is opened. Reading never makes one, and works in a folder that cannot be written.
enum class Access { kReading, kWriting };

class Database {
 public:
  // kWriting makes a file that is not there, readable and writable by its owner alone, which then
  // holds for the files that SQLite puts beside it; the folder must exist.
  static Result<Database> Open(const std::string& path, Access access);

  // Somebody else's file, `shown` in errors. A write-ahead log is read with it; without one, a file
  // that uses one is read as it is, since SQLite would leave a log behind (CheckUnchanged).
  static Result<Database> OpenAsGuest(const std::string& path, const std::string& shown);

  // REQUIRES, for the next three: a guest. From now on statements may only read tables and call
  // functions: no ATTACH, no pragma, no other file, no code from libraries.
  Status OnlyRead();
  // Looked at every few thousand steps of SQLite; true ends the statement with an error.
  void StopWhen(std::function<bool()> stop);
  // kData where another program may have changed what was read meanwhile. Only looks where SQLite
  // does not see to that itself.
  Status CheckUnchanged() const;
  // As Prepare; kUsage where there is not exactly one statement.
  Result<Statement> PrepareOnly(std::string_view sql);

  const std::string& path() const { return file_.path; }
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
  // Size, time of change in ns and inode.
  struct Stamp {
    int64_t size = 0, mtime_ns = 0, inode = 0;
    bool operator==(const Stamp&) const = default;
  };
  static Stamp StampOf(const std::string& path);

  Database(sqlite3* database, SqliteFile file) : database_(database), file_(std::move(file)) {}
  static Result<Database> Connect(const std::string& name, int flags, const SqliteFile& file);
  Status CopyInto(Database& copy);

  // Of the open connection, so it goes after it.
  std::unique_ptr<std::function<bool()>> stop_;
  std::unique_ptr<sqlite3, Close> database_;
  SqliteFile file_;
  std::optional<Stamp> read_alone_;  // as it was; nullopt: SQLite sees to changes itself
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

}  // namespace northstar::databases
