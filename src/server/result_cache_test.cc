#include "server/result_cache.h"

#include <gtest/gtest.h>

#include <thread>

#include "server/api/time_limits.h"

namespace northstar::server {
namespace {

using Left = std::shared_ptr<std::atomic<bool>>;

Left Here() {
  return std::make_shared<std::atomic<bool>>(false);
}

Response With(const std::string& body, int status = 200) {
  Response response;
  response.status = status;
  response.body = body;
  return response;
}

TEST(ResultCache, AsksOnceForAllWhoWait) {
  ResultCache cache;
  std::vector<ResultCache::Done> finish;
  int answered = 0;
  for (int i = 0; i < 5; ++i) {
    cache.Ask("q", {1, 1},
              {[&](const Response& answer) { answered += answer.body == "a"; }, nullptr},
              [&](ResultCache::Done done, const auto&) { finish.push_back(std::move(done)); });
  }
  ASSERT_EQ(finish.size(), 1u);
  finish[0](With("a"));
  EXPECT_EQ(answered, 5);
  EXPECT_EQ(cache.counts().computed, 1);
}

TEST(ResultCache, KnowsWhenNobodyWaits) {
  ResultCache cache;
  std::function<bool()> nobody;
  ResultCache::Done finish;
  const Left first = Here(), second = Here();
  const auto ask = [&](const Left& left) {
    cache.Ask("q", {1, 1}, {[](const Response&) {}, left},
              [&](ResultCache::Done done, std::function<bool()> waits) {
                finish = std::move(done);
                nobody = std::move(waits);
              });
  };
  ask(first);
  EXPECT_FALSE(nobody());
  *first = true;
  EXPECT_TRUE(nobody());
  ask(second);  // somebody else asks the same
  EXPECT_FALSE(nobody());
  *second = true;
  EXPECT_TRUE(nobody());
  finish(With("too late", 503));
  EXPECT_EQ(cache.counts().bytes, 0u);
}

TEST(ResultCache, ComputesAgainForWhoComesWhileItIsGivenUp) {
  ResultCache cache;
  std::vector<std::function<bool()>> nobody;
  std::vector<ResultCache::Done> finish;
  std::vector<std::string> answers;
  const auto ask = [&](const Left& left) {
    cache.Ask("q", {1, 1}, {[&](const Response& answer) { answers.push_back(answer.body); }, left},
              [&](ResultCache::Done done, std::function<bool()> waits) {
                finish.push_back(std::move(done));
                nobody.push_back(std::move(waits));
              });
  };
  const Left first = Here(), second = Here();
  ask(first);
  *first = true;
  ASSERT_TRUE(nobody[0]());
  ask(second);
  finish[0](With("canceled", 503));
  EXPECT_TRUE(answers.empty());
  ASSERT_EQ(finish.size(), 2u);
  finish[1](With("a", 503));  // an error of its own is told
  EXPECT_EQ(answers, (std::vector<std::string>{"a", "a"}));
}

TEST(ResultCache, ServesWhatWasMadeJustNowWhileDataChange) {
  ResultCache cache;
  std::vector<std::string> answers;
  std::vector<ResultCache::Done> finish;
  const auto ask = [&](uint64_t data, bool takes_stale = true) {
    cache.Ask(
        "q", {1, data},
        {[&](const Response& answer) { answers.push_back(answer.body); }, nullptr, takes_stale},
        [&](ResultCache::Done done, const auto&) { finish.push_back(std::move(done)); });
  };
  ask(1);
  finish[0](With("one"));
  ask(2);  // has the next one made, and does not wait for it
  EXPECT_EQ(answers, (std::vector<std::string>{"one", "one"}));
  ASSERT_EQ(finish.size(), 2u);
  finish[1](With("two"));
  ask(2);
  EXPECT_EQ(answers.back(), "two");
  EXPECT_EQ(finish.size(), 2u);
  ask(3, false);  // waits
  EXPECT_EQ(answers.size(), 3u);
  finish[2](With("three"));
  EXPECT_EQ(answers.back(), "three");
}

TEST(TimeLimits, EndWhatNobodyWaitsFor) {
  TimeLimits limits;
  std::atomic<bool> gone{false};
  TimeLimits::Limited limited(limits, std::chrono::hours(1), [&] { return gone.load(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_FALSE(limited.token()->Asked());
  gone = true;
  for (int i = 0; i < 100 && !limited.token()->Asked(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_TRUE(limited.token()->Asked());
}

}  // namespace
}  // namespace northstar::server
