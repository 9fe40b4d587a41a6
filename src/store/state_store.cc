#include "store/state_store.h"

#include <fmt/format.h>

#include <filesystem>

#include "sql/sqlite/session_sql.h"
#include "store/migrations.h"

namespace northstar::store {
namespace {

namespace fs = std::filesystem;

// A folder that cannot be looked into is no reason to take the store for missing.
bool IsThere(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error) || error;
}

}  // namespace

std::string StateStore::PathOf(const Project& project) {
  return (fs::path(project.root) / ".northstar" / "state.db").string();
}

Result<StateStore> StateStore::OpenForWriting(const Project& project) {
  const fs::path path = PathOf(project);
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) {
    return Error::Data(fmt::format("cannot make the folder '{}': {}", path.parent_path().string(),
                                   error.message()),
                       "may you write the project's folder?");
  }
  NS_ASSIGN(Database database, Database::Open(path.string(), Access::kWriting));
  NS_RETURN_IF_ERROR(CheckVersion(database, Migrations()));
  NS_RETURN_IF_ERROR(database.UseWriteAheadLog());
  NS_RETURN_IF_ERROR(Migrate(database, Migrations()));
  return StateStore(std::move(database));
}

Result<std::optional<StateStore>> StateStore::OpenForReading(const Project& project) {
  const std::string path = PathOf(project);
  if (!IsThere(path)) return std::optional<StateStore>();
  NS_ASSIGN(Database database, Database::Open(path, Access::kReading));
  NS_RETURN_IF_ERROR(CheckVersion(database, Migrations()));
  NS_ASSIGN(const int64_t version, VersionOf(database));
  if (version == 0) return std::optional<StateStore>();
  if (version == static_cast<int64_t>(Migrations().size()))
    return std::optional(StateStore(std::move(database)));
  NS_ASSIGN(StateStore current, OpenForWriting(project));
  return std::optional(std::move(current));
}

Result<StoreFacts> ExamineStore(const Project& project) {
  const std::string path = StateStore::PathOf(project);
  if (!IsThere(path)) return StoreFacts{};
  StoreFacts facts{.there = true};
  std::error_code error;
  facts.mode = static_cast<unsigned>(fs::status(path, error).permissions() & fs::perms::mask);
  NS_ASSIGN(Database database, Database::Open(path, Access::kReading));
  NS_RETURN_IF_ERROR(CheckVersion(database, Migrations()));
  NS_ASSIGN(facts.version, VersionOf(database));
  NS_ASSIGN(const std::string found, database.Word(sql::sqlite::QuickCheck()));
  if (found == "ok") return facts;
  return Error::Data(fmt::format("'{}' is damaged: {}", path, found),
                     "move the file away, and northstar makes a new one");
}

}  // namespace northstar::store
