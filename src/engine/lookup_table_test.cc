#include "engine/lookup_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace northstar {
namespace {

TEST(LookupTable, FindsFieldsByKey) {
  LookupTable table(2);
  table.Add("c1", {"Ann", std::nullopt});
  table.Add("c2", {"", "SP"});
  ASSERT_TRUE(table.Find("c1"));
  EXPECT_EQ(table.Field(*table.Find("c1"), 0), "Ann");
  EXPECT_EQ(table.Field(*table.Find("c1"), 1), std::nullopt);
  EXPECT_EQ(table.Field(*table.Find("c2"), 0), "") << "an empty text is no missing cell";
  EXPECT_EQ(table.Field(*table.Find("c2"), 1), "SP");
  for (const char* key : {"", "c", "C1", "c1 ", "c3"}) EXPECT_FALSE(table.Find(key)) << key;
  EXPECT_EQ(table.keys(), 2U);
}

TEST(LookupTable, RowsAreValidFromOneTimeUpToAnother) {
  LookupTable table(1);
  table.Add("a", {"first"}, 10, 20);
  table.Add("a", {"second"}, 20, 30);
  table.Add("a", {"last"}, 40);
  table.Add("b", {"always"});
  const auto at = [&](const char* key, int64_t us) -> std::string {
    const auto row = table.FindAt(key, us);
    return row ? std::string(*table.Field(*row, 0)) : "none";
  };
  EXPECT_EQ(at("a", 9), "none");
  EXPECT_EQ(at("a", 10), "first");
  EXPECT_EQ(at("a", 19), "first");
  EXPECT_EQ(at("a", 20), "second");
  EXPECT_EQ(at("a", 30), "none") << "the end is not included";
  EXPECT_EQ(at("a", 39), "none");
  EXPECT_EQ(at("a", 40), "last");
  EXPECT_EQ(at("a", int64_t{1} << 60), "last");
  EXPECT_EQ(at("b", 0), "always");
  EXPECT_EQ(at("c", 10), "none");
}

TEST(LookupTable, HoldsManyKeysAndLongCells) {
  LookupTable table(1);
  std::mt19937 random(7);
  std::map<std::string, std::string> expected;
  for (int i = 0; i < 50'000; ++i) {
    const std::string key = "k" + std::to_string(i);
    std::string cell(random() % 100, static_cast<char>('a' + i % 26));
    if (i == 777) cell.assign(3 << 20, 'x');
    table.Add(key, {cell});
    expected[key] = std::move(cell);
  }
  for (const auto& [key, cell] : expected) {
    const auto row = table.Find(key);
    ASSERT_TRUE(row) << key;
    ASSERT_EQ(table.Field(*row, 0), cell) << key;
  }
  EXPECT_GT(table.bytes(), size_t{3} << 20);
}

}  // namespace
}  // namespace northstar
