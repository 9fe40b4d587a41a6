#include "store/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include "sql/sqlite/session_sql.h"

namespace northstar::store {
namespace {

namespace fs = std::filesystem;
namespace statement = sql::sqlite;

constexpr std::string_view kDamagedHint =
    "move the file away, and northstar makes a new one; a copy beside it, if there is one, may be "
    "moved into its place";

// The low byte is what went wrong, the others are where.
Error ErrorOf(int code, std::string_view reason, const std::string& path) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return Error::Data(fmt::format("the disk that holds '{}' is full", path),
                         "make room, then run it again; nothing was changed");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error::Data(fmt::format("'{}' is in use by another process", path),
                         "wait until that is done, then run it again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return Error::Data(fmt::format("cannot write '{}': {}", path, reason),
                         "may you write this file and its folder?");
    case SQLITE_CANTOPEN:
      return Error::Data(fmt::format("cannot open '{}': {}", path, reason),
                         "may you read and write this file and its folder?");
    case SQLITE_NOTADB:
      return Error::Data(fmt::format("'{}' is not a database", path), std::string(kDamagedHint));
    case SQLITE_CORRUPT:
      return Error::Data(fmt::format("'{}' is damaged: {}", path, reason),
                         std::string(kDamagedHint));
    case SQLITE_IOERR:
      return Error::Data(fmt::format("cannot read or write '{}': {}", path, reason),
                         "is the disk sound, and still there?");
    default:
      return Error::Data(fmt::format("'{}': {}", path, reason));
  }
}

Error ErrorOf(sqlite3* database, int code, const std::string& path) {
  // The message of the connection is of its last call, which may have succeeded since.
  const bool latest = database != nullptr && (sqlite3_errcode(database) & 0xff) == (code & 0xff);
  return ErrorOf(code, latest ? sqlite3_errmsg(database) : sqlite3_errstr(code), path);
}

// SQLite would give a new file the rights of the process's mask. Nothing is opened here: to close a
// file ends all locks on it that this process holds, those of other connections included.
Status MakeFile(const std::string& path) {
  if (mknod(path.c_str(), S_IFREG | 0600, 0) == 0 || errno == EEXIST) return Status::Ok();
  return Error::Data(fmt::format("cannot write '{}': {}", path, std::strerror(errno)),
                     "may you write this file and its folder?");
}

// In a folder that cannot be written SQLite has no place for the index of the log. Without a log
// the file alone is everything, and is read as one that does not change.
bool MustBeReadAlone(const std::string& path) {
  std::error_code ignored;
  if (access(fs::path(path).parent_path().c_str(), W_OK) == 0) return false;
  const auto log = fs::file_size(path + "-wal", ignored);
  return ignored || log == 0;
}

std::string UnchangingUri(const std::string& path) {
  std::string out = "file:";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) || std::strchr("/._-~", c) != nullptr;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out + "?immutable=1";
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);  // repeats the error of the last step, which was told then
}

void Statement::Keep(int code) {
  if (bound_ == SQLITE_OK) bound_ = code;
}

Statement& Statement::Bind(int position, int64_t value) {
  Keep(sqlite3_bind_int64(statement_.get(), position, value));
  return *this;
}

Statement& Statement::Bind(int position, std::string_view value) {
  // A null pointer would be bound as null, not as the empty text.
  const char* bytes = value.data() == nullptr ? "" : value.data();
  Keep(sqlite3_bind_text64(statement_.get(), position, bytes, value.size(), SQLITE_TRANSIENT,
                           SQLITE_UTF8));
  return *this;
}

Status Statement::Run() {
  NS_ASSIGN([[maybe_unused]] const bool row, Step());
  return Status::Ok();
}

Result<bool> Statement::Step() {
  const int code = bound_ != SQLITE_OK ? bound_ : sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* database = sqlite3_db_handle(statement_.get());
  return ErrorOf(database, code, sqlite3_db_filename(database, "main"));
}

int64_t Statement::Integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::Text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  if (text == nullptr) return {};
  const auto bytes = static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column));
  return {reinterpret_cast<const char*>(text), bytes};
}

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Result<Database> Database::Connect(const std::string& name, int flags, const std::string& path) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, /*zVfs=*/nullptr);
  Database database(handle, path);
  if (code != SQLITE_OK) return ErrorOf(handle, code, path);
  sqlite3_extended_result_codes(handle, 1);
  if (const int set = sqlite3_busy_timeout(handle, kBusyMs); set != SQLITE_OK)
    return ErrorOf(handle, set, path);
  return database;
}

