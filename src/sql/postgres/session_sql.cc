#include "sql/postgres/session_sql.h"

namespace northstar::sql::postgres {

std::string_view BeginReading() {
  return "begin transaction isolation level repeatable read, read only";
}

std::string_view Rollback() {
  return "rollback";
}

std::string_view UseSettings() {
  return "select set_config('statement_timeout', $1, true), "
         "set_config('default_transaction_read_only', 'on', true), "
         "set_config('datestyle', 'ISO, YMD', true), "
         "set_config('intervalstyle', 'postgres', true), "
         "set_config('timezone', 'UTC', true), "
         "set_config('extra_float_digits', '3', true), "
         "set_config('bytea_output', 'hex', true), "
         "set_config('standard_conforming_strings', 'on', true)";
}

}  // namespace northstar::sql::postgres
