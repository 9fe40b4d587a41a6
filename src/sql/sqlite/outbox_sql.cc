#include "sql/sqlite/outbox_sql.h"

namespace northstar::sql::sqlite {

std::string_view CreateOutbox() {
  return "create table outbox ("
         "id integer primary key autoincrement, "  // the order in which it is told
         "channel integer not null, "              // its position in the project
         "type text not null, "
         "host text not null, "
         "receiver text not null, "
         "key text not null unique, "
         "body text not null, "
         "made_at integer not null, "
         "due_at integer not null, "
         "attempts integer not null default 0, "
         "unsure integer not null default 0, "
         "sent_at integer not null default 0, "
         "given_up_at integer not null default 0, "
         "problem text not null default ''"
         ") strict; "
         "create index outbox_waiting on outbox (id) where sent_at = 0 and given_up_at = 0; "
         "create table outbox_alerts ("
         "message integer not null references outbox (id), "
         "kind text not null, "
         "subject text not null, "
         "event text not null"
         ") strict; "
         "create index outbox_alerts_by_message on outbox_alerts (message)";
}

std::string_view InsertMessage() {
  return "insert into outbox (channel, type, host, receiver, key, body, made_at, due_at) "
         "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)";
}

std::string_view LastMessage() {
  return "select last_insert_rowid()";
}

std::string_view InsertMessageAlert() {
  return "insert into outbox_alerts (message, kind, subject, event) values (?1, ?2, ?3, ?4)";
}

std::string_view AlertsOfMessage() {
  return "select kind, subject, event from outbox_alerts where message = ?1 order by rowid";
}

std::string_view WaitingMessages() {
  return "select id, channel, type, host, receiver, key, body, made_at, due_at, attempts, unsure, "
         "sent_at, "
         "given_up_at, problem from outbox where sent_at = 0 and given_up_at = 0 order by id";
}

std::string_view GivenUpMessages() {
  return "select id, channel, type, host, receiver, key, body, made_at, due_at, attempts, unsure, "
         "sent_at, "
         "given_up_at, problem from outbox where given_up_at > ?1 order by id";
}

std::string_view MessageByKey() {
  return "select id, channel, type, host, receiver, key, body, made_at, due_at, attempts, unsure, "
         "sent_at, "
         "given_up_at, problem from outbox where key = ?1";
}

std::string_view RenewMessage() {
  return "update outbox set body = ?2, made_at = ?3, due_at = ?3, attempts = 0, given_up_at = 0, "
         "problem = '' where id = ?1";
}

std::string_view DeleteMessageAlerts() {
  return "delete from outbox_alerts where message = ?1";
}

std::string_view DeleteMessage() {
  return "delete from outbox where id = ?1";
}

std::string_view BeginAttempt() {
  return "update outbox set attempts = attempts + 1, unsure = 1 where id = ?1";
}

std::string_view MarkSent() {
  return "update outbox set sent_at = ?2, body = '', problem = '' where id = ?1";
}

std::string_view MarkFailed() {
  return "update outbox set due_at = ?2, problem = ?3, unsure = ?4 where id = ?1";
}

std::string_view MarkGivenUp() {
  return "update outbox set given_up_at = ?2, problem = ?3, body = '' where id = ?1";
}

}  // namespace northstar::sql::sqlite
