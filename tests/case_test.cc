// Runs every tests/cases/**/*.case. A case is one self-contained file of sections:
//
//   --- file PATH          a project file or data file, written as it stands
//   --- now TIME           what the clock shows; default 2026-11-22T12:00:00Z
//   --- query ARGS         `query ARGS --format csv` must print exactly this, on the kernel and on
//                          the reference SQL
//   --- check              hand-written SQL over the case's files that gives the same rows: period,
//                          the dimensions, value
//   --- run EXIT ARGS      any command: its exit code, and lines that its output must contain
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/text.h"
#include "engine/duckdb/database.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

namespace fs = std::filesystem;

struct Section {
  std::string kind, argument, body;
  int line;
};

std::vector<Section> ReadSections(const std::string& path) {
  std::ifstream file(path);
  std::vector<Section> sections;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.starts_with("--- ")) {
      const std::string head = line.substr(4);
      const size_t space = head.find(' ');
      sections.push_back({head.substr(0, space),
                          space == std::string::npos ? "" : head.substr(space + 1), "", number});
    } else if (!sections.empty()) {
      sections.back().body += line + "\n";
    }
  }
  for (Section& section : sections) {
    while (section.body.ends_with("\n\n")) section.body.pop_back();
  }
  return sections;
}

// Splits at spaces, keeping 'quoted parts' together.
std::vector<std::string> SplitArguments(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  bool quoted = false;
  bool any = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
      any = true;
    } else if (c == ' ' && !quoted) {
      if (any || !word.empty()) out.push_back(word);
      word.clear();
      any = false;
    } else {
      word += c;
    }
  }
  if (any || !word.empty()) out.push_back(word);
  return out;
}

// "orders,2011-01-03,France,12,true" → the fields between metric and completeness.
std::vector<std::vector<std::string>> Values(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : Split(csv, '\n')) {
    if (line.empty() || line.starts_with("metric,")) continue;
    std::vector<std::string> fields = Split(line, ',');
    rows.emplace_back(fields.begin() + 1, fields.end() - 1);
  }
  return rows;
}

void ExpectSameRows(const std::vector<std::vector<std::string>>& expected, const duck::Rows& found,
                    const std::string& where) {
  ASSERT_EQ(expected.size(), found.rows.size()) << where;
  for (size_t r = 0; r < expected.size(); ++r) {
    for (size_t c = 0; c < expected[r].size(); ++c) {
      const std::string& wanted = expected[r][c];
      const bool number = c + 1 == expected[r].size() && !wanted.empty();
      if (found.Null(r, c)) {
        EXPECT_EQ(wanted, "") << where << " row " << r;
      } else if (number) {
        EXPECT_NEAR(*ParseNumber(wanted), found.Double(r, c),
                    1e-9 * std::max(1.0, std::fabs(found.Double(r, c))))
            << where << " row " << r;
      } else {
        EXPECT_EQ(wanted, found.Text(r, c)) << where << " row " << r;
      }
    }
  }
}

void RunCase(const std::string& path) {
  const TempDir dir;
  std::string now = "2026-11-22T12:00:00Z";
  std::string last_query;
  int checks = 0;
  for (const Section& section : ReadSections(path)) {
    const std::string where = fmt::format("{}:{}", path, section.line);
    SCOPED_TRACE(where);
    if (section.kind == "file") {
      dir.Write(section.argument, section.body);
    } else if (section.kind == "now") {
      now = section.argument;
    } else if (section.kind == "query") {
      last_query = section.body;
      for (const char* engine : {"kernel", "sql"}) {
        std::vector<std::string> arguments{"-p", dir.path(), "query"};
        for (std::string& word : SplitArguments(section.argument))
          arguments.push_back(std::move(word));
        arguments.insert(arguments.end(), {"--format", "csv", "--engine", engine});
        const ProgramRun run = RunProgram(arguments, now);
        EXPECT_EQ(run.exit_code, 0) << run.err;
        EXPECT_EQ(run.out, section.body) << "engine " << engine;
      }
      ++checks;
    } else if (section.kind == "check") {
      auto database = duck::Database::Open("", duck::Access::kReadWrite, 500'000'000, 1);
      auto connection = (*database)->Connect();
      ASSERT_TRUE((*connection)->Run(fmt::format("set file_search_path = '{}'", dir.path())).ok());
      const auto rows = (*connection)->Query(section.body);
      ASSERT_TRUE(rows.ok()) << rows.error().message;
      ExpectSameRows(Values(last_query), *rows, where);
    } else if (section.kind == "run") {
      std::vector<std::string> words = SplitArguments(section.argument);
      ASSERT_FALSE(words.empty());
      const int wanted = static_cast<int>(*ParseNumber(words[0]));
      words.erase(words.begin());
      words.insert(words.begin(), {"-p", dir.path()});
      const ProgramRun run = RunProgram(words, now);
      EXPECT_EQ(run.exit_code, wanted) << run.out << run.err;
      for (const std::string& line : Split(section.body, '\n')) {
        if (line.empty()) continue;
        const bool absent = line.starts_with("! ");
        const std::string text = absent ? line.substr(2) : line;
        const bool found =
            run.out.find(text) != std::string::npos || run.err.find(text) != std::string::npos;
        EXPECT_NE(found, absent) << (absent ? "must not contain: " : "must contain: ") << text
                                 << "\n--- out\n"
                                 << run.out << "--- err\n"
                                 << run.err;
      }
      ++checks;
    } else {
      ADD_FAILURE() << "unknown section '" << section.kind << "'";
    }
  }
  EXPECT_GT(checks, 0) << path << " checks nothing";
}

class CaseTest : public ::testing::TestWithParam<std::string> {};
TEST_P(CaseTest, Holds) {
  RunCase(GetParam());
}

std::vector<std::string> AllCases() {
  std::vector<std::string> paths;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(NORTHSTAR_SOURCE_DIR) / "tests" / "cases")) {
    if (entry.path().extension() == ".case") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

INSTANTIATE_TEST_SUITE_P(Cases, CaseTest, ::testing::ValuesIn(AllCases()), [](const auto& one) {
  std::string name = fs::path(one.param)
                         .lexically_relative(fs::path(NORTHSTAR_SOURCE_DIR) / "tests" / "cases")
                         .string();
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
});

}  // namespace
}  // namespace northstar::testing
