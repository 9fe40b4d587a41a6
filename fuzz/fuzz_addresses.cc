// Any bytes as the address of a database, as what a server says, as a query and as a table's name:
// a password that libpq would use is neither shown nor left in a message, and names are written as
// they are read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "databases/address.h"
#include "databases/table_name.h"
#include "model/written_password.h"
#include "sql/postgres/one_statement.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace northstar;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const std::string prefix : {"", "postgresql://", "postgres://a:", "postgresql://a:pw12@"}) {
    databases::Shown(prefix + text);
    HoldsPassword(prefix + text);
  }
  const std::string secret = "Xq7+Zw9";
  const databases::Address address{databases::DatabaseKind::kPostgres,
                                   "postgresql://app:" + secret + "@db/shop", "db"};
  const size_t half = size / 2;
  const std::string said =
      databases::WithoutUserInfo(text.substr(0, half) + secret + text.substr(half), address);
  if (said.find(secret) != std::string::npos) std::abort();

  const auto statement = sql::postgres::FirstStatement(text);
  if (!text.starts_with(statement.text)) std::abort();

  if (const auto name = databases::ReadTableName(text); name.ok()) {
    const auto again = databases::ReadTableName(databases::WrittenName(*name));
    if (!again.ok() || again->table != name->table || again->schema != name->schema) std::abort();
  }
  return 0;
}
