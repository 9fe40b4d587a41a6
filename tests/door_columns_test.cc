// How often kinds of columns and joins are guessed as people marked them, on real exports of many
// shapes. The folder is named by NORTHSTAR_DATA and is no part of the project: <folder>/door holds
// a folder per case with a columns.json. Skipped where it is absent.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/inspect/inspection.h"

namespace northstar::testing {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

std::string Folder(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

bool Listed(const std::string& kind, const Json& column) {
  if (column.at("kind") == kind) return true;
  for (const Json& also : column.value("also", Json::array())) {
    if (also == "any" || also == kind) return true;
  }
  return false;
}

bool IsEmptyColumn(const Json& column) {
  for (const Json& also : column.value("also", Json::array())) {
    if (also == "any") return true;
  }
  return false;
}

struct Count {
  int right = 0, all = 0;
  double share() const { return all == 0 ? 1 : double(right) / double(all); }
};

// Paths are given one by one: found names are those of files, or paths where two are named alike.
bool NamesAlike(const std::string& found, const std::string& marked) {
  const size_t inside = marked.find_first_of("!#");
  const size_t slash = marked.substr(0, inside).rfind('/');
  if (found.ends_with("/" + marked)) return true;
  return found == (slash == std::string::npos ? marked : marked.substr(slash + 1));
}

struct Case {
  std::vector<TableProfile> tables;
  std::vector<std::vector<ColumnGuess>> guesses;
  std::vector<Json> marks;
  JoinFindings joins;
};

// Every table that is marked; one that is not found is a failure.
Case ReadCase(const fs::path& folder, const Json& marks) {
  Case out;
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    const bool about = name == "README.md" || name == "columns.json" || name == "expected.json";
    if (entry.is_regular_file() && !about) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  auto found = FindTables(paths);
  if (!found.ok()) {
    ADD_FAILURE() << found.error().message;
    return out;
  }
  const Inspection inspection = Inspect(std::move(*found));
  for (const NoTable& other : inspection.others)
    fmt::print("  no table: {} ({})\n", other.name, other.why.message);
  out.joins = inspection.joins;
  for (const InspectedTable& table : inspection.tables) {
    out.guesses.push_back(table.guesses);
    out.tables.push_back(table.found.profile);
    out.marks.emplace_back();
  }
  for (const Json& file : marks.at("files")) {
    const std::string name = file.at("name").get<std::string>();
    if (!file.value("header", true) && file.at("columns").at(0).at("name") != "c1") {
      fmt::print("  {}: only its vendor's format says what its columns are called\n", name);
      continue;
    }
    const auto at =
        std::find_if(inspection.tables.begin(), inspection.tables.end(),
                     [&](const InspectedTable& t) { return NamesAlike(t.found.name, name); });
    if (at == inspection.tables.end()) {
      ADD_FAILURE() << "no table " << name;
      continue;
    }
    const size_t t = static_cast<size_t>(at - inspection.tables.begin());
    out.marks[t] = file;
    out.tables[t].name = name;
    if (file.contains("rows")) {
      EXPECT_EQ(at->found.profile.rows, file.at("rows").get<int64_t>()) << name;
    }
  }
  return out;
}

void CountColumns(const Case& c, const std::string& name, Count& all, Count& filled) {
  for (size_t t = 0; t < c.tables.size(); ++t) {
    const Count before = filled;
    if (c.marks[t].is_null()) {
      fmt::print("  {} {}: not marked\n", name, c.tables[t].name);
      continue;
    }
    for (const Json& column : c.marks[t].at("columns")) {
      const auto& columns = c.tables[t].columns;
      const auto at = std::find_if(columns.begin(), columns.end(), [&](const ColumnProfile& p) {
        return p.name == column.at("name");
      });
      const bool empty = IsEmptyColumn(column);
      ++all.all;
      filled.all += !empty;
      if (at == columns.end()) {
        fmt::print("  {} {}: no column {}\n", name, c.tables[t].name, column.at("name").dump());
        continue;
      }
      const ColumnGuess& guess = c.guesses[t][static_cast<size_t>(at - columns.begin())];
      const bool right = Listed(std::string(NameOf(guess.kind)), column);
      all.right += right;
      filled.right += right && !empty;
      if (right) continue;
      fmt::print("  {} {}: {} is {}, not {} ({}; e.g. {})\n", name, c.tables[t].name, at->name,
                 column.at("kind").dump(), NameOf(guess.kind), Words(guess.why).whole(),
                 at->samples.empty() ? "" : at->samples[0].substr(0, 40));
    }
    fmt::print("  {} {}: {} of {} filled\n", name, c.tables[t].name, filled.right - before.right,
               filled.all - before.all);
  }
}

void CountJoins(const Case& c, const Json& marks, const std::string& name,
                const JoinFindings& found, Count& joins, int& wrong) {
  std::set<std::pair<std::string, std::string>> guessed;
  for (const TableJoin& join : found.joins) {
    guessed.emplace(Shown(join.left, c.tables), Shown(join.right, c.tables));
  }
  const std::set<std::pair<std::string, std::string>> all = guessed;
  for (const Json& join : marks.value("joins", Json::array())) {
    const std::string left = join.at("left"), right = join.at("right");
    ++joins.all;
    const bool hit = all.contains({left, right}) || all.contains({right, left});
    joins.right += hit;
    guessed.erase({left, right});
    guessed.erase({right, left});
    if (!hit) fmt::print("  {}: missed join {} -> {}\n", name, left, right);
  }
  for (const auto& [left, right] : guessed)
    fmt::print("  {}: unmarked join {} -> {}\n", name, left, right);
  wrong += static_cast<int>(guessed.size());
}

TEST(DoorColumns, AreGuessedAsMarked) {
  const std::string data = Folder("NORTHSTAR_DATA");
  if (data.empty() || !fs::exists(fs::path(data) / "door"))
    GTEST_SKIP() << "NORTHSTAR_DATA names no folder with door/; real exports are not checked";
  const std::string only = Folder("NORTHSTAR_DOOR_ONLY");
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(fs::path(data) / "door")) {
    if (fs::exists(entry.path() / "columns.json")) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  Count own, vendors, joins;
  int wrong = 0;
  for (const fs::path& folder : folders) {
    const std::string name = folder.filename();
    if (!only.empty() && only.find(name) == std::string::npos) continue;
    std::ifstream file(folder / "columns.json");
    const Json marks = Json::parse(file);
    const Case c = ReadCase(folder, marks);
    Count all, filled;
    CountColumns(c, name, all, filled);
    CountJoins(c, marks, name, c.joins, joins, wrong);
    const bool vendor = name.find("vendors") != std::string::npos;
    const Count& counted = vendor ? filled : all;
    fmt::print("{}: {} of {} columns ({:.1f}%)\n", name, counted.right, counted.all,
               100 * counted.share());
    Count& sum = vendor ? vendors : own;
    sum.right += counted.right;
    sum.all += counted.all;
    EXPECT_GE(counted.share(), vendor ? 0.95 : 0.9) << name;
  }
  fmt::print("own {} of {} ({:.1f}%), vendors {} of {} ({:.1f}%), joins {} of {}, unmarked {}\n",
             own.right, own.all, 100 * own.share(), vendors.right, vendors.all,
             100 * vendors.share(), joins.right, joins.all, wrong);
  EXPECT_GE(own.share(), 0.95);
}

}  // namespace
}  // namespace northstar::testing
