// A segment that is over, compressed and with its own summary: the head of the segment, its records
// in zstd frames of about a megabyte each, and behind them where the frames begin, which keys sent
// what is inside, and a checksum. It reads as the segment did, so that nobody who reads needs to
// know.
//
//   Pack(disk, folder, 17, [](Record& record) { return true; });  // 0…17.log → 0…17.pack
//
// A file under its last name is whole: it is written under another one, made durable, then renamed.
// Functions are thread safe; one segment is packed at a time in a process.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "eventlog/disk.h"
#include "eventlog/segment.h"

namespace northstar::eventlog {

struct PackedSummary {
  SegmentHead head;
  // One more than the number of its last event.
  uint64_t next = 0;
  // When its latest record was received, by the key that sent it; microseconds since 1970.
  std::map<uint32_t, int64_t> latest;
  // Of the records, before they were compressed.
  int64_t raw_bytes = 0;
};

// A segment of either kind, to be read: its head at 0 and its records behind, as ScanSegment takes
// them. Where both kinds are there the packed one counts. kData where it is damaged.
Result<std::unique_ptr<DiskFile>> OpenSegment(Disk& disk, const std::string& folder,
                                              uint64_t first);
// Nullopt where it is not packed.
Result<std::optional<PackedSummary>> SummaryOf(Disk& disk, const std::string& folder,
                                               uint64_t first);

struct Packing {
  int64_t kept = 0, dropped = 0;
  // Bytes on disk.
  int64_t before = 0, after = 0;
};
// Segments that this process writes, by path: nobody else may put another file in their place.
void MarkWritten(const std::string& path, bool written);
bool IsWritten(const std::string& folder, uint64_t first);

// The segment, packed or not, becomes one that holds the records for which `keep` returns true, as
// it leaves them; the number and the count of events of a record stay. kData where it is written.
Result<Packing> Pack(Disk& disk, const std::string& folder, uint64_t first,
                     const std::function<bool(Record&)>& keep);

// What is in the folder, ascending; each once, of whatever kind.
Result<std::vector<uint64_t>> FindSegments(Disk& disk, const std::string& folder);

}  // namespace northstar::eventlog