Result<Database> Database::Open(const std::string& path, Access access) {
  if (access == Access::kReading && MustBeReadAlone(path)) {
    return Connect(UnchangingUri(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, path);
  }
  if (access == Access::kWriting) NS_RETURN_IF_ERROR(MakeFile(path));
  // A file that this process may not write is opened for reading in its place.
  NS_ASSIGN(Database database, Connect(path, SQLITE_OPEN_READWRITE, path));
  NS_RETURN_IF_ERROR(database.Run(access == Access::kReading ? statement::ReadOnly()
                                                             : statement::CheckForeignKeys()));
  return database;
}

Result<Statement> Database::Prepare(std::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      &prepared, /*pzTail=*/nullptr);
  if (code != SQLITE_OK) return ErrorOf(database_.get(), code, path_);
  return Statement(prepared);
}

Status Database::Run(std::string_view sql) {
  const int code =
      sqlite3_exec(database_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return ErrorOf(database_.get(), code, path_);
  return Status::Ok();
}

Result<int64_t> Database::Number(std::string_view sql) {
  NS_ASSIGN(Statement asked, Prepare(sql));
  NS_ASSIGN(const bool row, asked.Step());
  if (!row) return ErrorOf(SQLITE_CORRUPT, "a value is missing", path_);
  return asked.Integer(0);
}

Result<std::string> Database::Word(std::string_view sql) {
  NS_ASSIGN(Statement asked, Prepare(sql));
  NS_ASSIGN(const bool row, asked.Step());
  if (!row) return ErrorOf(SQLITE_CORRUPT, "a value is missing", path_);
  return asked.Text(0);
}

// SQLite does not wait here for another process, which may be about to do the same.
Status Database::UseWriteAheadLog() {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kBusyMs);
  while (true) {
    NS_ASSIGN(const std::string now, Word(statement::JournalMode()));
    if (now == "wal") return Status::Ok();
    const auto mode = Word(statement::UseWriteAheadLog());
    if (mode.ok() && *mode == "wal") return Status::Ok();
    if (std::chrono::steady_clock::now() >= end) {
      if (!mode.ok()) return mode.error();
      return ErrorOf(SQLITE_IOERR, "this disk cannot hold a write-ahead log", path_);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

Status Database::CopyInto(Database& copy) {
  sqlite3_backup* backup =
      sqlite3_backup_init(copy.database_.get(), "main", database_.get(), "main");
  if (backup == nullptr) {
    return ErrorOf(copy.database_.get(), sqlite3_errcode(copy.database_.get()), copy.path_);
  }
  constexpr int kAllPages = -1;
  const int code = sqlite3_backup_step(backup, kAllPages);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) return ErrorOf(copy.database_.get(), code, copy.path_);
  return Status::Ok();
}

Status Database::CopyTo(const std::string& path) {
  const std::string part = path + ".part";
  std::error_code error;
  fs::remove(part, error);  // of a run that was ended
  Status copied = [&]() -> Status {
    NS_RETURN_IF_ERROR(MakeFile(part));
    NS_ASSIGN(Database copy, Connect(part, SQLITE_OPEN_READWRITE, part));
    return CopyInto(copy);
  }();
  if (copied.ok()) {
    fs::rename(part, path, error);
    if (!error) return Status::Ok();
    copied = Error::Data(fmt::format("cannot write '{}': {}", path, error.message()),
                         "may you write this file and its folder?");
  }
  fs::remove(part, error);
  return copied;
}

Result<Transaction> Transaction::Begin(Database& database) {
  NS_RETURN_IF_ERROR(database.Run(statement::Begin()));
  return Transaction(database);
}

Status Transaction::Commit() {
  NS_RETURN_IF_ERROR(database_->Run(statement::Commit()));
  database_ = nullptr;
  return Status::Ok();
}

Transaction::~Transaction() {
  // What failed so badly that SQLite undid it itself leaves nothing to undo.
  if (database_ != nullptr) static_cast<void>(database_->Run(statement::Rollback()));
}

}  // namespace northstar::store
