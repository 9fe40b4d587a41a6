// The log of events: what was answered with success is there after every kind of end, once, in its
// order; what is damaged is said.
#include "eventlog/event_log.h"
#include "eventlog/log_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <set>

#include "tests/faulty_disk.h"

namespace northstar::testing {
namespace {

using eventlog::EventLog;
using eventlog::Record;

const std::string kDatabase = "0123456789abcdef";

EventLog::Settings SettingsOf(int64_t segment_bytes) {
  return {"log", kDatabase, segment_bytes, size_t{64} << 20};
}

Record Of(const std::string& body, uint32_t events = 1) {
  Record record;
  record.received_us = 1'700'000'000'000'000;
  record.events = events;
  record.key = 7;
  record.format = 2;
  record.verdicts = events > 1 ? std::string((events + 7) / 8, '\1') : "";
  record.body = body;
  return record;
}

struct Read {
  EventLog::Found found;
  std::vector<Record> records;
  std::unique_ptr<EventLog> log;
};
Read OpenAll(eventlog::Disk& disk, const EventLog::Settings& settings, uint64_t from = 1) {
  Read read;
  auto opened = EventLog::Open(disk, settings, from,
                               [&](Record&& record) { read.records.push_back(std::move(record)); });
  if (!opened.ok()) {
    ADD_FAILURE() << opened.error().message;
    return read;
  }
  read.found = std::move(opened->found);
  read.log = std::move(opened->log);
  return read;
}

bool AppendNow(EventLog& log, Record record) {
  std::promise<bool> done;
  auto durable = done.get_future();
  EXPECT_EQ(log.Append(std::move(record), [&](const Status& s) { done.set_value(s.ok()); }),
            EventLog::Taken::kYes);
  return durable.get();
}

std::vector<std::string> BodiesFrom(const std::vector<Record>& records, uint64_t from) {
  std::vector<std::string> bodies;
  for (const Record& record : records) {
    if (record.first + record.events > from) bodies.push_back(record.body);
  }
  return bodies;
}

// The same by a reader beside the log.
std::vector<std::string> ReadBodies(eventlog::Disk& disk, const EventLog::Settings& settings,
                                    uint64_t from, const EventLog& log) {
  eventlog::LogReader reader(disk, settings.folder, settings.database, from);
  std::vector<std::string> bodies;
  size_t before = 0;
  do {
    before = bodies.size();
    constexpr int64_t kMost = 700;
    const Status read = reader.Read(log.Health().durable, kMost, [&](Record&& record) {
      bodies.push_back(std::move(record.body));
    });
    EXPECT_TRUE(read.ok());
  } while (bodies.size() > before);
  return bodies;
}

TEST(EventLog, IsReadWhileItIsWritten) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("northstar_read_{}", ::getpid());
  std::filesystem::remove_all(folder);
  eventlog::LocalDisk disk;
  EventLog::Settings settings = SettingsOf(40'000);
  settings.folder = folder.string();
  constexpr int kRecords = 3000;
  Read read = OpenAll(disk, settings);
  eventlog::LogReader reader(disk, settings.folder, settings.database, 1);
  std::thread writer([&] {
    for (int i = 0; i < kRecords; ++i) {
      read.log->Append(Of(fmt::format("{}:{}", i, std::string(i % 700, 'x')), 2),
                       [](const Status& durable) { EXPECT_TRUE(durable.ok()); });
      if (i % 10 == 0) std::this_thread::yield();
    }
  });
  int seen = 0;
  while (seen < kRecords) {
    const Status status = reader.Read(read.log->Health().durable, 5'000, [&](Record&& record) {
      EXPECT_EQ(record.body.substr(0, record.body.find(':')), std::to_string(seen));
      ++seen;
    });
    ASSERT_TRUE(status.ok());
  }
  writer.join();
  EXPECT_EQ(reader.next(), 1u + 2 * kRecords);
  read.log.reset();
  std::filesystem::remove_all(folder);
}

TEST(EventLog, GivesBackWhatItWasGiven) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("northstar_log_{}", ::getpid());
  std::filesystem::remove_all(folder);
  eventlog::LocalDisk disk;
  EventLog::Settings settings = SettingsOf(4096);
  settings.folder = (folder / "deep" / "log").string();
  for (int life = 0; life < 3; ++life) {
    Read read = OpenAll(disk, settings);
    ASSERT_EQ(read.records.size(), static_cast<size_t>(life * 20));
    for (int i = 0; i < 20; ++i)
      EXPECT_TRUE(AppendNow(*read.log, Of(std::string(300, static_cast<char>('a' + i)), 3)));
  }
  Read read = OpenAll(disk, settings, 100);
  uint64_t next = 100;
  for (const Record& record : read.records) {
    EXPECT_EQ(record.first, next);
    next += 3;
    EXPECT_EQ(record.body, std::string(300, static_cast<char>('a' + (record.first / 3) % 20)));
    EXPECT_EQ(record.verdicts, "\1");
    EXPECT_EQ(record.key, 7u);
  }
  EXPECT_EQ(next, 181u);
  EXPECT_TRUE(read.found.torn.empty());
  EXPECT_TRUE(read.found.lost.empty());
  read.log.reset();
  for (const auto& entry : std::filesystem::directory_iterator(settings.folder))
    EXPECT_LE(entry.file_size(), 4096u) << "space that was not used went back";
  std::filesystem::remove_all(folder);
}

