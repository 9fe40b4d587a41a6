// A file of the log: 64 bytes of head, then records, then zeros up to the space that was taken for
// it. Segments are named by the number of their first event, and written by one process from one
// start: what an earlier one left is never written on. Pure functions over the bytes of a file.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventlog/record.h"

namespace northstar::eventlog {

inline constexpr size_t kSegmentHead = 64;
inline constexpr size_t kDatabaseId = 16;

struct SegmentHead {
  // Number of the first event that it may hold.
  uint64_t first = 0;
  // As Record::durable, when the segment was begun.
  uint64_t durable = 0;
  // Whose log it is: kDatabaseId bytes.
  std::string database;

  bool operator==(const SegmentHead&) const = default;
};

// As it is written, or compressed once it is over (packed_segment.h).
enum class SegmentKind { kPlain, kPacked };
// "00000000000000000017.log", "00000000000000000017.pack".
std::string SegmentName(uint64_t first, SegmentKind kind = SegmentKind::kPlain);
// Of either kind.
std::optional<uint64_t> FirstOfName(std::string_view name);

std::string WriteHead(const SegmentHead& head);
// Nullopt where the bytes are no head of this version, or are damaged.
std::optional<SegmentHead> ReadHead(std::string_view bytes);

// Events that were durable and are missing, [from, to).
struct Lost {
  uint64_t from = 0, to = 0;

  bool operator==(const Lost&) const = default;
};

// Where the first whole record stands from `at` on that begins with number `next` or a later one.
std::optional<size_t> FindRecord(std::string_view bytes, size_t at, uint64_t next);

struct SegmentEnd {
  // One more than the number of its last event; SegmentHead::first without any.
  uint64_t next = 0;
  // Bytes up to the end of its last record.
  int64_t used = 0;
  // Bytes stand behind that are no record.
  bool torn = false;
  // Between its records. What is missing but was still being written when the machine stopped is
  // none: nobody was told that it is kept.
  std::vector<Lost> lost;
};

// Calls `take` for every whole record, in order. REQUIRES: the bytes begin with `head`.
SegmentEnd ScanSegment(std::string_view bytes, const SegmentHead& head,
                       const std::function<void(Record&&)>& take);

}  // namespace northstar::eventlog
