// What is read of the workbooks under tests/door/workbooks, which three programs wrote.
#include "files/workbook.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/packed.h"

namespace northstar::files {
namespace {

FileToRead Sample(const std::string& name) {
  return {NORTHSTAR_SOURCE_DIR "/tests/door/workbooks/" + name, name};
}

class WorkbookTest : public ::testing::Test {
 protected:
  std::string Csv(const std::string& name, const std::string& sheet) {
    const auto facts = WriteSheetAsCsv(Sample(name), sheet, folder_ / "out.csv");
    EXPECT_TRUE(facts.ok()) << WithHint(facts.error());
    if (facts.ok()) facts_ = *facts;
    return BytesOf(folder_ / "out.csv");
  }

  TestFolder folder_;
  SheetFacts facts_;
};

std::string Names(const std::string& workbook) {
  const auto sheets = ListSheets(Sample(workbook));
  if (!sheets.ok()) return WithHint(sheets.error());
  std::string names;
  for (const Sheet& sheet : *sheets) names += sheet.name + (sheet.hidden ? " (hidden);" : ";");
  return names;
}

constexpr const char* kBegin =
    "kind,value\n"
    "text,plain\n"
    "quoted,\"a \"\"b\"\", c\"\n"
    "lines,\"one\ntwo\"\n"
    "blanks,\"  kept  \"\n"
    "accents,Zürich ✓ 𝄞\n"
    "whole,42\n";
constexpr const char* kEnd =
    "negative,-1234.5\n"
    "long id,123456789012345\n"
    "percent,0.55\n"
    "money,1234.5\n"
    "red,-3\n"
    "true,true\n"
    "false,false\n"
    "date,2024-03-01\n"
    "day first,2024-02-29\n"
    "month,2024-03-01\n"
    "date and time,2024-03-01 13:45:00\n"
    "milliseconds,2024-03-01 13:45:00.25\n"
    "time,13:45:00\n"
    "duration,36:30:00\n";

TEST_F(WorkbookTest, ListsSheets) {
  EXPECT_EQ(Names("kinds.xlsx"), "Kinds;Monthly report;Notes (hidden);");
  EXPECT_EQ(Names("kinds-gnumeric.ods"), "Kinds;Monthly report;Notes (hidden);");
  EXPECT_EQ(Names("kinds.ods"), "Kinds;Repeats;Notes (hidden);");
}

TEST_F(WorkbookTest, ReadsEveryKindOfCell) {
  const std::string begin(kBegin);
  // openpyxl writes 16 digits, and no results of formulas.
  EXPECT_EQ(Csv("kinds.xlsx", "Kinds"), begin + "fraction,0.3\n" + kEnd +
                                            "old date,1900-01-15\n"
                                            "formula,\ntext formula,\nerror,\n");
  EXPECT_EQ(facts_.rows, 26);
  EXPECT_EQ(facts_.columns, 2);
  EXPECT_EQ(facts_.formulas, 0);
  EXPECT_EQ(facts_.formulas_without_value, 3);
  EXPECT_EQ(facts_.errors, 0);
  EXPECT_EQ(facts_.notes,
            std::vector<std::string>{"3 formulas have no stored result and are read as empty; save "
                                     "the workbook in a spreadsheet program to store them."});
}

TEST_F(WorkbookTest, CountsFrom1904WhereTheWorkbookDoes) {
  EXPECT_EQ(Csv("kinds-1904.xlsx", "Kinds"),
            std::string(kBegin) + "fraction,0.3\n" + kEnd + "formula,\ntext formula,\nerror,\n");
}

TEST_F(WorkbookTest, ReadsStoredResultsOfFormulas) {
  const std::string end = "old date,1900-01-15\nformula,42\ntext formula,ab\nerror,\n";
  EXPECT_EQ(Csv("kinds-gnumeric.xlsx", "Kinds"),
            std::string(kBegin) + "fraction,0.3\n" + kEnd + end);
  EXPECT_EQ(facts_.formulas, 3);
  EXPECT_EQ(facts_.errors, 1);
  EXPECT_EQ(facts_.notes,
            std::vector<std::string>{"1 cell holds an error such as #N/A and is read as empty."});
  // Gnumeric stores no parts of seconds in .ods.
  EXPECT_EQ(Csv("kinds-gnumeric.ods", "Kinds"),
            ReplaceAll(std::string(kBegin) + "fraction,0.3\n" + kEnd + end, "00.25\n", "00\n"));
  EXPECT_EQ(facts_.formulas, 3);
  EXPECT_EQ(facts_.errors, 1);
}

TEST_F(WorkbookTest, ReadsOpenDocument) {
  EXPECT_EQ(Csv("kinds.ods", "Kinds"), std::string(kBegin) + "fraction,0.30000000000000004\n" +
                                           kEnd +
                                           "old date,1900-01-15\n"
                                           "formula,42\ntext formula,\nerror,\n");
  EXPECT_EQ(facts_.formulas, 2);
  EXPECT_EQ(facts_.formulas_without_value, 1);
  EXPECT_EQ(facts_.errors, 1);
  EXPECT_EQ(Csv("kinds.ods", "Repeats"),
            "a,a,a\n"
            ",7,\n"
            ",7,\n"
            "wide,,after\n");
  EXPECT_EQ(facts_.rows, 4);
  EXPECT_EQ(facts_.merged_areas, 1);
}

TEST_F(WorkbookTest, KeepsTitlesTotalsAndTheNumbersOfRows) {
  const std::string begin =
      "Orders by month,,\n"
      "exported for the board,,\n"
      "\n"
      "Month,Orders,Share\n"
      "2024-01-01,120,0.3\n"
      "2024-02-01,280,0.7\n"
      "\n";
  EXPECT_EQ(Csv("kinds.xlsx", "Monthly report"), begin + "Total,,\n");
  EXPECT_EQ(facts_.rows, 8);
  EXPECT_EQ(facts_.empty_rows, 2);
  EXPECT_EQ(facts_.merged_areas, 1);
  EXPECT_EQ(facts_.hidden_rows, 1);
  EXPECT_EQ(facts_.hidden_columns, 1);
  EXPECT_EQ(facts_.notes.size(), 4U);
  EXPECT_EQ(facts_.notes[2], "1 hidden row is read too.");
  EXPECT_EQ(Csv("kinds-gnumeric.xlsx", "Monthly report"), begin + "Total,400,\n");
  EXPECT_EQ(Csv("kinds-gnumeric.ods", "Monthly report"), begin + "Total,400,\n");
  EXPECT_EQ(facts_.hidden_rows, 1);
  EXPECT_EQ(facts_.hidden_columns, 1);
  EXPECT_EQ(facts_.merged_areas, 1);
}

TEST_F(WorkbookTest, FindsSheetsByTheirExactName) {
  const auto facts = WriteSheetAsCsv(Sample("kinds.xlsx"), "Kind", folder_ / "out.csv");
  ASSERT_FALSE(facts.ok());
  EXPECT_EQ(WithHint(facts.error()), "'kinds.xlsx' has no sheet 'Kind' (did you mean 'Kinds'?)");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out.csv"));
}

TEST_F(WorkbookTest, TellsWorkbooksFromArchives) {
  EXPECT_TRUE(IsWorkbook(*ListMembers(Sample("kinds.xlsx"))));
  EXPECT_TRUE(IsWorkbook(*ListMembers(Sample("kinds.ods"))));
  EXPECT_FALSE(IsWorkbook({{"content.xml", 1}, {"a.csv", 2}}));
}

TEST_F(WorkbookTest, LeavesNothingElseBehind) {
  Csv("kinds.xlsx", "Kinds");
  int files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_.path()))
    ++files;
  EXPECT_EQ(files, 1);
}

}  // namespace
}  // namespace northstar::files
