// The store: what a project remembers between runs and no file of it says, in .northstar/state.db.
// It belongs to one machine and is not part of the project: deleting it loses what
// docs/governing.md lists, and nothing else. It leaves out events, which are the warehouse's.
// A store is for one thread at a time; several processes may have the same one open (sqlite.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "databases/sqlite.h"
#include "model/project.h"

namespace northstar::store {

using databases::Access, databases::Database, databases::Statement, databases::Transaction;

class StateStore {
 public:
  // "….northstar/state.db" in the project's folder; absolute.
  static std::string PathOf(const Project& project);

  // Makes it where it is missing, for its owner alone (mode 0600), and brings it up to date. kData
  // where that cannot be: a folder that cannot be written, a damaged file, a newer version.
  static Result<StateStore> OpenForWriting(const Project& project);
  // None where nothing was stored yet. Works in a folder that cannot be written, unless the store
  // must be brought up to date first. Errors as above.
  static Result<std::optional<StateStore>> OpenForReading(const Project& project);

  Database& database() { return database_; }

 private:
  explicit StateStore(Database database) : database_(std::move(database)) {}

  Database database_;
};

// What there is to know of a store, for people who look for a fault.
struct StoreFacts {
  bool there = false;
  // Permissions of the file: 0600.
  unsigned mode = 0;
  int64_t version = 0;
};
// Reads all of it, unlike opening: O(size). kData as of OpenForReading, and where SQLite finds its
// pages damaged.
Result<StoreFacts> ExamineStore(const Project& project);

}  // namespace northstar::store
