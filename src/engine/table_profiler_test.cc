#include "engine/table_profiler.h"

#include <gtest/gtest.h>

#include "base/written_number.h"

namespace northstar::testing {
namespace {

ColumnProfile ProfileOf(const std::vector<std::string>& cells) {
  ColumnProfiler profiler("c");
  for (size_t i = 0; i < cells.size(); ++i) profiler.Add(static_cast<int64_t>(i), cells[i]);
  return std::move(profiler).Finish(static_cast<int64_t>(cells.size()), true);
}

TEST(TableProfiler, CountsWhatIsFilled) {
  const ColumnProfile p = ProfileOf({"a", "", "b", " ", "a", " c"});
  EXPECT_EQ(p.rows, 6);
  EXPECT_EQ(p.filled, 4);
  EXPECT_EQ(p.distinct, 3);
  EXPECT_TRUE(p.distinct_exact);
  EXPECT_EQ(p.padded, 1);
  ASSERT_EQ(p.frequent.size(), 1U);
  EXPECT_EQ(p.frequent[0].value, "a");
  EXPECT_EQ(p.frequent[0].count, 2);
  EXPECT_EQ(p.samples, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_DOUBLE_EQ(p.TopShare(), 0.5);
  EXPECT_DOUBLE_EQ(p.DistinctShare(), 0.75);
}

TEST(TableProfiler, SumsShapesOverRepeats) {
  const ColumnProfile p = ProfileOf({"12.5", "12.5", "x", "7"});
  EXPECT_DOUBLE_EQ(p.Share(cell_shape::kNumber), 0.75);
  EXPECT_DOUBLE_EQ(p.Share(cell_shape::kDecimal), 0.5);
  EXPECT_EQ(p.least, 7);
  EXPECT_EQ(p.greatest, 12.5);
  EXPECT_TRUE(p.number_evidence & number_evidence::kPointDecimal);
  EXPECT_TRUE(p.keys.empty()) << "fractions are no keys";
}

TEST(TableProfiler, SeesOrder) {
  const ColumnProfile rows = ProfileOf({"9", "10", "11", "12"});
  EXPECT_DOUBLE_EQ(rows.steps_of_one, 1);
  EXPECT_DOUBLE_EQ(rows.ascending, 1);
  const ColumnProfile mixed = ProfileOf({"b", "b", "a"});
  EXPECT_DOUBLE_EQ(mixed.equal_to_last, 0.5);
  EXPECT_DOUBLE_EQ(mixed.ascending, 0.5);
}

TEST(TableProfiler, KeepsKeysAndRows) {
  const ColumnProfile p = ProfileOf({"A ", "b", "", "A "});
  ASSERT_EQ(p.keys.size(), 2U);
  EXPECT_EQ(p.keys_up_to, UINT64_MAX);
  EXPECT_EQ(p.row_keys, (std::vector<uint64_t>{KeyOf("A "), KeyOf("b"), 0, KeyOf("A ")}));
  EXPECT_EQ(FoldedKey(" Ab1 "), "ab1");
  EXPECT_EQ(FoldedKey("17.0"), "17");
  EXPECT_EQ(FoldedKey("v17.0"), "v17.0");
}

TEST(TableProfiler, ManyValuesKeepTheSmallestKeys) {
  ColumnProfiler profiler("id");
  const int64_t rows = 100'000;
  for (int64_t i = 0; i < rows; ++i) profiler.Add(i, std::to_string(i));
  const ColumnProfile p = std::move(profiler).Finish(rows, false);
  EXPECT_EQ(p.distinct, rows);
  ASSERT_EQ(p.keys.size(), kMostKeys);
  EXPECT_EQ(p.keys.back(), p.keys_up_to);
  EXPECT_TRUE(p.row_keys.empty());
}

TEST(TableProfiler, ColumnsMayTurnUpLate) {
  TableProfiler table("t");
  table.Add(*table.Column("a"), "1");
  table.EndRow();
  table.Add(*table.Column("b"), "x");
  table.EndRow();
  const TableProfile p = std::move(table).Finish(2);
  ASSERT_EQ(p.columns.size(), 2U);
  EXPECT_EQ(p.columns[1].rows, 2);
  EXPECT_EQ(p.columns[1].filled, 1);
  EXPECT_EQ(p.columns[0].row_keys, (std::vector<uint64_t>{KeyOf("1"), 0}));
  EXPECT_TRUE(p.rows_kept);
  EXPECT_FALSE(p.sampled());
}

TEST(TableProfiler, LeavesColumnsOutBeyondTheLimit) {
  TableProfiler table("t");
  for (size_t i = 0; i < kMostProfiledColumns; ++i) ASSERT_TRUE(table.NewColumn("c"));
  EXPECT_FALSE(table.NewColumn("c"));
  EXPECT_EQ(std::move(table).Finish(0).columns_left_out, 1);
}

}  // namespace
}  // namespace northstar::testing
