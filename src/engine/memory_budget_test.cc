#include "engine/memory_budget.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

namespace northstar {
namespace {

bool Never() {
  return false;
}

TEST(MemoryBudget, PlansThatFitTogetherRunTogether) {
  MemoryBudget budget(100);
  const auto first = budget.Take(60, Never);
  const auto second = budget.Take(40, Never);
  EXPECT_EQ(budget.Left(), 0);
}

TEST(MemoryBudget, WhatDoesNotFitWaits) {
  MemoryBudget budget(100);
  std::optional<MemoryBudget::Share> first(budget.Take(60, Never));
  std::atomic<bool> begun{false};
  std::thread other([&] {
    const auto share = budget.Take(60, Never);
    begun = true;
  });
  EXPECT_FALSE(begun);
  first.reset();
  other.join();
  EXPECT_TRUE(begun);
  EXPECT_EQ(budget.Left(), 100);
}

TEST(MemoryBudget, OneThatIsLargerThanAllRunsAlone) {
  MemoryBudget budget(100);
  const auto large = budget.Take(250, Never);
  EXPECT_EQ(budget.Left(), -150);
}

TEST(MemoryBudget, WhoIsCanceledDoesNotWait) {
  MemoryBudget budget(100);
  const auto all = budget.Take(100, Never);
  const auto second = budget.Take(1, [] { return true; });
  EXPECT_EQ(budget.Left(), -1);
}

TEST(MemoryBudget, NeverHoldsMoreThanItHas) {
  MemoryBudget budget(10);
  std::atomic<int> most{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        const auto share = budget.Take(1 + (t + i) % 10, Never);
        const auto taken = static_cast<int>(10 - budget.Left());
        int seen = most;
        while (taken > seen && !most.compare_exchange_weak(seen, taken)) {
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, 10);
  EXPECT_EQ(budget.Left(), 10);
}

}  // namespace
}  // namespace northstar
