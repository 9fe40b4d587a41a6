// One request that sent events, as the log holds it: the body whole, once, and what was known when
// it arrived. On disk, numbers with the low byte first:
//
//   u32 size of what follows the checksum, u32 the same with every bit turned, u64 checksum of the
//   rest; u64 number of the first event, u64 number up to which events were durable, i64 received
//   (microseconds since 1970), u32 events, u32 key, u16 format, u16 bytes of verdicts, verdicts,
//   body.
//
// The checksum is XXH3-64. A size of 0 ends a segment: its space is zeros beyond. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace northstar::eventlog {

struct Record {
  // Of its first event; events are numbered through all of the log from 1. The log gives it.
  uint64_t first = 0;
  // Events with lower numbers were durable when this was written, and so may have been answered
  // with success: if they are missing, something was lost. The log gives it.
  uint64_t durable = 0;
  int64_t received_us = 0;
  // At least 1.
  uint32_t events = 0;
  // The id of the key that sent it, never the key.
  uint32_t key = 0;
  // Of the family of clients; what it means, the reader of bodies says.
  uint16_t format = 0;
  // A bit for each event, the lowest first: set where it was refused. Empty: none was. At most
  // 65,535 bytes.
  std::string verdicts;
  std::string body;

  bool operator==(const Record&) const = default;
};

inline constexpr size_t kRecordHead = 16;  // bytes before what the checksum covers
// Of a record without a body; so many bytes are its least.
inline constexpr size_t kRecordFields = 36;
// A body may have so many bytes.
inline constexpr size_t kMostBody = size_t{64} << 20;

// Bytes of the record on disk.
size_t SizeOnDisk(const Record& record);
void Append(const Record& record, std::string& out);

struct ReadRecord {
  Record record;
  size_t bytes = 0;  // on disk
};
// The record that `bytes` begin with; nullopt where they hold none that is whole.
std::optional<ReadRecord> ReadAt(std::string_view bytes);
// How many bytes a record that begins like this has, head included; nullopt where it is no head.
std::optional<size_t> SizeOf(std::string_view head);

}  // namespace northstar::eventlog
