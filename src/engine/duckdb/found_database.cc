#include "engine/duckdb/found_database.h"

#include <fmt/format.h>

#include "base/text.h"
#include "databases/read_database.h"

namespace northstar::duck {
namespace {

Result<FoundTable> LookAt(const databases::Address& address, const databases::Table& table,
                          const std::string& shown, Scratch& scratch,
                          databases::CopyOptions options, CancelToken* cancel) {
  options.most_rows = kMostRowsOfTable;
  const std::string path = scratch.Next(".csv");
  NS_ASSIGN(const databases::CopiedRows copied,
            databases::CopyToCsv(address, {table.name, ""}, path, options));
  if (copied.rows == 0) return Error::Data("it has no rows");
  FoundTable found;
  found.name = shown;
  found.format = address.kind == databases::DatabaseKind::kPostgres ? "postgresql" : "sqlite";
  TableFiles plain;
  plain.layout = "csv";
  plain.delimiter = ",";
  plain.encoding = "utf-8";
  NS_ASSIGN(found.profile, ProfileFile(plain, path, shown, cancel));
  if (copied.rows == kMostRowsOfTable) {
    found.notes.push_back(
        table.rows && *table.rows > copied.rows
            ? fmt::format("{} of about {} rows were looked at", WithThousands(copied.rows),
                          WithThousands(*table.rows))
            : fmt::format("the first {} rows were looked at", WithThousands(copied.rows)));
  }
  found.primary_key = table.primary_key;
  return found;
}

}  // namespace

Status FindInDatabase(const std::string& address, const std::string& name, Scratch& scratch,
                      CancelToken* cancel, FoundTables& found) {
  NS_ASSIGN(const databases::Address where, databases::ReadAddress(address, "."));
  databases::CopyOptions options;
  if (cancel != nullptr) options.cancelled = [cancel] { return cancel->Asked(); };
  NS_ASSIGN(const std::vector<databases::Table> tables, databases::ListTables(where, options));
  if (tables.empty()) return Error::Data(fmt::format("{} has no tables", where.shown));
  for (const databases::Table& table : tables) {
    const std::string shown = name.empty() ? table.name : name + "#" + table.name;
    auto looked = LookAt(where, table, shown, scratch, options, cancel);
    if (cancel != nullptr && cancel->Asked()) return Status::Ok();  // the caller sees it
    if (!looked.ok()) {
      found.others.push_back({shown, looked.error()});
      continue;
    }
    looked->layout.database = DatabaseTable{address, table.name, "", {}, {}};
    found.tables.push_back(std::move(*looked));
  }
  return Status::Ok();
}

}  // namespace northstar::duck
