// What is asked of a database, whichever it is, and what is told of its answer: rows in a file of
// CSV, and the tables that there are. Plain values.
//
// The file: UTF-8, a header, commas, double quotes, lines end with "\n". An empty cell without
// quotes is null, one of two quotes is the empty text. Instants with a zone are written in UTC with
// "+00", booleans as true and false, amounts of money as plain numbers, bytes as "\x" and hex.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace northstar::databases {

// Exactly one of the two.
struct Question {
  // "orders" or "sales.orders", with capitals as the database has them. A name with a dot is
  // quoted:
  // "\"a.b\"".
  std::string table = {};
  // One SELECT or WITH; a semicolon and comments may follow.
  std::string query = {};
};

// Reads what is new: rows whose cursor is at or after `from` less `overlap`. Rows without a cursor
// are always read, so that none is lost.
struct Cursor {
  // A column of numbers or of times (in SQLite also texts that are times), by its exact name.
  std::string column;
  // As CopiedRows::cursor of an earlier copy; nullopt reads everything.
  std::optional<std::string> from = std::nullopt;
  // Of times alone: how long a row may take from its time to its commit. Numbers have none, so a
  // number that is given before another and committed after it may be missed.
  std::chrono::seconds overlap = std::chrono::hours(1);
};

inline constexpr int64_t kPartBytes = 1 << 20;

struct CopyOptions {
  std::optional<Cursor> cursor = std::nullopt;
  // Names that must be among the columns; an error says which is gone.
  std::vector<std::string> needed = {};
  // Not more rows than that, whichever they are. REQUIRES: no cursor.
  std::optional<int64_t> most_rows = std::nullopt;
  // For everything after the connection stands; and for that.
  std::chrono::milliseconds time_limit = std::chrono::minutes(10);
  std::chrono::milliseconds connect_limit = std::chrono::seconds(10);
  // Asked at least every 0.2 s; true ends the copy with an error. May be empty.
  std::function<bool()> cancelled = nullptr;
  // Told after every kPartBytes of the file, and at its end. May be empty.
  std::function<void(int64_t rows, int64_t bytes)> progress = nullptr;
};

enum class ColumnKind {
  kInteger,
  // With a fraction.
  kNumber,
  kBoolean,
  // A time with its zone, written in UTC.
  kInstant,
  // A date and an hour without a zone; a date alone.
  kLocalTime,
  kDate,
  kJson,
  kBytes,
  kText,
};

struct Column {
  std::string name;
  // As the database says: "timestamp with time zone", "VARCHAR(20)"; in SQLite it may be empty, and
  // promises nothing.
  std::string type;
  // Of PostgreSQL by the type; of SQLite by the values that were read, kText where there were none.
  ColumnKind kind = ColumnKind::kText;
  // Some cells are bytes, written as hex.
  bool hex = false;
};

struct CopiedRows {
  std::vector<Column> columns;
  int64_t rows = 0;
  // Of the file, its header included.
  int64_t bytes = 0;
  // Where the next copy begins: the largest cursor of the rows that were read, from the same
  // snapshot, but not beyond the present of the database, so that one row dated far ahead does not
  // hide those that follow, and not before `from`. Nullopt: no cursor was asked for, or no row has
  // one.
  std::optional<std::string> cursor = std::nullopt;
};

struct Table {
  // As Question::table takes it.
  std::string name;
  bool view = false;
  // An estimate of the database, which may be far off; nullopt: it has none.
  std::optional<int64_t> rows = std::nullopt;
  // kind and hex as of declared types.
  std::vector<Column> columns = {};
  // Names of its columns, in their order in the key.
  std::vector<std::string> primary_key = {};
};

}  // namespace northstar::databases
