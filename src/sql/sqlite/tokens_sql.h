// Tokens of the server, and what was done with rights. Values are parameters, ?1 and on; times are
// UTC microseconds, 0 for none; static.
#pragma once

#include <string_view>

namespace northstar::sql::sqlite {

// Two tables, as one step.
std::string_view CreateTokens();
std::string_view AddRateToTokens();

// ?1 role, ?2 name, ?3 source, ?4 hash, ?5 shown, ?6 origins, ?7 made at, ?8 expires at, ?9 events
// a second.
std::string_view InsertToken();
// Of the last one: its number.
std::string_view LastToken();
// ?1 number, ?2 hash, ?3 shown.
std::string_view SetTokenHash();
// Rows of: number, role, name, source, hash, shown, origins, made at, expires at, revoked at, last
// used at, events a second; the oldest first.
std::string_view AllTokens();
// ?1 number, ?2 at.
std::string_view RevokeToken();
std::string_view SetTokenUsed();
// One number, which changes when another process has changed the store.
std::string_view DataVersion();

// ?1 at, ?2 who, ?3 what, ?4 about.
std::string_view InsertAudit();
// Rows of the same columns, the latest first, ?1 at most.
std::string_view LastAudits();

}  // namespace northstar::sql::sqlite
