#include "databases/table_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sql/dialect.h"

namespace northstar::databases {

Result<TableName> ReadTableName(const std::string& written) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (size_t at = 0; at < written.size(); ++at) {
    const char c = written[at];
    if (c == '"' && quoted && at + 1 < written.size() && written[at + 1] == '"') {
      parts.back() += written[at++];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '.' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  const bool empty =
      std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part.empty(); });
  if (quoted || empty || parts.size() > 2 || written.find('\0') != std::string::npos) {
    return Error::Usage(fmt::format("'{}' is not the name of a table", written),
                        "write orders or sales.orders");
  }
  return TableName{parts.size() == 2 ? parts[0] : "", parts.back()};
}

std::string WrittenName(const TableName& name) {
  const auto part = [](const std::string& text) {
    return text.find_first_of(".\"") == std::string::npos ? text : sql::Identifier(text);
  };
  return name.schema.empty() ? part(name.table) : part(name.schema) + "." + part(name.table);
}

}  // namespace northstar::databases