TEST(EventLog, KeepsWhatItAnsweredThroughAnyEnd) {
  constexpr uint64_t kSeeds = 400;
  constexpr int kLives = 6;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    Random random(seed);
    FaultyDisk disk(seed);
    const EventLog::Settings settings = SettingsOf(1500);
    std::vector<std::string> answered;
    int given = 0;
    for (int life = 0; life < kLives; ++life) {
      Read read = OpenAll(disk, settings);
      ASSERT_NE(read.log, nullptr);
      EXPECT_TRUE(read.found.lost.empty()) << read.found.lost[0].from;
      std::vector<std::string> there;
      uint64_t next = 0;
      for (const Record& record : read.records) {
        EXPECT_GE(record.first, next);
        next = record.first + record.events;
        there.push_back(record.body);
      }
      EXPECT_EQ(std::set<std::string>(there.begin(), there.end()).size(), there.size());
      size_t at = 0;
      for (const std::string& body : there) at += at < answered.size() && body == answered[at];
      ASSERT_EQ(at, answered.size()) << "missing: " << answered[at];
      const uint64_t from = 1 + random.Below(next + 1);
      EXPECT_EQ(ReadBodies(disk, settings, from, *read.log), BodiesFrom(read.records, from));
      // What was on the disk without an answer is part of the log from now on.
      answered = there;

      const int calls = disk.calls();
      if (random.Below(4) > 0) disk.StopAt(calls + 1 + static_cast<int>(random.Below(60)));
      if (random.Below(2) > 0) disk.FailAt(calls + 1 + static_cast<int>(random.Below(30)));
      std::mutex mutex;
      std::vector<std::string> of_life;
      const int records = 1 + static_cast<int>(random.Below(30));
      for (int i = 0; i < records; ++i) {
        const std::string body = fmt::format("{}:{}", ++given, std::string(random.Below(400), 'x'));
        read.log->Append(Of(body, 1 + static_cast<uint32_t>(random.Below(9))),
                         [&of_life, &mutex, body](const Status& durable) {
                           const std::scoped_lock lock(mutex);
                           if (durable.ok()) of_life.push_back(body);
                         });
      }
      read.log.reset();
      answered.insert(answered.end(), of_life.begin(), of_life.end());
      disk.Restart(static_cast<FaultyDisk::Crash>(random.Below(3)));
    }
    if (HasFailure()) return;
  }
}

TEST(EventLog, SaysWhatDamageTookAway) {
  FaultyDisk disk;
  const EventLog::Settings settings = SettingsOf(400);
  {
    Read read = OpenAll(disk, settings);
    for (int i = 0; i < 20; ++i) AppendNow(*read.log, Of(fmt::format("body {}", i), 5));
  }
  disk.Restart(FaultyDisk::Crash::kKilled);
  // One byte of the third record of the first segment.
  const std::string first = disk.Paths()[0];
  const size_t at = disk.Bytes(first).find("body 2");
  ASSERT_NE(at, std::string::npos);
  disk.Bytes(first)[at] = 'B';
  Read read = OpenAll(disk, settings);
  EXPECT_EQ(read.records.size(), 19u);
  EXPECT_EQ(read.found.lost, (std::vector<eventlog::Lost>{{11, 16}}));
  EXPECT_TRUE(read.found.torn.empty());
  read.log.reset();
  // The head of the second one: all that it held.
  const std::string second = disk.Paths()[1];
  disk.Bytes(second)[20] ^= 1;
  read = OpenAll(disk, settings);
  ASSERT_EQ(read.found.unreadable.size(), 1u);
  EXPECT_TRUE(second.ends_with(read.found.unreadable[0]));
  ASSERT_EQ(read.found.lost.size(), 2u);
  EXPECT_GT(read.found.lost[1].to, read.found.lost[1].from);
  // A log of another database is not read.
  read.log.reset();
  EventLog::Settings other = settings;
  other.database = "fedcba9876543210";
  read = OpenAll(disk, other);
  EXPECT_TRUE(read.records.empty());
  EXPECT_FALSE(read.found.unreadable.empty());
  EXPECT_TRUE(AppendNow(*read.log, Of("of the other one")));
}

