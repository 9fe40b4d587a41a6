// What a session of PostgreSQL is told before it reads: one transaction that sees one state of the
// database and changes nothing, and values written the same way everywhere. Settings last as long
// as the transaction, so that a pool of connections hands none of them on. Pure.
#pragma once

#include <string>
#include <string_view>

namespace northstar::sql::postgres {

std::string_view BeginReading();
std::string_view Rollback();
// $1: milliseconds that a statement may take, as text. It is also the transaction's first query,
// after which no function can make it one that writes.
std::string_view UseSettings();

}  // namespace northstar::sql::postgres
