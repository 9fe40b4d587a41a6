#include "engine/table_profile.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace northstar::testing {
namespace {

class ProfiledFile : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<TableProfile> Profile(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(folder_);
    const std::string path = (folder_ / name).string();
    std::ofstream(path) << text;
    TableFiles source;
    source.header = true;
    return ProfileFile(source, path, name);
  }

 private:
  std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) /
      ("profiled_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "_" +
       ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(ProfiledFile, HoldsEveryColumn) {
  const auto p = Profile("a.csv", "id,Betrag\n1,\"0,5\"\n2,\"1,25\"\n3,\n");
  ASSERT_TRUE(p.ok()) << p.error().message;
  EXPECT_EQ(p->name, "a.csv");
  EXPECT_EQ(p->rows, 3);
  EXPECT_FALSE(p->sampled());
  ASSERT_EQ(p->columns.size(), 2U);
  EXPECT_EQ(p->columns[0].distinct, 3);
  EXPECT_EQ(p->columns[0].keys.size(), 3U);
  EXPECT_EQ(p->columns[1].name, "Betrag");
  EXPECT_EQ(p->columns[1].filled, 2);
  EXPECT_DOUBLE_EQ(p->columns[1].Share(cell_shape::kDecimal), 1);
}

TEST_F(ProfiledFile, MayNameTwoColumnsAlike) {
  const auto p = Profile("a.csv", "x,x\n1,a\n2,b\n");
  ASSERT_TRUE(p.ok()) << p.error().message;
  ASSERT_EQ(p->columns.size(), 2U);
  EXPECT_EQ(p->columns[0].samples[0], "1");
  EXPECT_EQ(p->columns[1].samples[0], "a");
}

TEST_F(ProfiledFile, LargeTablesAreSampledOverTheirWholeLength) {
  std::string text = "n,who\n";
  const int64_t rows = kMostProfiledRows * 2 + 5;
  for (int64_t i = 0; i < rows; ++i) text += fmt::format("{},u{}\n", i, i % 40'000);
  const auto p = Profile("a.csv", text);
  ASSERT_TRUE(p.ok()) << p.error().message;
  EXPECT_EQ(p->rows, rows);
  EXPECT_TRUE(p->sampled());
  EXPECT_LE(p->looked_at, kMostProfiledRows);
  const ColumnProfile& n = p->columns[0];
  EXPECT_FALSE(n.distinct_exact);
  EXPECT_NEAR(double(n.distinct), double(rows), 0.1 * double(rows));
  EXPECT_GT(*n.greatest, 0.99 * double(rows));
  EXPECT_EQ(n.keys.size(), kMostKeys);
  EXPECT_LT(n.keys_up_to, UINT64_MAX);
  EXPECT_NEAR(double(n.FilledInAll()), double(rows), 1);
  EXPECT_NEAR(p->columns[1].DistinctShare(), 0.1, 0.02);
}

TEST_F(ProfiledFile, JsonIsReadInEachOfItsForms) {
  for (const char* text : {"{\"a\":1,\"b\":{\"c\":\"x\"}}\n{\"a\":2}\n",
                           "\xEF\xBB\xBF{\"a\":1,\"b\":{\"c\":\"x\"}}\n{\"a\":2}\n",
                           "[{\"a\":1,\"b\":{\"c\":\"x\"}},\n {\"a\":2}]",
                           "{\"data\":[{\"a\":1,\"b\":{\"c\":\"x\"}},{\"a\":2}]}"}) {
    const auto p = Profile("a.json", text);
    ASSERT_TRUE(p.ok()) << text << p.error().message;
    EXPECT_EQ(p->rows, 2) << text;
    ASSERT_EQ(p->columns.size(), 2U) << text;
    EXPECT_EQ(p->columns[1].name, "b.c");
    EXPECT_EQ(p->columns[1].filled, 1);
  }
}

TEST_F(ProfiledFile, FaultsNameTheFile) {
  const auto cut = Profile("a.json", "[{\"a\":1},{\"a\"");
  ASSERT_FALSE(cut.ok());
  EXPECT_NE(cut.error().message.find("'a.json'"), std::string::npos);
  EXPECT_FALSE(Profile("b.json", "[1,2]").ok());
  const auto empty = Profile("c.csv", "");
  ASSERT_TRUE(empty.ok());
  EXPECT_EQ(empty->rows, 0);
}

}  // namespace
}  // namespace northstar::testing