TEST(EventLog, CutsATornEndAndGoesOn) {
  FaultyDisk disk;
  const EventLog::Settings settings = SettingsOf(100'000);
  {
    Read read = OpenAll(disk, settings);
    for (int i = 0; i < 5; ++i) AppendNow(*read.log, Of(fmt::format("body {}", i)));
  }
  disk.Restart(FaultyDisk::Crash::kKilled);
  std::string& bytes = disk.Bytes(disk.Paths()[0]);
  bytes.resize(bytes.size() - 3);
  Read read = OpenAll(disk, settings);
  EXPECT_EQ(read.records.size(), 4u);
  EXPECT_EQ(read.found.torn.size(), 1u);
  EXPECT_TRUE(AppendNow(*read.log, Of("after")));
  read.log.reset();
  read = OpenAll(disk, settings);
  EXPECT_EQ(read.records.back().body, "after");
  EXPECT_TRUE(read.found.torn.empty()) << "it was cut";
}

TEST(EventLog, AnswersManyWithOneSync) {
  FaultyDisk disk;
  disk.SlowSync(std::chrono::milliseconds(5));
  Read read = OpenAll(disk, SettingsOf(1 << 20));
  std::atomic<int> answered{0};
  for (int i = 0; i < 300; ++i)
    read.log->Append(Of("x"), [&](const Status& durable) { answered += durable.ok() ? 1 : 0; });
  read.log->Close();
  EXPECT_EQ(answered, 300);
  EXPECT_LT(disk.syncs(), 30);
}

TEST(EventLog, IsFullBeforeItTakesAllMemory) {
  FaultyDisk disk;
  disk.SlowSync(std::chrono::milliseconds(20));
  EventLog::Settings settings = SettingsOf(1 << 20);
  settings.queue_bytes = 10'000;
  Read read = OpenAll(disk, settings);
  int full = 0;
  for (int i = 0; i < 100; ++i) {
    full += read.log->Append(Of(std::string(1000, 'x')), [](const Status&) {}) ==
            EventLog::Taken::kFull;
  }
  EXPECT_GT(full, 50);
  EXPECT_LE(read.log->Health().queued_bytes, 10'000u + 2'000u);
  read.log->Close();
  EXPECT_EQ(read.log->Append(Of("x"), [](const Status&) {}), EventLog::Taken::kClosed);
  // One that is larger than the queue goes all the same.
  read = OpenAll(disk, settings);
  EXPECT_TRUE(AppendNow(*read.log, Of(std::string(50'000, 'y'))));
}

TEST(EventLog, GoesOnOnceThereIsRoomAgain) {
  FaultyDisk disk;
  Read read = OpenAll(disk, SettingsOf(2000));
  EXPECT_TRUE(AppendNow(*read.log, Of("first")));
  disk.SetRoom(2000);
  EXPECT_FALSE(AppendNow(*read.log, Of(std::string(1990, 'x'))));
  EXPECT_NE(read.log->Health().failure.find("No space left"), std::string::npos);
  disk.SetRoom(1 << 20);
  EXPECT_TRUE(AppendNow(*read.log, Of("last")));
  EXPECT_EQ(read.log->Health().failure, "");
  read.log.reset();
  read = OpenAll(disk, SettingsOf(2000));
  EXPECT_EQ(read.records.size(), 2u);
  EXPECT_EQ(read.records[1].first, 2u) << "what was never written takes no number";
}

TEST(EventLog, LeavesASegmentWhoseSyncFailed) {
  FaultyDisk disk;
  Read read = OpenAll(disk, SettingsOf(100'000));
  EXPECT_TRUE(AppendNow(*read.log, Of("first")));
  disk.FailAt(disk.calls() + 2);  // the write, then the sync
  EXPECT_FALSE(AppendNow(*read.log, Of("second")));
  EXPECT_TRUE(AppendNow(*read.log, Of("third")));
  EXPECT_EQ(disk.Paths().size(), 2u);
  read.log.reset();
  disk.Restart(FaultyDisk::Crash::kKilled);
  read = OpenAll(disk, SettingsOf(100'000));
  ASSERT_EQ(read.records.size(), 2u);
  EXPECT_EQ(read.records[1].body, "third");
  EXPECT_TRUE(read.found.lost.empty()) << "nobody was told that the second one is kept";
}

TEST(EventLog, ReadsAnyBytesAsASegment) {
  Random random(3);
  const eventlog::SegmentHead head{1, 1, kDatabase};
  std::string good = eventlog::WriteHead(head);
  for (int i = 0; i < 10; ++i) {
    Record record = Of(std::string(random.Below(300), '\0'), 2);
    record.first = 1 + 2 * static_cast<uint64_t>(i);
    record.durable = record.first;
    eventlog::Append(record, good);
  }
  EXPECT_EQ(eventlog::ReadHead(good), head);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = good;
    for (uint64_t i = random.Below(5); i > 0; --i)
      bytes[eventlog::kSegmentHead + random.Below(bytes.size() - eventlog::kSegmentHead)] =
          static_cast<char>(random.Below(256));
    if (random.Below(3) == 0)
      bytes.resize(eventlog::kSegmentHead + random.Below(bytes.size() - 64));
    if (random.Below(3) == 0) bytes.append(random.Below(5000), '\0');
    uint64_t events = 0, lost = 0, least = 0;
    const auto end = eventlog::ScanSegment(bytes, head, [&](Record&& record) {
      EXPECT_GE(record.first, least);
      least = record.first + record.events;
      events += record.events;
    });
    for (const auto& one : end.lost) lost += one.to - one.from;
    EXPECT_LE(events + lost, 20u);
    EXPECT_GE(end.next, 1 + events + lost);
    EXPECT_LE(static_cast<size_t>(end.used), bytes.size());
  }
}

}  // namespace
}  // namespace northstar::testing
