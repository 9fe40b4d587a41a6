// Which tables a database of PostgreSQL has, from its catalogs: those that the user may read, but
// none of the system and no parts of partitioned tables. Texts without parameters; static.
#pragma once

#include <string_view>

namespace northstar::sql::postgres {

// (schema, table, kind, found without its schema, estimated rows or null, column, type, oid of the
// type below a domain, place in the primary key or null), a row for each column, by schema, table
// and place of the column. Kinds: r table, p partitioned, f foreign, v and m views. At most 100,000
// rows.
std::string_view Tables();
// (schema, table, found without its schema), at most 1,000.
std::string_view TableNames();

}  // namespace northstar::sql::postgres
