#include "store/alerts.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <variant>

#include "store/outbox.h"
#include "store/process_lock.h"

namespace northstar::store {
namespace {

namespace fs = std::filesystem;

class AlertsTest : public ::testing::Test {
 protected:
  AlertsTest()
      : root_(fs::path(::testing::TempDir()) /
              (std::string("alerts ") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())),
        project_(Calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1)) {
    fs::remove_all(root_);
    fs::create_directories(root_);
    project_.root = root_.string();
  }
  ~AlertsTest() override { fs::remove_all(root_); }

  // Whether everything that `write` does stays, or nothing.
  template <typename Write>
  void Within(Write write, bool commit = true) {
    auto store = StateStore::OpenForWriting(project_);
    ASSERT_TRUE(store.ok()) << store.error().message;
    auto transaction = Transaction::Begin(store->database());
    ASSERT_TRUE(transaction.ok());
    const Status written = write(store->database());
    ASSERT_TRUE(written.ok()) << written.error().message;
    if (!commit) return;
    ASSERT_TRUE(transaction->Commit().ok());
  }

  fs::path root_;
  Project project_;
};

StoredAlert Alert(const std::string& subject, const std::string& status) {
  StoredAlert alert{"guardrail", subject, status, "2026-06-22", "2026-06-29"};
  alert.failed = 2;
  alert.told = alert.told_critical = alert.static_said = true;
  alert.told_us = 5;
  return alert;
}

TEST_F(AlertsTest, ALookIsReadBackAsItWasWritten) {
  EXPECT_FALSE(ReadAlerts(project_, 0)->last_look_us);
  EXPECT_FALSE(fs::exists(root_ / ".northstar"));
  StoredLook look;
  look.at_us = 100;
  look.told = true;
  look.alerts = {Alert("rating", "firing"), Alert("quality", "ok")};
  look.changes = {{100, "guardrail", "rating", "ok", "firing", "2026-06-22", ""}};
  Within([&](Database& database) { return WriteLook(database, look); });
  const auto memory = ReadAlerts(project_, 100);
  ASSERT_TRUE(memory.ok());
  EXPECT_EQ(memory->last_look_us, 100);
  EXPECT_TRUE(memory->told_before);
  ASSERT_EQ(memory->alerts.size(), 2U);
  const StoredAlert& rating = memory->alerts[1];
  EXPECT_EQ(rating.subject, "rating");
  EXPECT_EQ(rating.status, "firing");
  EXPECT_EQ(rating.since, "2026-06-22");
  EXPECT_EQ(rating.failed_period, "2026-06-29");
  EXPECT_EQ(rating.failed, 2);
  EXPECT_EQ(rating.told_us, 5);
  EXPECT_TRUE(rating.told && rating.told_critical && rating.static_said);
  StoredLook next;
  next.at_us = 200;
  next.removed = {{"guardrail", "quality"}};
  next.alerts = {Alert("rating", "ok")};
  Within([&](Database& database) { return WriteLook(database, next); });
  EXPECT_EQ(ReadAlerts(project_, 200)->alerts.size(), 1U);
  EXPECT_EQ(ReadAlerts(project_, 200)->alerts[0].status, "ok");
  EXPECT_EQ(AlertHistory(project_)->size(), 1U);
}

TEST_F(AlertsTest, ALookThatIsNotCommittedLeavesNothing) {
  StoredLook look;
  look.at_us = 100;
  look.alerts = {Alert("rating", "firing")};
  OutboxMessage message;
  message.key = "k";
  Within(
      [&](Database& database) {
        const Status written = WriteLook(database, look);
        return written.ok() ? AddMessage(database, message) : written;
      },
      false);
  EXPECT_TRUE(ReadAlerts(project_, 200)->alerts.empty());
  EXPECT_TRUE(OutstandingMessages(project_, 0)->waiting.empty());
}

TEST_F(AlertsTest, MutesEndByTimeByHandAndByTheNextOne) {
  const Mute mute{"guardrail", "rating", 500, "Ana", "known outage", 100};
  ASSERT_TRUE(WriteMute(project_, mute).ok());
  ASSERT_EQ(ReadAlerts(project_, 499)->mutes.size(), 1U);
  EXPECT_EQ(ReadAlerts(project_, 499)->mutes[0].why, "known outage");
  EXPECT_EQ(ReadAlerts(project_, 499)->mutes[0].by, "Ana");
  EXPECT_TRUE(ReadAlerts(project_, 500)->mutes.empty());
  Mute longer = mute;
  longer.until_us = 900;
  longer.made_us = 200;
  ASSERT_TRUE(WriteMute(project_, longer).ok());
  ASSERT_EQ(ReadAlerts(project_, 300)->mutes.size(), 1U);
  EXPECT_EQ(ReadAlerts(project_, 300)->mutes[0].until_us, 900);
  ASSERT_TRUE(EndMute(project_, "guardrail", "rating", 400).ok());
  EXPECT_TRUE(ReadAlerts(project_, 400)->mutes.empty());
}

TEST_F(AlertsTest, AMessageGoesItsWay) {
  OutboxMessage message;
  message.channel = 1;
  message.type = "webhook";
  message.host = "example.org";
  message.body = "{}";
  message.made_us = 100;
  message.alerts = {{"guardrail", "rating", "started"}};
  for (const char* key : {"a", "b", "c"}) {
    message.key = key;
    Within([&](Database& database) { return AddMessage(database, message); });
  }
  auto store = StateStore::OpenForWriting(project_);
  Database& database = store->database();
  std::vector<OutboxMessage> waiting = *WaitingMessages(database);
  ASSERT_EQ(waiting.size(), 3U);
  EXPECT_EQ(waiting[0].key, "a");
  EXPECT_EQ(waiting[0].due_us, 100);
  EXPECT_FALSE(waiting[0].unsure);
  ASSERT_EQ(waiting[0].alerts.size(), 1U);
  EXPECT_EQ(waiting[0].alerts[0].event, "started");
  ASSERT_TRUE(BeginAttempt(database, waiting[0].id).ok());
  EXPECT_TRUE((*WaitingMessages(database))[0].unsure);
  waiting[0].due_us = 160;
  waiting[0].problem = "no connection to it";
  ASSERT_TRUE(MarkFailed(database, waiting[0]).ok());
  const OutboxMessage failed = (*WaitingMessages(database))[0];
  EXPECT_EQ(failed.attempts, 1);
  EXPECT_EQ(failed.due_us, 160);
  EXPECT_EQ(failed.body, "{}");
  EXPECT_FALSE(failed.unsure);
  ASSERT_TRUE(MarkSent(database, waiting[0].id, 170).ok());
  ASSERT_TRUE(MarkGivenUp(database, waiting[1].id, 180, "it answers with error 500").ok());
  Within([&](Database& other) { return WithdrawMessage(other, waiting[2].id); });
  EXPECT_TRUE(WaitingMessages(database)->empty());
  EXPECT_EQ(OutstandingMessages(project_, 179)->given_up.size(), 1U);
  EXPECT_EQ(OutstandingMessages(project_, 179)->given_up[0].problem, "it answers with error 500");
  EXPECT_TRUE(OutstandingMessages(project_, 180)->given_up.empty());
}

TEST_F(AlertsTest, AMessageOfOneKeyIsToldOnceUnlessItWasGivenUp) {
  OutboxMessage first, second;
  first.type = second.type = "slack";
  first.key = "a";
  second.key = "b";
  first.body = second.body = "{}";
  first.made_us = second.made_us = 100;
  using All = std::vector<Posted>;
  EXPECT_EQ(*WouldPost(project_, {first}), (All{Posted::kNew}));
  EXPECT_EQ(*PostOnce(project_, {first}), (All{Posted::kNew}));
  EXPECT_EQ(*PostOnce(project_, {first, second}), (All{Posted::kWaiting, Posted::kNew}));
  auto store = StateStore::OpenForWriting(project_);
  Database& database = store->database();
  std::vector<OutboxMessage> waiting = *WaitingMessages(database);
  ASSERT_EQ(waiting.size(), 2U);
  ASSERT_TRUE(MarkSent(database, waiting[0].id, 170).ok());
  ASSERT_TRUE(MarkGivenUp(database, waiting[1].id, 180, "it answers with error 500").ok());
  second.body = "{\"text\":\"new\"}";
  second.made_us = 200;
  EXPECT_EQ(*WouldPost(project_, {first, second}), (All{Posted::kSent, Posted::kNew}));
  EXPECT_EQ(*PostOnce(project_, {first, second}), (All{Posted::kSent, Posted::kNew}));
  waiting = *WaitingMessages(database);
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].key, "b");
  EXPECT_EQ(waiting[0].body, second.body);
  EXPECT_EQ(waiting[0].due_us, 200);
  EXPECT_EQ(waiting[0].given_up_us, 0);
  EXPECT_TRUE(OutstandingMessages(project_, 0)->given_up.empty());
}

TEST_F(AlertsTest, OneProcessHasALockAndLosesItWithItsEnd) {
  const std::string path = (root_ / ".northstar" / "watch.lock").string();
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto lock = ProcessLock::Take(path);
    const bool has = lock.ok() && std::holds_alternative<ProcessLock>(*lock);
    const char answer = has ? 'y' : 'n';
    if (write(ready[1], &answer, 1) != 1) _exit(1);
    pause();
    _exit(0);
  }
  char answer = 0;
  ASSERT_EQ(read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  const auto taken = ProcessLock::Take(path);
  ASSERT_TRUE(taken.ok());
  ASSERT_TRUE(std::holds_alternative<ProcessLock::Taken>(*taken));
  EXPECT_EQ(std::get<ProcessLock::Taken>(*taken).process, child);
  EXPECT_EQ(static_cast<unsigned>(fs::status(path).permissions()), 0600U);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  const auto again = ProcessLock::Take(path);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(std::holds_alternative<ProcessLock>(*again));
  close(ready[0]);
  close(ready[1]);
}

}  // namespace
}  // namespace northstar::store
