#include "sql/sqlite/alerts_sql.h"

namespace northstar::sql::sqlite {

std::string_view CreateAlerts() {
  return "create table alerts ("
         "kind text not null, "
         "subject text not null, "
         "status text not null, "
         "since text not null, "  // the first day of a period; empty: none yet
         "failed integer not null, "
         "failed_period text not null, "
         "told integer not null, "
         "told_at integer not null, "
         "told_critical integer not null, "
         "static_said integer not null, "
         "primary key (kind, subject)"
         ") strict; "
         "create table alert_changes ("
         "id integer primary key autoincrement, "
         "at integer not null, "
         "kind text not null, "
         "subject text not null, "
         "was text not null, "
         "became text not null, "
         "period text not null, "
         "reason text not null"
         ") strict; "
         "create table mutes ("
         "id integer primary key autoincrement, "
         "kind text not null, "
         "subject text not null, "
         "until integer not null, "
         "made_by text not null, "
         "why text not null, "
         "made_at integer not null, "
         "ended_at integer not null default 0"  // by hand; 0: not
         ") strict; "
         "create table looks ("
         "id integer primary key autoincrement, "
         "at integer not null, "
         "told integer not null, "
         "firing integer not null"
         ") strict";
}

std::string_view AllAlerts() {
  return "select kind, subject, status, since, failed, failed_period, told, told_at, "
         "told_critical, static_said from alerts order by kind, subject";
}

std::string_view PutAlert() {
  return "insert or replace into alerts (kind, subject, status, since, failed, failed_period, "
         "told, told_at, told_critical, static_said) "
         "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
}

std::string_view DeleteAlert() {
  return "delete from alerts where kind = ?1 and subject = ?2";
}

std::string_view InsertAlertChange() {
  return "insert into alert_changes (at, kind, subject, was, became, period, reason) "
         "values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
}

std::string_view AllAlertChanges() {
  return "select at, kind, subject, was, became, period, reason from alert_changes order by id";
}

std::string_view InsertMute() {
  return "insert into mutes (kind, subject, until, made_by, why, made_at) "
         "values (?1, ?2, ?3, ?4, ?5, ?6)";
}

std::string_view EndMutes() {
  return "update mutes set ended_at = ?3 where kind = ?1 and subject = ?2 and ended_at = 0";
}

std::string_view ActiveMutes() {
  return "select kind, subject, until, made_by, why, made_at from mutes "
         "where until > ?1 and ended_at = 0 order by id";
}

std::string_view InsertLook() {
  return "insert into looks (at, told, firing) values (?1, ?2, ?3)";
}

std::string_view LastLook() {
  return "select at, told, firing from looks order by id desc limit 1";
}

std::string_view CountTellingLooks() {
  return "select count(*) from looks where told = 1";
}

}  // namespace northstar::sql::sqlite
