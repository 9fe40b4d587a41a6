// How often kinds of columns and joins are guessed as people marked them, on real exports of many
// shapes. The folder is named by NORTHSTAR_DATA and is no part of the project: <folder>/door holds
// a folder per case with a columns.json, and files of shapes that are read elsewhere (workbooks,
// archives, UTF-16) as plain ones under NORTHSTAR_DOOR_CONVERTED. Skipped where it is absent.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/inspect/joins.h"

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

struct Case {
  std::vector<TableProfile> tables;
  std::vector<std::vector<ColumnGuess>> guesses;
  std::vector<Json> marks;
  // None of its tables was left out.
  bool whole = true;
};

// Every table of a case; what cannot be found is a failure.
Case ReadCase(const fs::path& folder, const Json& marks, const std::string& converted) {
  Case out;
  for (const Json& file : marks.at("files")) {
    const std::string name = file.at("name");
    std::string plain = name;
    for (char& c : plain) {
      if (c == '/' || c == '!' || c == '#' || c == '*' || c == ' ') c = '_';
    }
    fs::path path = folder / name;
    const fs::path other = fs::path(converted) / (folder.filename().string() + "_" + plain);
    Source source;
    source.header = true;
    for (const char* ending : {"", ".csv", ".jsonl"}) {
      if (!converted.empty() && fs::exists(other.string() + ending)) path = other.string() + ending;
    }
    const bool as_it_lies =
        file.value("header", true) && file.value("encoding", "utf-8") == "utf-8";
    if (!fs::exists(path) || (converted.empty() && !as_it_lies)) {
      if (!converted.empty()) ADD_FAILURE() << "no file for " << name;
      fmt::print("  {} is not a table as it lies\n", name);
      out.whole = false;
      continue;
    }
    auto profile = ProfileFile(source, path.string(), name);
    if (!profile.ok()) {
      ADD_FAILURE() << profile.error().message;
      continue;
    }
    out.guesses.push_back(GuessKinds(*profile));
    out.tables.push_back(std::move(*profile));
    out.marks.push_back(file);
  }
  return out;
}

void Revise(Case& c, const JoinFindings& found) {
  for (size_t t = 0; t < c.tables.size(); ++t)
    ReviseKinds(c.tables[t], JoinsOfTable(t, found, c.tables, c.guesses), c.guesses[t]);
}

void CountColumns(const Case& c, const std::string& name, Count& all, Count& filled) {
  for (size_t t = 0; t < c.tables.size(); ++t) {
    const Count before = filled;
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
  for (const Join& join : found.joins) {
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
    Case c = ReadCase(folder, marks, Folder("NORTHSTAR_DOOR_CONVERTED"));
    const JoinFindings found = FindJoins(c.tables, c.guesses);
    Revise(c, found);
    Count all, filled;
    CountColumns(c, name, all, filled);
    CountJoins(c, marks, name, found, joins, wrong);
    const bool vendor = name.find("vendors") != std::string::npos;
    const Count& counted = vendor ? filled : all;
    fmt::print("{}: {} of {} columns ({:.1f}%)\n", name, counted.right, counted.all,
               100 * counted.share());
    Count& sum = vendor ? vendors : own;
    sum.right += counted.right;
    sum.all += counted.all;
    if (c.whole) {
      EXPECT_GE(counted.share(), vendor ? 0.95 : 0.9) << name;
    }
  }
  fmt::print("own {} of {} ({:.1f}%), vendors {} of {} ({:.1f}%), joins {} of {}, unmarked {}\n",
             own.right, own.all, 100 * own.share(), vendors.right, vendors.all,
             100 * vendors.share(), joins.right, joins.all, wrong);
  EXPECT_GE(own.share(), 0.95);
}

}  // namespace
}  // namespace northstar::testing
