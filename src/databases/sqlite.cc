#include "databases/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include "base/text.h"
#include "sql/sqlite/session_sql.h"

namespace northstar::databases {
namespace {

namespace fs = std::filesystem;
namespace statement = sql::sqlite;

constexpr std::string_view kDamagedHint =
    "move the file away, and northstar makes a new one; a copy beside it, if there is one, may be "
    "moved into its place";

// Of somebody else's file there is less that can be wrong, and nothing that northstar may mend.
Error GuestErrorOf(int code, std::string_view reason, const std::string& shown) {
  // Within functions and tables it is an error like others.
  if (reason.starts_with("not authorized")) code = SQLITE_AUTH;
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error::Data(fmt::format("'{}' is being written by another program", shown),
                         "wait until that is done, then run it again");
    case SQLITE_READONLY:
      return Error::Data(fmt::format("'{}' holds a change that was not finished", shown),
                         "open it once with the program that writes it, then run this again");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_IOERR:
      return Error::Data(fmt::format("cannot read '{}': {}", shown, reason),
                         "may you read this file and its folder?");
    case SQLITE_NOTADB:
      return Error::Data(fmt::format("'{}' is not a database of SQLite", shown),
                         "is it encrypted, or another kind of file?");
    case SQLITE_CORRUPT:
      return Error::Data(fmt::format("'{}' is damaged: {}", shown, reason),
                         "make a new copy of it, or repair it with sqlite3's .recover");
    case SQLITE_AUTH:
      return Error::Usage(fmt::format("'{}' is only read, and this does more: {}", shown, reason),
                          "keep one SELECT of its tables");
    case SQLITE_TOOBIG:
      return Error::Data(
          fmt::format("a value in '{}' is larger than {}", shown, HumanBytes(kMostGuestBytes)),
          "leave its column out in a query");
    default:
      return Error::Data(fmt::format("'{}' cannot answer: {}", shown, reason));
  }
}

// The low byte is what went wrong, the others are where.
Error OwnErrorOf(int code, std::string_view reason, const std::string& path) {
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

Error ErrorOf(int code, std::string_view reason, const SqliteFile& file) {
  return file.guest ? GuestErrorOf(code, reason, file.shown) : OwnErrorOf(code, reason, file.shown);
}

Error ErrorOf(sqlite3* database, int code, const SqliteFile& file) {
  // The message of the connection is of its last call, which may have succeeded since.
  const bool latest = database != nullptr && (sqlite3_errcode(database) & 0xff) == (code & 0xff);
  return ErrorOf(code, latest ? sqlite3_errmsg(database) : sqlite3_errstr(code), file);
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

SqliteFile OwnFile(const std::string& path) {
  return {path, path, /*guest=*/false};
}

// What the header of the file says (https://www.sqlite.org/fileformat2.html, offset 18), read
// through the connection: to open and close the file here would end the locks of others.
bool UsesLog(sqlite3* database) {
  std::array<char, 20> header{};
  sqlite3_file* file = nullptr;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  return file != nullptr && file->pMethods != nullptr &&
         file->pMethods->xRead(file, header.data(), header.size(), 0) == SQLITE_OK &&
         header[18] == 2;
}

// Called by SQLite while it prepares.
int AllowReading(void* /*context*/, int action, const char* first, const char* second,
                 const char* /*database*/, const char* /*trigger*/) {
  const std::string_view name = second == nullptr ? "" : second;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return name == "load_extension" || name == "fts3_tokenizer" ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:
      // Full-text tables look by it whether they were changed.
      return std::string_view(first) == "data_version" && second == nullptr ? SQLITE_OK
                                                                            : SQLITE_DENY;
    case SQLITE_UPDATE:
      // Asked when a virtual table says which columns it has; nothing can be written to that table.
      return std::string_view(first) == "sqlite_master" ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
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

Statement& Statement::BindReal(int position, double value) {
  Keep(sqlite3_bind_double(statement_.get(), position, value));
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
  return ErrorOf(sqlite3_db_handle(statement_.get()), code, file_);
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

ValueKind Statement::Kind(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER:
      return ValueKind::kInteger;
    case SQLITE_FLOAT:
      return ValueKind::kReal;
    case SQLITE_TEXT:
      return ValueKind::kText;
    case SQLITE_BLOB:
      return ValueKind::kBytes;
    default:
      return ValueKind::kNull;
  }
}

double Statement::Real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

std::string_view Statement::Bytes(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

int Statement::Columns() const {
  return sqlite3_column_count(statement_.get());
}

std::string Statement::Name(int column) const {
  const char* name = sqlite3_column_name(statement_.get(), column);
  return name == nullptr ? "" : name;
}

std::string Statement::DeclaredType(int column) const {
  const char* type = sqlite3_column_decltype(statement_.get(), column);
  return type == nullptr ? "" : type;
}

int Statement::Parameters() const {
  return sqlite3_bind_parameter_count(statement_.get());
}

bool Statement::IsQuery() const {
  return Columns() > 0 && sqlite3_stmt_readonly(statement_.get()) != 0 &&
         sqlite3_stmt_isexplain(statement_.get()) == 0;
}

std::string Statement::Sql() const {
  std::string sql = sqlite3_sql(statement_.get());
  if (sql.ends_with(';')) sql.pop_back();
  return sql;
}

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Result<Database> Database::Connect(const std::string& name, int flags, const SqliteFile& file) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, /*zVfs=*/nullptr);
  Database database(handle, file);
  if (code != SQLITE_OK) return ErrorOf(handle, code, file);
  sqlite3_extended_result_codes(handle, 1);
  if (const int set = sqlite3_busy_timeout(handle, kBusyMs); set != SQLITE_OK)
    return ErrorOf(handle, set, file);
  return database;
}

Result<Database> Database::Open(const std::string& path, Access access) {
  const SqliteFile file = OwnFile(path);
  if (access == Access::kReading && MustBeReadAlone(path)) {
    return Connect(UnchangingUri(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, file);
  }
  if (access == Access::kWriting) NS_RETURN_IF_ERROR(MakeFile(path));
  // A file that this process may not write is opened for reading in its place.
  NS_ASSIGN(Database database, Connect(path, SQLITE_OPEN_READWRITE, file));
  NS_RETURN_IF_ERROR(database.Run(access == Access::kReading ? statement::ReadOnly()
                                                             : statement::CheckForeignKeys()));
  return database;
}

Database::Stamp Database::StampOf(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return {};
  return {found.st_size, found.st_mtim.tv_sec * 1'000'000'000 + found.st_mtim.tv_nsec,
          static_cast<int64_t>(found.st_ino)};
}

Result<Database> Database::OpenAsGuest(const std::string& path, const std::string& shown) {
  const SqliteFile file{path, shown, /*guest=*/true};
  std::error_code ignored;
  const Stamp before = StampOf(path);
  NS_ASSIGN(Database database, Connect(path, SQLITE_OPEN_READONLY, file));
  if (MustBeReadAlone(path) ||
      (UsesLog(database.database_.get()) && !fs::exists(path + "-wal", ignored))) {
    NS_ASSIGN(Database alone,
              Connect(UnchangingUri(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, file));
    database = std::move(alone);
    database.read_alone_ = before;
  }
  sqlite3* handle = database.database_.get();
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMostGuestBytes);
  for (const auto& [option, on] :
       {std::pair(SQLITE_DBCONFIG_DEFENSIVE, 1), std::pair(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
        std::pair(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
        std::pair(SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0)}) {
    if (const int set = sqlite3_db_config(handle, option, on, nullptr); set != SQLITE_OK) {
      return ErrorOf(handle, set, file);
    }
  }
  NS_RETURN_IF_ERROR(database.Run(statement::ReadOnly()));
  return database;
}

Status Database::OnlyRead() {
  const int code = sqlite3_set_authorizer(database_.get(), AllowReading, nullptr);
  return code == SQLITE_OK ? Status::Ok() : Status(ErrorOf(database_.get(), code, file_));
}

void Database::StopWhen(std::function<bool()> stop) {
  constexpr int kSteps = 4'000;
  stop_ = std::make_unique<std::function<bool()>>(std::move(stop));
  sqlite3_progress_handler(
      database_.get(), kSteps,
      [](void* asked) { return (*static_cast<std::function<bool()>*>(asked))() ? 1 : 0; },
      stop_.get());
}

Status Database::CheckUnchanged() const {
  if (!read_alone_) return Status::Ok();
  std::error_code ignored;
  if (*read_alone_ == StampOf(file_.path) && !fs::exists(file_.path + "-journal", ignored)) {
    return Status::Ok();
  }
  return Error::Data(fmt::format("'{}' was changed while it was read", file_.shown),
                     "run it again");
}

Result<Statement> Database::Prepare(std::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      &prepared, /*pzTail=*/nullptr);
  if (code != SQLITE_OK) return ErrorOf(database_.get(), code, file_);
  return Statement(prepared, file_);
}

Result<Statement> Database::PrepareOnly(std::string_view sql) {
  std::optional<Statement> only;
  while (!sql.empty()) {
    sqlite3_stmt* prepared = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                        &prepared, &tail);
    // What cannot be read after a first statement is too much as well.
    if (code != SQLITE_OK && !only) return ErrorOf(database_.get(), code, file_);
    Statement next(prepared, file_);
    if (only && (code != SQLITE_OK || prepared != nullptr)) {
      return Error::Usage("the query is more than one statement", "keep one SELECT or WITH");
    }
    if (prepared != nullptr) only = std::move(next);
    sql.remove_prefix(static_cast<size_t>(tail - sql.data()));
  }
  if (!only) return Error::Usage("the query is empty", "write one SELECT");
  return std::move(*only);
}

Status Database::Run(std::string_view sql) {
  const int code =
      sqlite3_exec(database_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return ErrorOf(database_.get(), code, file_);
  return Status::Ok();
}

Result<int64_t> Database::Number(std::string_view sql) {
  NS_ASSIGN(Statement asked, Prepare(sql));
  NS_ASSIGN(const bool row, asked.Step());
  if (!row) return ErrorOf(SQLITE_CORRUPT, "a value is missing", file_);
  return asked.Integer(0);
}

Result<std::string> Database::Word(std::string_view sql) {
  NS_ASSIGN(Statement asked, Prepare(sql));
  NS_ASSIGN(const bool row, asked.Step());
  if (!row) return ErrorOf(SQLITE_CORRUPT, "a value is missing", file_);
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
      return ErrorOf(SQLITE_IOERR, "this disk cannot hold a write-ahead log", file_);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

Status Database::CopyInto(Database& copy) {
  sqlite3_backup* backup =
      sqlite3_backup_init(copy.database_.get(), "main", database_.get(), "main");
  if (backup == nullptr) {
    return ErrorOf(copy.database_.get(), sqlite3_errcode(copy.database_.get()), copy.file_);
  }
  constexpr int kAllPages = -1;
  const int code = sqlite3_backup_step(backup, kAllPages);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) return ErrorOf(copy.database_.get(), code, copy.file_);
  return Status::Ok();
}

Status Database::CopyTo(const std::string& path) {
  const std::string part = path + ".part";
  std::error_code error;
  fs::remove(part, error);  // of a run that was ended
  Status copied = [&]() -> Status {
    NS_RETURN_IF_ERROR(MakeFile(part));
    NS_ASSIGN(Database copy, Connect(part, SQLITE_OPEN_READWRITE, OwnFile(part)));
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

}  // namespace northstar::databases
