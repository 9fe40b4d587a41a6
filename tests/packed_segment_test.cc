// Segments that are over are compressed in place: what they hold is the same for every reader,
// after any fault of the disk too; what is dropped leaves the numbers of the others.
#include "eventlog/packed_segment.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <future>
#include <set>

#include "eventlog/event_log.h"
#include "eventlog/log_reader.h"
#include "tests/faulty_disk.h"

namespace northstar::testing {
namespace {

using eventlog::EventLog;
using eventlog::Record;

const std::string kDatabase = "0123456789abcdef";
constexpr int kRecords = 60;

EventLog::Settings SmallSegments() {
  return {"log", kDatabase, 4096, size_t{64} << 20};
}

// The records of a log of several segments, the last of which is over too.
void WriteLog(eventlog::Disk& disk) {
  auto opened = EventLog::Open(disk, SmallSegments(), 1, [](Record&&) {});
  ASSERT_TRUE(opened.ok());
  for (int i = 0; i < kRecords; ++i) {
    Record record;
    record.received_us = 1'000'000 * i;
    record.events = 2;
    record.key = static_cast<uint32_t>(i % 3);
    record.format = 1;
    record.body = fmt::format("{}:{}", i, std::string(300, 'x'));
    std::promise<bool> done;
    auto durable = done.get_future();
    opened->log->Append(std::move(record), [&](const Status& s) { done.set_value(s.ok()); });
    ASSERT_TRUE(durable.get());
  }
}

struct Found {
  std::vector<std::string> bodies, read;
  EventLog::Found found;
  uint64_t durable = 0;
};
// What an opened log gives, and what a reader beside it does.
Found ReadLog(eventlog::Disk& disk) {
  Found found;
  auto opened = EventLog::Open(disk, SmallSegments(), 1,
                               [&](Record&& record) { found.bodies.push_back(record.body); });
  if (!opened.ok()) {
    ADD_FAILURE() << opened.error().message;
    return found;
  }
  found.found = opened->found;
  found.durable = opened->log->Health().durable;
  eventlog::LogReader reader(disk, "log", kDatabase, 1);
  while (reader.next() < found.durable) {
    const Status status = reader.Read(found.durable, 1000, [&](Record&& record) {
      found.read.push_back(std::move(record.body));
    });
    if (!status.ok()) {
      ADD_FAILURE() << status.error().message;
      break;
    }
  }
  return found;
}

bool KeepAll(Record&) {
  return true;
}

TEST(PackedSegments, HoldWhatThePlainOnesHeld) {
  FaultyDisk disk;
  WriteLog(disk);
  const Found before = ReadLog(disk);
  ASSERT_EQ(before.bodies.size(), static_cast<size_t>(kRecords));
  const auto firsts = eventlog::FindSegments(disk, "log");
  ASSERT_TRUE(firsts.ok());
  ASSERT_GT(firsts->size(), 3u);
  for (const uint64_t first : *firsts) {
    const auto packed = eventlog::Pack(disk, "log", first, KeepAll);
    ASSERT_TRUE(packed.ok()) << packed.error().message;
    EXPECT_LT(packed->after * 2, packed->before);
    EXPECT_EQ(packed->dropped, 0);
  }
  for (const std::string& path : disk.Paths()) EXPECT_TRUE(path.ends_with(".pack")) << path;
  const Found after = ReadLog(disk);
  EXPECT_EQ(after.bodies, before.bodies);
  EXPECT_EQ(after.read, before.bodies);
  EXPECT_EQ(after.durable, before.durable);
  EXPECT_TRUE(after.found.lost.empty());
  EXPECT_TRUE(after.found.torn.empty());
  // Packed again they are the same.
  for (const uint64_t first : *firsts)
    ASSERT_TRUE(eventlog::Pack(disk, "log", first, KeepAll).ok());
  EXPECT_EQ(ReadLog(disk).read, before.bodies);
}

TEST(PackedSegments, LoseNothingWhateverFails) {
  for (int call = 1; call < 60; ++call) {
    for (const bool stops : {true, false}) {
      for (const auto crash : {FaultyDisk::Crash::kKilled, FaultyDisk::Crash::kCut}) {
        SCOPED_TRACE(fmt::format("call {}, stops {}", call, stops));
        FaultyDisk disk(static_cast<uint64_t>(call));
        WriteLog(disk);
        const auto firsts = eventlog::FindSegments(disk, "log");
        const int calls = disk.calls();
        if (stops) {
          disk.StopAt(calls + call);
        } else {
          disk.FailAt(calls + call);
        }
        (void)eventlog::Pack(disk, "log", (*firsts)[0], KeepAll);
        (void)eventlog::Pack(disk, "log", (*firsts)[1], KeepAll);
        disk.Restart(crash);
        const Found found = ReadLog(disk);
        ASSERT_EQ(found.bodies.size(), static_cast<size_t>(kRecords));
        EXPECT_EQ(found.read, found.bodies);
        EXPECT_EQ(std::set<std::string>(found.read.begin(), found.read.end()).size(),
                  found.read.size());
        EXPECT_TRUE(found.found.lost.empty());
      }
    }
  }
}

TEST(PackedSegments, KeepNumbersWhenRecordsGo) {
  FaultyDisk disk;
  WriteLog(disk);
  const auto firsts = eventlog::FindSegments(disk, "log");
  int64_t dropped = 0;
  for (const uint64_t first : *firsts) {
    const auto packed =
        eventlog::Pack(disk, "log", first, [](Record& record) { return record.key != 1; });
    ASSERT_TRUE(packed.ok());
    dropped += packed->dropped;
    const auto summary = eventlog::SummaryOf(disk, "log", first);
    ASSERT_TRUE(summary.ok() && summary->has_value());
    EXPECT_FALSE((*summary)->latest.contains(1));
  }
  EXPECT_EQ(dropped, kRecords / 3);
  const Found found = ReadLog(disk);
  EXPECT_EQ(found.bodies.size(), static_cast<size_t>(kRecords - kRecords / 3));
  EXPECT_EQ(found.read, found.bodies);
  EXPECT_EQ(found.durable, uint64_t{2 * kRecords + 1});
  EXPECT_TRUE(found.found.lost.empty());
  // All of them: the numbers that were given are not given again.
  for (const uint64_t first : *firsts)
    ASSERT_TRUE(eventlog::Pack(disk, "log", first, [](Record&) { return false; }).ok());
  EXPECT_EQ(ReadLog(disk).durable, uint64_t{2 * kRecords + 1});
}

TEST(PackedSegments, SayThatTheyAreDamaged) {
  FaultyDisk disk;
  WriteLog(disk);
  const auto firsts = eventlog::FindSegments(disk, "log");
  const uint64_t first = (*firsts)[1];
  ASSERT_TRUE(eventlog::Pack(disk, "log", first, KeepAll).ok());
  const std::string path = "log/" + eventlog::SegmentName(first, eventlog::SegmentKind::kPacked);
  const std::string whole = disk.Bytes(path);
  for (size_t at = 0; at < whole.size(); at += 7) {
    disk.Bytes(path) = whole;
    disk.Bytes(path)[at] = static_cast<char>(disk.Bytes(path)[at] ^ 0x55);
    std::vector<Record> records;
    const auto file = eventlog::OpenSegment(disk, "log", first);
    if (!file.ok()) continue;
    const auto bytes = (*file)->Read(0, int64_t{1} << 20);
    if (!bytes.ok()) continue;
    // Else the checksums of its records say so.
    const auto head = eventlog::ReadHead(*bytes);
    if (!head) continue;
    eventlog::ScanSegment(*bytes, *head,
                          [&](Record&& record) { records.push_back(std::move(record)); });
    for (const Record& record : records) EXPECT_TRUE(record.body.ends_with(std::string(300, 'x')));
  }
  disk.Bytes(path).resize(whole.size() / 2);
  auto opened = EventLog::Open(disk, SmallSegments(), 1, [](Record&&) {});
  ASSERT_TRUE(opened.ok());
  ASSERT_EQ(opened->found.unreadable.size(), 1u);
  EXPECT_EQ(opened->found.lost.size(), 1u);
}

}  // namespace
}  // namespace northstar::testing
