#include "engine/seen_ids.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace northstar {
namespace {

constexpr SeenIds::Key kKey{1, 2, 3};

TEST(SeenIds, RemembersAndForgetsByDay) {
  SeenIds ids(kKey);
  EXPECT_FALSE(ids.Has(ids.HashOf("a")));
  EXPECT_EQ(ids.oldest().ids, 0);
  ids.Add(ids.HashOf("a"), 20'000);
  ids.Add(ids.HashOf("b"), 20'001);
  ids.Add(ids.HashOf("b"), 20'001);
  EXPECT_EQ(ids.size(), 2);
  EXPECT_EQ(ids.oldest().day, 20'000);
  EXPECT_EQ(ids.oldest().ids, 1);
  EXPECT_TRUE(ids.Has(ids.HashOf("a")));
  ids.ForgetBefore(20'001);
  EXPECT_FALSE(ids.Has(ids.HashOf("a")));
  EXPECT_TRUE(ids.Has(ids.HashOf("b")));
  EXPECT_EQ(ids.size(), 1);
  ids.ForgetBefore(20'002);
  EXPECT_EQ(ids.size(), 0);
}

// The reference implementation's first vectors begin with other keys; what matters is that another
// key gives other hashes.
TEST(SeenIds, HashesUnderItsKey) {
  const SeenIds one(kKey);
  const SeenIds other(SeenIds::Key{9});
  EXPECT_NE(one.HashOf("a"), other.HashOf("a"));
  EXPECT_EQ(one.HashOf("a"), SeenIds(kKey).HashOf("a"));
  EXPECT_NE(one.HashOf(""), 0U);
}

TEST(SeenIds, AgreesWithASet) {
  std::mt19937_64 random(7);
  SeenIds ids(kKey);
  std::set<std::pair<int32_t, uint64_t>> all;
  for (int32_t day = 100; day < 140; ++day) {
    for (int i = 0; i < 500; ++i) {
      const uint64_t hash = random() | 1;
      ids.Add(hash, day);
      all.emplace(day, hash);
    }
    if (day % 7 != 0) continue;
    ids.ForgetBefore(day - 10);
    std::erase_if(all, [&](const auto& one) { return one.first < day - 10; });
    ASSERT_EQ(ids.size(), static_cast<int64_t>(all.size()));
  }
  for (const auto& [day, hash] : all) EXPECT_TRUE(ids.Has(hash));
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(ids.Has(random() & ~uint64_t{1}));
}

}  // namespace
}  // namespace northstar
