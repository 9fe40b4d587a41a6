#include "store/outbox.h"

#include "sql/sqlite/outbox_sql.h"

namespace northstar::store {
namespace {

namespace statement = sql::sqlite;

OutboxMessage RowOf(const Statement& row) {
  OutboxMessage message;
  message.id = row.Integer(0);
  message.channel = static_cast<int>(row.Integer(1));
  message.type = row.Text(2);
  message.host = row.Text(3);
  message.receiver = row.Text(4);
  message.key = row.Text(5);
  message.body = row.Text(6);
  message.made_us = row.Integer(7);
  message.due_us = row.Integer(8);
  message.attempts = static_cast<int>(row.Integer(9));
  message.unsure = row.Integer(10) != 0;
  message.sent_us = row.Integer(11);
  message.given_up_us = row.Integer(12);
  message.problem = row.Text(13);
  return message;
}

Result<std::vector<OutboxAlert>> AlertsOf(Database& database, int64_t id) {
  NS_ASSIGN(Statement asked, database.Prepare(statement::AlertsOfMessage()));
  asked.Bind(1, id);
  std::vector<OutboxAlert> alerts;
  while (true) {
    NS_ASSIGN(const bool row, asked.Step());
    if (!row) return alerts;
    alerts.push_back({asked.Text(0), asked.Text(1), asked.Text(2)});
  }
}

Result<std::vector<OutboxMessage>> Read(Database& database, Statement asked) {
  std::vector<OutboxMessage> messages;
  while (true) {
    NS_ASSIGN(const bool row, asked.Step());
    if (!row) break;
    messages.push_back(RowOf(asked));
  }
  for (OutboxMessage& message : messages) {
    NS_ASSIGN(message.alerts, AlertsOf(database, message.id));
  }
  return messages;
}

// None: no message has this key.
Result<std::optional<OutboxMessage>> MessageOf(Database& database, const std::string& key) {
  NS_ASSIGN(Statement asked, database.Prepare(statement::MessageByKey()));
  asked.Bind(1, key);
  NS_ASSIGN(std::vector<OutboxMessage> found, Read(database, std::move(asked)));
  if (found.empty()) return std::optional<OutboxMessage>();
  return std::optional(std::move(found.front()));
}

Posted PostedOf(const std::optional<OutboxMessage>& known) {
  if (!known || known->given_up_us != 0) return Posted::kNew;
  return known->sent_us != 0 ? Posted::kSent : Posted::kWaiting;
}

// In the place of one that was given up; it may have arrived, so its key stays.
Status RenewMessage(Database& database, int64_t id, const OutboxMessage& message) {
  NS_ASSIGN(Statement renew, database.Prepare(statement::RenewMessage()));
  renew.Bind(1, id).Bind(2, message.body).Bind(3, message.made_us);
  return renew.Run();
}

}  // namespace

Result<std::vector<Posted>> PostOnce(const Project& project,
                                     const std::vector<OutboxMessage>& messages) {
  NS_ASSIGN(StateStore store, StateStore::OpenForWriting(project));
  Database& database = store.database();
  NS_ASSIGN(Transaction transaction, Transaction::Begin(database));
  std::vector<Posted> posted;
  for (const OutboxMessage& message : messages) {
    NS_ASSIGN(const std::optional<OutboxMessage> known, MessageOf(database, message.key));
    posted.push_back(PostedOf(known));
    if (posted.back() != Posted::kNew) continue;
    NS_RETURN_IF_ERROR(known ? RenewMessage(database, known->id, message)
                             : AddMessage(database, message));
  }
  NS_RETURN_IF_ERROR(transaction.Commit());
  return posted;
}

Result<std::vector<Posted>> WouldPost(const Project& project,
                                      const std::vector<OutboxMessage>& messages) {
  NS_ASSIGN(std::optional<StateStore> store, StateStore::OpenForReading(project));
  std::vector<Posted> posted(messages.size(), Posted::kNew);
  if (!store) return posted;
  for (size_t i = 0; i < messages.size(); ++i) {
    NS_ASSIGN(const std::optional<OutboxMessage> known,
              MessageOf(store->database(), messages[i].key));
    posted[i] = PostedOf(known);
  }
  return posted;
}

Status AddMessage(Database& database, const OutboxMessage& message) {
  NS_ASSIGN(Statement insert, database.Prepare(statement::InsertMessage()));
  insert.Bind(1, static_cast<int64_t>(message.channel))
      .Bind(2, message.type)
      .Bind(3, message.host)
      .Bind(4, message.receiver)
      .Bind(5, message.key)
      .Bind(6, message.body)
      .Bind(7, message.made_us);
  NS_RETURN_IF_ERROR(insert.Run());
  NS_ASSIGN(const int64_t id, database.Number(statement::LastMessage()));
  for (const OutboxAlert& alert : message.alerts) {
    NS_ASSIGN(Statement about, database.Prepare(statement::InsertMessageAlert()));
    about.Bind(1, id).Bind(2, alert.check).Bind(3, alert.subject).Bind(4, alert.event);
    NS_RETURN_IF_ERROR(about.Run());
  }
  return Status::Ok();
}

Result<std::vector<OutboxMessage>> WaitingMessages(Database& database) {
  NS_ASSIGN(Statement asked, database.Prepare(statement::WaitingMessages()));
  return Read(database, std::move(asked));
}

Status WithdrawMessage(Database& database, int64_t id) {
  NS_ASSIGN(Statement alerts, database.Prepare(statement::DeleteMessageAlerts()));
  alerts.Bind(1, id);
  NS_RETURN_IF_ERROR(alerts.Run());
  NS_ASSIGN(Statement message, database.Prepare(statement::DeleteMessage()));
  message.Bind(1, id);
  return message.Run();
}

Status BeginAttempt(Database& database, int64_t id) {
  NS_ASSIGN(Statement begin, database.Prepare(statement::BeginAttempt()));
  begin.Bind(1, id);
  return begin.Run();
}

Status MarkSent(Database& database, int64_t id, int64_t now_us) {
  NS_ASSIGN(Statement sent, database.Prepare(statement::MarkSent()));
  sent.Bind(1, id).Bind(2, now_us);
  return sent.Run();
}

Status MarkFailed(Database& database, const OutboxMessage& message) {
  NS_ASSIGN(Statement failed, database.Prepare(statement::MarkFailed()));
  failed.Bind(1, message.id)
      .Bind(2, message.due_us)
      .Bind(3, message.problem)
      .Bind(4, static_cast<int64_t>(message.unsure));
  return failed.Run();
}

Status MarkGivenUp(Database& database, int64_t id, int64_t now_us, const std::string& problem) {
  NS_ASSIGN(Statement given_up, database.Prepare(statement::MarkGivenUp()));
  given_up.Bind(1, id).Bind(2, now_us).Bind(3, problem);
  return given_up.Run();
}

Result<Outstanding> OutstandingMessages(const Project& project, int64_t since_us) {
  NS_ASSIGN(std::optional<StateStore> store, StateStore::OpenForReading(project));
  Outstanding found;
  if (!store) return found;
  NS_ASSIGN(found.waiting, WaitingMessages(store->database()));
  NS_ASSIGN(Statement asked, store->database().Prepare(statement::GivenUpMessages()));
  asked.Bind(1, since_us);
  NS_ASSIGN(found.given_up, Read(store->database(), std::move(asked)));
  return found;
}

}  // namespace northstar::store
