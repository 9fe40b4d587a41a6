// Names of tables as people write them: "orders", "sales.orders", and with quotes where a name has
// a dot or a quote of its own: "\"a.b\"". Pure; thread safe.
#pragma once

#include <string>

#include "base/result.h"

namespace northstar::databases {

struct TableName {
  std::string schema;  // empty: none was written
  std::string table;
};
// kUsage for an empty part, a quote that does not close, or more than two parts.
Result<TableName> ReadTableName(const std::string& written);
// What ReadTableName reads as the same.
std::string WrittenName(const TableName& name);

}  // namespace northstar::databases
