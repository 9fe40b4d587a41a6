#include "engine/duckdb/given_names.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/duckdb/catalog.h"
#include "model/project.h"
#include "sql/duckdb/catalog_sql.h"
#include "sql/duckdb/feedback_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

constexpr int64_t kLongestName = 120;      // characters; what is longer is no name
constexpr int64_t kNamesAtOnce = 100'000;  // held in memory

std::string KindOfProject(const Project& project) {
  return "project " + project.name;
}

// A project that says nothing is called as its folder is, which may change any day.
bool IsNamed(const Project& project) {
  return std::filesystem::path(project.root).filename().string() != project.name;
}

// Tables of keys with dense ids.
Result<std::vector<std::string>> Dictionaries(Connection& connection, const Project& project) {
  std::set<std::string> wanted;
  for (const Source& source : project.sources) {
    for (const NamedExpr& dimension : source.dimensions)
      wanted.insert(storage::DimensionTable(dimension.name));
  }
  std::vector<std::string> tables{"event_names"};
  for (const std::string& table : wanted) {
    NS_ASSIGN(const bool present, TableExists(connection, table));
    if (present) tables.push_back(table);
  }
  return tables;
}

}  // namespace

Result<NameCounts> CountNames(Connection& connection, const Project& project) {
  NameCounts counts;
  if (IsNamed(project)) counts[KindOfProject(project)] = 1;
  NS_ASSIGN(const std::vector<std::string> tables, Dictionaries(connection, project));
  for (const std::string& table : tables) {
    NS_ASSIGN(const Rows rows, connection.Query(statement::CountCodes(table)));
    counts[table] = rows.Int(0, 0);
  }
  return counts;
}

Result<std::vector<std::string>> NamesBeyond(Connection& connection, const Project& project,
                                             const NameCounts& known,
                                             const language::Vocabulary& vocabulary) {
  std::set<std::string> names;
  const auto add = [&](const std::string& name) {
    if (language::CouldName(name, vocabulary)) names.insert(name);
  };
  NS_ASSIGN(const NameCounts counts, CountNames(connection, project));
  for (const auto& [kind, count] : counts) {
    const auto before = known.find(kind);
    const int64_t first = before == known.end() ? 0 : before->second;
    if (kind == KindOfProject(project)) {
      if (first < count) add(project.name);
      continue;
    }
    for (int64_t from = first; from < count; from += kNamesAtOnce) {
      const statement::NameRange range{kind, from, std::min(count, from + kNamesAtOnce),
                                       kLongestName, FeedbackEvent("")};
      NS_ASSIGN(const Rows rows, connection.Query(statement::NamesWithin(range)));
      for (size_t r = 0; r < rows.rows.size(); ++r) add(rows.Text(r, 0));
    }
  }
  return std::vector<std::string>(names.begin(), names.end());
}

}  // namespace northstar::duck
