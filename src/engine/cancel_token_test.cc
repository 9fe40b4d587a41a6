#include "engine/cancel_token.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

namespace northstar {
namespace {

// What runs lives on the heap and is gone right after End, so that a Cancel that still looks at it
// is found by the sanitizers.
TEST(CancelToken, NothingIsStoppedThatHasEnded) {
  CancelToken token;
  std::atomic<bool> over{false};
  std::atomic<int> stopped{0};
  std::thread canceler([&] {
    while (!over) token.Cancel();
  });
  for (int i = 0; i < 20'000 || stopped == 0; ++i) {
    auto count = std::make_unique<std::pair<std::atomic<int>*, int>>(&stopped, i);
    const auto running = std::make_unique<CancelToken::Running>(CancelToken::Running{
        count.get(),
        [](void* what) { ++*static_cast<std::pair<std::atomic<int>*, int>*>(what)->first; }});
    token.Begin(running.get());
    token.End();
  }
  over = true;
  canceler.join();
  const int before = stopped, times = token.Times();
  token.Cancel();
  EXPECT_EQ(stopped, before) << "nothing runs";
  EXPECT_EQ(token.Times(), times + 1);
  EXPECT_TRUE(token.Take());
  EXPECT_FALSE(token.Take());
  EXPECT_EQ(token.Times(), times + 1);
}

}  // namespace
}  // namespace northstar
