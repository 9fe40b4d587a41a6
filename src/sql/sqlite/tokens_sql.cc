#include "sql/sqlite/tokens_sql.h"

namespace northstar::sql::sqlite {

std::string_view CreateTokens() {
  return "create table tokens ("
         "id integer primary key autoincrement, "
         "role text not null, "
         "name text not null, "
         "source text not null, "   // that a key of ingestion writes to
         "hash text not null, "     // keyed; the token itself is nowhere
         "shown text not null, "    // its first signs, so that people tell them apart
         "origins text not null, "  // a list with blanks; empty: from anywhere
         "made_at integer not null, "
         "expires_at integer not null, "
         "revoked_at integer not null default 0, "
         "used_at integer not null default 0"
         ") strict; "
         "create table audit ("
         "id integer primary key autoincrement, "
         "at integer not null, "
         "who text not null, "
         "what text not null, "
         "about text not null"
         ") strict";
}

std::string_view AddRateToTokens() {
  return "alter table tokens add column rate integer not null default 0";
}

std::string_view InsertToken() {
  return "insert into tokens (role, name, source, hash, shown, origins, made_at, expires_at, "
         "rate) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
}

std::string_view LastToken() {
  return "select last_insert_rowid()";
}

std::string_view SetTokenHash() {
  return "update tokens set hash = ?2, shown = ?3 where id = ?1";
}

std::string_view AllTokens() {
  return "select id, role, name, source, hash, shown, origins, made_at, expires_at, revoked_at, "
         "used_at, rate from tokens order by id";
}

std::string_view RevokeToken() {
  return "update tokens set revoked_at = ?2 where id = ?1 and revoked_at = 0";
}

std::string_view SetTokenUsed() {
  return "update tokens set used_at = max(used_at, ?2) where id = ?1";
}

std::string_view DataVersion() {
  return "pragma data_version";
}

std::string_view InsertAudit() {
  return "insert into audit (at, who, what, about) values (?1, ?2, ?3, ?4)";
}

std::string_view LastAudits() {
  return "select at, who, what, about, id from audit order by id desc limit ?1";
}

}  // namespace northstar::sql::sqlite
