#include "engine/kernel/batch/arena.h"

#include <gtest/gtest.h>

#include <numeric>

namespace northstar::kernel {
namespace {

TEST(Arena, BlocksNeverOverlapAndZeroedOnesAreZero) {
  for (int round = 0; round < 3; ++round) {  // later rounds use pieces of earlier ones again
    Arena arena;
    std::vector<std::span<uint64_t>> blocks;
    for (const size_t count : {1UL, 7UL, 4096UL, 3UL << 20, 100UL, 1UL << 20}) {
      uint64_t* zeroed = arena.AllocateZeroed<uint64_t>(count);
      EXPECT_EQ(std::accumulate(zeroed, zeroed + count, uint64_t{0}), 0U);
      EXPECT_EQ(reinterpret_cast<uintptr_t>(zeroed) % 16, 0U);
      blocks.emplace_back(zeroed, count);
    }
    for (size_t b = 0; b < blocks.size(); ++b) std::fill(blocks[b].begin(), blocks[b].end(), b + 1);
    for (size_t b = 0; b < blocks.size(); ++b) {
      EXPECT_EQ(blocks[b].front(), b + 1);
      EXPECT_EQ(blocks[b].back(), b + 1);
    }
  }
}

TEST(BlockList, KeepsWhatIsPushedInOrder) {
  Arena arena;
  BlockList<uint32_t, 4, 64> growing;
  BlockList<uint32_t, 16, 16> even;
  EXPECT_TRUE(growing.empty());
  for (uint32_t i = 0; i < 1000; ++i) {
    growing.Push(i, arena);
    even.Push(i, arena);
    ASSERT_EQ(growing.size(), i + 1);
    ASSERT_EQ(growing.back(), i);
  }
  uint32_t next = 0;
  growing.ForEach([&](uint32_t value) { EXPECT_EQ(value, next++); });
  EXPECT_EQ(next, 1000U);
  size_t blocks = 0;
  growing.ForEachBlock([&](std::span<const uint32_t>) { ++blocks; });
  EXPECT_LT(blocks, 25U);
  for (const uint32_t i : {0U, 15U, 16U, 999U}) EXPECT_EQ(even.At(i), i);
  growing.Clear();
  EXPECT_TRUE(growing.empty());
  growing.ForEach([](uint32_t) { FAIL() << "nothing is left"; });
  growing.Push(7, arena);
  EXPECT_EQ(growing.size(), 1U);
}

}  // namespace
}  // namespace northstar::kernel
