#include "databases/copy_errors.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar::databases {

std::string LimitWords(std::chrono::milliseconds limit) {
  using namespace std::chrono;
  if (limit >= minutes(1)) return Plural(limit / minutes(1), "minute");
  if (limit >= seconds(1)) return Plural(limit / seconds(1), "second");
  return fmt::format("{} ms", limit.count());
}

Error Canceled(const std::string& shown) {
  return Error::Data(fmt::format("reading {} was canceled", shown));
}

Error TookTooLong(const std::string& shown, std::chrono::milliseconds limit) {
  return Error::Data(
      fmt::format("{} took longer than {}", shown, LimitWords(limit)),
      "read less with a cursor, a narrower query or an index on the cursor's column");
}

Error CursorCannotBe(const Cursor& cursor) {
  return Error::Usage(fmt::format("the cursor '{}' is neither a number nor a time", cursor.column),
                      "choose a column such as updated_at, or make it one in the query");
}

Error CursorDoesNotFit(const Cursor& cursor) {
  return Error::Data(fmt::format("the last load ended at '{}', which is not a value of the column "
                                 "'{}' anymore",
                                 cursor.from.value_or(""), cursor.column),
                     "read everything again with --full-refresh");
}

}  // namespace northstar::databases
