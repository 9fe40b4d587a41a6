// The thread that stores what arrived: not more often than it should while events keep coming, and
// everything at its end.
#include "live/arrivals_folder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>

#include "engine/warehouse.h"
#include "eventlog/event_log.h"
#include "ingest/wire.h"
#include "model/load_project.h"
#include "model/project.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

using eventlog::EventLog;
using eventlog::Record;
using std::chrono::steady_clock;

constexpr int64_t kNow = 1'796'000'000'000'000;

// A log, and the rows of its events.
class ArrivalsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_.Write("northstar.yml",
               "version: 1\nsources:\n  - {name: s, http: true, entities: {user: userId}}\n");
    auto loaded = LoadProject(dir_.path(), [](const std::string&) { return std::nullopt; });
    ASSERT_TRUE(loaded.ok());
    project_ = loaded->project;
    auto opened =
        EventLog::Open(disk_, {Folder(), kDatabase, 1 << 20, size_t{64} << 20}, 1, [](Record&&) {});
    ASSERT_TRUE(opened.ok());
    log_ = std::move(opened->log);
    auto warehouse = OpenWarehouse(*project_, WarehouseUse::kLoading);
    ASSERT_TRUE(warehouse.ok());
    warehouse_ = *warehouse;
  }

  std::unique_ptr<live::ArrivalsFolder> Start(std::chrono::milliseconds interval,
                                              const std::atomic<bool>* give_up = nullptr) {
    auto fold = warehouse_->OpenFold(project_);
    EXPECT_TRUE(fold.ok());
    live::ArrivalsFolder::Settings settings;
    settings.folder = Folder();
    settings.database = kDatabase;
    settings.interval = interval;
    settings.give_up = give_up;
    return std::make_unique<live::ArrivalsFolder>(
        settings, disk_, *log_, std::move(*fold), [](uint32_t) { return std::string("s"); },
        [this] { ++transactions_; });
  }

  // Durable when it returns.
  void Send(int number) {
    Record record;
    record.received_us = kNow;
    record.events = 1;
    record.key = 1;
    record.format = static_cast<uint8_t>(ingest::Format::kSegmentBatch);
    record.body =
        fmt::format(R"({{"batch":[{{"event":"e","userId":"u","messageId":"{}"}}]}})", number);
    std::promise<bool> done;
    auto durable = done.get_future();
    log_->Append(std::move(record), [&](const Status& s) { done.set_value(s.ok()); });
    ASSERT_TRUE(durable.get());
  }

  std::string Folder() const { return dir_.path() + "/log"; }

  static constexpr const char* kDatabase = "0123456789abcdef";
  TempDir dir_;
  ProjectRef project_;
  eventlog::LocalDisk disk_;
  std::unique_ptr<EventLog> log_;
  std::shared_ptr<Warehouse> warehouse_;
  std::atomic<int> transactions_{0};
};

TEST_F(ArrivalsTest, LetsWhatComesMeanwhileWait) {
  constexpr std::chrono::milliseconds kInterval{250}, kLong{1500};
  const auto start = steady_clock::now();
  const auto folder = Start(kInterval);
  int sent = 0;
  while (steady_clock::now() - start < kLong || transactions_ == 0) Send(sent++);
  const int transactions = transactions_;
  EXPECT_LE(transactions, (steady_clock::now() - start) / kInterval + 1);
  folder->Stop();
  EXPECT_EQ(folder->Health().counts.kept, sent);
}

TEST_F(ArrivalsTest, StoresAllAtItsEndAndNothingWhereItGivesUp) {
  std::atomic<bool> give_up{true};
  for (int i = 0; i < 5; ++i) Send(i);
  {
    const auto folder = Start(std::chrono::hours(1), &give_up);
    folder->Stop();
    EXPECT_EQ(folder->Health().counts.kept, 0);
  }
  const auto folder = Start(std::chrono::hours(1));
  while (transactions_ == 0) std::this_thread::yield();
  for (int i = 5; i < 9; ++i) Send(i);
  EXPECT_EQ(folder->Health().counts.kept, 5);
  folder->Stop();
  EXPECT_EQ(folder->Health().counts.kept, 9);
}

}  // namespace
}  // namespace northstar::testing
