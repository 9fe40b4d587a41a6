// Where a database is, as a project names it, and how that is told without saying who is let in:
//
//   postgresql://user@host:5432/name   (or postgres://) what libpq reads
//   sqlite:path                        a file; also a plain path, where the file is one of SQLite
//
// What is shown is host, port and name of the database, never a user or a password. It leaves out
// `${…}`, which is put in before an address is read, and whether the database answers. Pure, but
// for ReadAddress, which looks for files. Thread safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace northstar::databases {

enum class DatabaseKind { kPostgres, kSqlite };

struct Address {
  DatabaseKind kind = DatabaseKind::kPostgres;
  // What the library is given: the address as written, or the absolute path of the file. Holds
  // secrets: never print it.
  std::string connection;
  // For people: "postgresql://db.example.com:5432/shop", or the path as written.
  std::string shown;
};

// Whether a text is meant as the address of a database, by how it begins.
bool IsAddress(std::string_view text);
// By its first bytes; false where it cannot be read. It closes the file, which ends the locks that
// this process holds on it: not beside a copy of the same file.
bool IsSqliteFile(const std::string& path);

// Paths are relative to `folder`. kUsage where it is no address or cannot be read as one, which
// includes user names and passwords with "@", "/" or "?" that are not percent-encoded; kData where
// the file of SQLite is not there or is another kind of file. No message repeats the text.
Result<Address> ReadAddress(const std::string& text, const std::string& folder);

// As Address::shown, of any text, also one that ReadAddress refuses: then only what kind it is, and
// of what may hold a password nothing.
std::string Shown(const std::string& text);

// What a library or a server said, on one line, with passwords and user names of the address
// replaced by "…", as written and decoded; so are others that stand in an address or after
// "password=" or "user". REQUIRES: of kPostgres.
std::string WithoutUserInfo(std::string message, const Address& address);

}  // namespace northstar::databases
