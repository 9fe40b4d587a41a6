#include "store/migrations.h"

#include <fmt/format.h>

#include <array>

#include "sql/sqlite/alerts_sql.h"
#include "sql/sqlite/definitions_sql.h"
#include "sql/sqlite/outbox_sql.h"
#include "sql/sqlite/session_sql.h"
#include "sql/sqlite/survey_sql.h"
#include "sql/sqlite/tokens_sql.h"

namespace northstar::store {
namespace {

namespace statement = sql::sqlite;

// Through a connection of its own: that of the transaction may not be copied while it writes.
Status BackUp(const Database& database, int64_t next) {
  NS_ASSIGN(Database committed, Database::Open(database.path(), Access::kReading));
  return committed.CopyTo(fmt::format("{}.before-{}", database.path(), next));
}

// The next step, unless another process has done the last one meanwhile.
Status Advance(Database& database, std::span<const std::string_view> steps, bool copy) {
  NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
  NS_RETURN_IF_ERROR(CheckVersion(database, steps));
  NS_ASSIGN(const int64_t version, VersionOf(database));
  if (version == static_cast<int64_t>(steps.size())) return Status::Ok();
  const int64_t next = version + 1;
  if (copy) NS_RETURN_IF_ERROR(BackUp(database, next));
  NS_RETURN_IF_ERROR(database.Run(steps[static_cast<size_t>(version)]));
  NS_RETURN_IF_ERROR(database.Run(statement::SetApplication(kApplication)));
  NS_RETURN_IF_ERROR(database.Run(statement::SetVersion(next)));
  return transaction.Commit();
}

}  // namespace

std::span<const std::string_view> Migrations() {
  static const std::array kSteps = {statement::CreateDefinitions(),
                                    statement::CreateAlerts(),
                                    statement::CreateOutbox(),
                                    statement::CreateSurveys(),
                                    statement::AddWrittenToDefinitions(),
                                    statement::CreateTokens(),
                                    statement::AddRateToTokens()};
  return kSteps;
}

Result<int64_t> VersionOf(Database& database) {
  return database.Number(statement::Version());
}

Status CheckVersion(Database& database, std::span<const std::string_view> steps) {
  // Another process may be making it meanwhile: the mark is read last, so that whatever is seen of
  // a step is seen together with the mark that the step set.
  NS_ASSIGN(const int64_t tables, database.Number(statement::CountTables()));
  NS_ASSIGN(const int64_t version, VersionOf(database));
  NS_ASSIGN(const int64_t application, database.Number(statement::Application()));
  const bool empty = version == 0 && application == 0 && tables == 0;
  if (!empty && application != kApplication) {
    return Error::Data(fmt::format("'{}' is a database of another program", database.path()),
                       "move it away, and northstar makes one of its own");
  }
  if (version > static_cast<int64_t>(steps.size())) {
    return Error::Data(
        fmt::format("'{}' was made by a newer northstar (version {} of the store; this one knows "
                    "{})",
                    database.path(), version, steps.size()),
        "install that version; this one leaves the file as it is");
  }
  return Status::Ok();
}

Status Migrate(Database& database, std::span<const std::string_view> steps) {
  NS_RETURN_IF_ERROR(CheckVersion(database, steps));
  NS_ASSIGN(int64_t version, VersionOf(database));
  const bool is_new = version == 0;
  while (version != static_cast<int64_t>(steps.size())) {
    NS_RETURN_IF_ERROR(Advance(database, steps, !is_new));
    NS_RETURN_IF_ERROR(CheckVersion(database, steps));
    NS_ASSIGN(version, VersionOf(database));
  }
  return Status::Ok();
}

}  // namespace northstar::store
