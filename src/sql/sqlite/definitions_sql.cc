#include "sql/sqlite/definitions_sql.h"

namespace northstar::sql::sqlite {

std::string_view CreateDefinitions() {
  return "create table definitions ("
         "id integer primary key autoincrement, "  // the order, also where a clock went back
         "metric text not null, "
         "version integer not null, "
         "type text not null, "
         "text text not null, "
         "hash text not null, "
         "first_seen integer not null"  // UTC microseconds
         ") strict; "
         "create index definitions_by_metric on definitions (metric, id)";
}

std::string_view AddWrittenToDefinitions() {
  return "alter table definitions add column written text";
}

std::string_view InsertDefinition() {
  return "insert into definitions (metric, version, type, text, hash, first_seen, written) "
         "values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
}

std::string_view AllDefinitions() {
  return "select metric, version, type, text, hash, first_seen, coalesce(written, '') from "
         "definitions order by id";
}

std::string_view LatestDefinitions() {
  return "select metric, version, type, text, hash, first_seen, coalesce(written, '') from "
         "definitions "
         "where id in (select max(id) from definitions group by metric) order by id";
}

std::string_view DefinitionsOf() {
  return "select metric, version, type, text, hash, first_seen, coalesce(written, '') from "
         "definitions "
         "where metric = ?1 order by id";
}

std::string_view SetWritten() {
  return "update definitions set written = ?2 "
         "where id = (select max(id) from definitions where metric = ?1) and written is null";
}

}  // namespace northstar::sql::sqlite
