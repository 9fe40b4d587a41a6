#include "sql/postgres/tables_sql.h"

namespace northstar::sql::postgres {

std::string_view Tables() {
  return "select n.nspname, c.relname, c.relkind, pg_table_is_visible(c.oid), "
         "case when c.reltuples >= 0 and c.relkind <> 'v' then c.reltuples::bigint end, a.attname, "
         "format_type(a.atttypid, a.atttypmod), coalesce(nullif(t.typbasetype, 0), t.oid), "
         "array_position(i.indkey::smallint[], a.attnum) "
         "from pg_class c join pg_namespace n on n.oid = c.relnamespace "
         "join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped "
         "join pg_type t on t.oid = a.atttypid "
         "left join pg_index i on i.indrelid = c.oid and i.indisprimary "
         "where c.relkind in ('r', 'p', 'f', 'v', 'm') and not c.relispartition "
         "and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' "
         "and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') "
         "order by n.nspname, c.relname, a.attnum limit 100000";
}

std::string_view TableNames() {
  return "select n.nspname, c.relname, pg_table_is_visible(c.oid) "
         "from pg_class c join pg_namespace n on n.oid = c.relnamespace "
         "where c.relkind in ('r', 'p', 'f', 'v', 'm') and not c.relispartition "
         "and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' "
         "and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') "
         "order by n.nspname, c.relname limit 1000";
}

}  // namespace northstar::sql::postgres
