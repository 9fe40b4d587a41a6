#include "store/alerts.h"

#include <algorithm>

#include "sql/sqlite/alerts_sql.h"

namespace northstar::store {
namespace {

namespace statement = sql::sqlite;

Result<std::vector<StoredAlert>> States(Database& database) {
  NS_ASSIGN(Statement asked, database.Prepare(statement::AllAlerts()));
  std::vector<StoredAlert> alerts;
  while (true) {
    NS_ASSIGN(const bool row, asked.Step());
    if (!row) return alerts;
    StoredAlert alert{asked.Text(0), asked.Text(1), asked.Text(2), asked.Text(3), asked.Text(5)};
    alert.failed = static_cast<int>(asked.Integer(4));
    alert.told = asked.Integer(6) != 0;
    alert.told_us = asked.Integer(7);
    alert.told_critical = asked.Integer(8) != 0;
    alert.static_said = asked.Integer(9) != 0;
    alerts.push_back(std::move(alert));
  }
}

Result<std::vector<Mute>> Mutes(Database& database, int64_t now_us) {
  NS_ASSIGN(Statement asked, database.Prepare(statement::ActiveMutes()));
  asked.Bind(1, now_us);
  std::vector<Mute> mutes;
  while (true) {
    NS_ASSIGN(const bool row, asked.Step());
    if (!row) return mutes;
    Mute mute{asked.Text(0), asked.Text(1), asked.Integer(2),
              asked.Text(3), asked.Text(4), asked.Integer(5)};
    std::erase_if(mutes, [&](const Mute& one) {
      return one.check == mute.check && one.subject == mute.subject;
    });
    mutes.push_back(std::move(mute));
  }
}

Status PutState(Database& database, const StoredAlert& alert) {
  NS_ASSIGN(Statement put, database.Prepare(statement::PutAlert()));
  put.Bind(1, alert.check)
      .Bind(2, alert.subject)
      .Bind(3, alert.status)
      .Bind(4, alert.since)
      .Bind(5, static_cast<int64_t>(alert.failed))
      .Bind(6, alert.failed_period)
      .Bind(7, static_cast<int64_t>(alert.told))
      .Bind(8, alert.told_us)
      .Bind(9, static_cast<int64_t>(alert.told_critical))
      .Bind(10, static_cast<int64_t>(alert.static_said));
  return put.Run();
}

Status PutChange(Database& database, const StoredChange& change) {
  NS_ASSIGN(Statement insert, database.Prepare(statement::InsertAlertChange()));
  insert.Bind(1, change.at_us)
      .Bind(2, change.check)
      .Bind(3, change.subject)
      .Bind(4, change.was)
      .Bind(5, change.became)
      .Bind(6, change.period)
      .Bind(7, change.reason);
  return insert.Run();
}

Status EndIn(Database& database, const std::string& check, const std::string& subject,
             int64_t now_us) {
  NS_ASSIGN(Statement end, database.Prepare(statement::EndMutes()));
  end.Bind(1, check).Bind(2, subject).Bind(3, now_us);
  return end.Run();
}

}  // namespace

Result<AlertMemory> ReadAlerts(Database& database, int64_t now_us) {
  AlertMemory memory;
  NS_ASSIGN(memory.alerts, States(database));
  NS_ASSIGN(memory.mutes, Mutes(database, now_us));
  NS_ASSIGN(Statement last, database.Prepare(statement::LastLook()));
  NS_ASSIGN(const bool looked, last.Step());
  if (looked) memory.last_look_us = last.Integer(0);
  NS_ASSIGN(const int64_t telling, database.Number(statement::CountTellingLooks()));
  memory.told_before = telling > 0;
  return memory;
}

Result<AlertMemory> ReadAlerts(const Project& project, int64_t now_us) {
  NS_ASSIGN(std::optional<StateStore> store, StateStore::OpenForReading(project));
  if (!store) return AlertMemory{};
  return ReadAlerts(store->database(), now_us);
}

Result<std::vector<StoredChange>> AlertHistory(const Project& project) {
  NS_ASSIGN(std::optional<StateStore> store, StateStore::OpenForReading(project));
  std::vector<StoredChange> changes;
  if (!store) return changes;
  NS_ASSIGN(Statement asked, store->database().Prepare(statement::AllAlertChanges()));
  while (true) {
    NS_ASSIGN(const bool row, asked.Step());
    if (!row) return changes;
    changes.push_back({asked.Integer(0), asked.Text(1), asked.Text(2), asked.Text(3), asked.Text(4),
                       asked.Text(5), asked.Text(6)});
  }
}

Status WriteLook(Database& database, const StoredLook& look) {
  for (const auto& [check, subject] : look.removed) {
    NS_ASSIGN(Statement gone, database.Prepare(statement::DeleteAlert()));
    gone.Bind(1, check).Bind(2, subject);
    NS_RETURN_IF_ERROR(gone.Run());
  }
  for (const StoredAlert& alert : look.alerts) NS_RETURN_IF_ERROR(PutState(database, alert));
  for (const StoredChange& change : look.changes) NS_RETURN_IF_ERROR(PutChange(database, change));
  NS_ASSIGN(Statement insert, database.Prepare(statement::InsertLook()));
  insert.Bind(1, look.at_us)
      .Bind(2, static_cast<int64_t>(look.told))
      .Bind(3, static_cast<int64_t>(look.firing));
  return insert.Run();
}

Status WriteMute(const Project& project, const Mute& mute) {
  NS_ASSIGN(StateStore store, StateStore::OpenForWriting(project));
  Database& database = store.database();
  NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
  NS_RETURN_IF_ERROR(EndIn(database, mute.check, mute.subject, mute.made_us));
  NS_ASSIGN(Statement insert, database.Prepare(statement::InsertMute()));
  insert.Bind(1, mute.check)
      .Bind(2, mute.subject)
      .Bind(3, mute.until_us)
      .Bind(4, mute.by)
      .Bind(5, mute.why)
      .Bind(6, mute.made_us);
  NS_RETURN_IF_ERROR(insert.Run());
  return transaction.Commit();
}

Status EndMute(const Project& project, const std::string& check, const std::string& subject,
               int64_t now_us) {
  NS_ASSIGN(StateStore store, StateStore::OpenForWriting(project));
  NS_ASSIGN(Transaction transaction, Transaction::Begin(store.database()));
  NS_RETURN_IF_ERROR(EndIn(store.database(), check, subject, now_us));
  return transaction.Commit();
}

}  // namespace northstar::store
