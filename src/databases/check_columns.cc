#include "databases/check_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"

namespace northstar::databases {

Status CheckColumns(const std::vector<Column>& columns, const Question& question,
                    const CopyOptions& options) {
  const std::string what =
      question.table.empty() ? "the query" : fmt::format("table '{}'", question.table);
  if (columns.empty()) {
    return Error::Usage(fmt::format("{} has no columns", what), "name the columns after SELECT");
  }
  std::set<std::string> seen;
  std::vector<std::string> names;
  for (const Column& column : columns) {
    names.push_back(column.name);
    if (seen.insert(column.name).second) continue;
    return Error::Usage(fmt::format("{} gives two columns that are called '{}'", what, column.name),
                        "name one of them differently: … AS order_id");
  }
  std::vector<std::string> needed = options.needed;
  if (options.cursor) needed.push_back(options.cursor->column);
  for (const std::string& name : needed) {
    if (seen.contains(name)) continue;
    return Error::Data(fmt::format("{} has no column '{}'", what, name), DidYouMean(name, names));
  }
  return Status::Ok();
}

}  // namespace northstar::databases
