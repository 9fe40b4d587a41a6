// Any bytes as a segment of the log: records that are found are whole, in order and without
// overlap, and are found again where they are written anew.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "eventlog/segment.h"

namespace {

using namespace northstar::eventlog;

void Check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)ReadHead(bytes);
  const SegmentHead head{1, 1, std::string(kDatabaseId, 'x')};
  // Records that are there, with whatever bytes between and behind them.
  std::string segment = WriteHead(head);
  uint64_t next = 1;
  size_t written = 0;
  for (size_t at = 0; at < bytes.size();) {
    const size_t length =
        std::min<size_t>(bytes.size() - at, static_cast<uint8_t>(bytes[at]) % 40 + 1);
    const std::string_view piece = bytes.substr(at, length);
    at += length;
    if (piece[0] % 3 == 0) {
      segment += piece;
      continue;
    }
    Record record;
    record.first = next;
    record.events = 1 + static_cast<uint8_t>(piece[0]) % 5;
    record.body = piece;
    next += record.events;
    ++written;
    Append(record, segment);
  }
  size_t found = 0;
  uint64_t seen = 0;
  const SegmentEnd end = ScanSegment(segment, head, [&](Record&& record) {
    Check(record.first > seen || found == 0);
    seen = record.first + record.events - 1;
    ++found;
  });
  Check(found >= written && end.used <= static_cast<int64_t>(segment.size()));
  return 0;
}
