#include "eventlog/segment.h"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace northstar::eventlog {
namespace {

constexpr std::string_view kMagic = "nsevlog\n";
constexpr uint64_t kFormat = 1;
constexpr size_t kNumberDigits = 20;
constexpr std::string_view kPlainEnding = ".log", kPackedEnding = ".pack";
constexpr size_t kChecked = kSegmentHead - 8;  // the checksum stands behind

void Put(uint64_t value, std::string& out) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}
uint64_t NumberAt(std::string_view bytes, size_t at) {
  uint64_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

}  // namespace

std::optional<size_t> FindRecord(std::string_view bytes, size_t at, uint64_t next) {
  for (; at + kRecordHead <= bytes.size(); ++at) {
    if (bytes[at] == '\0') {
      // Zeros are what most of it is: on to three bytes before what is none, as a size may end so.
      const size_t filled = std::min(bytes.find_first_not_of('\0', at), bytes.size());
      at = std::max(at, filled >= 3 ? filled - 3 : 0);
    }
    if (!SizeOf(bytes.substr(at, kRecordHead))) continue;
    const auto read = ReadAt(bytes.substr(at));
    if (read && read->record.first >= next) return at;
  }
  return std::nullopt;
}

std::string SegmentName(uint64_t first, SegmentKind kind) {
  return fmt::format("{:0{}}{}", first, kNumberDigits,
                     kind == SegmentKind::kPlain ? kPlainEnding : kPackedEnding);
}

std::optional<uint64_t> FirstOfName(std::string_view name) {
  const auto ending = name.substr(std::min(name.size(), kNumberDigits));
  if (ending != kPlainEnding && ending != kPackedEnding) return std::nullopt;
  name.remove_suffix(ending.size());
  uint64_t first = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), first);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return first;
}

std::string WriteHead(const SegmentHead& head) {
  std::string out(kMagic);
  Put(kFormat, out);
  Put(head.first, out);
  Put(head.durable, out);
  out += head.database.substr(0, kDatabaseId);
  out.resize(kChecked, '\0');
  Put(XXH3_64bits(out.data(), out.size()), out);
  return out;
}

std::optional<SegmentHead> ReadHead(std::string_view bytes) {
  if (bytes.size() < kSegmentHead || !bytes.starts_with(kMagic) || NumberAt(bytes, 8) != kFormat ||
      NumberAt(bytes, kChecked) != XXH3_64bits(bytes.data(), kChecked))
    return std::nullopt;
  return SegmentHead{NumberAt(bytes, 16), NumberAt(bytes, 24),
                     std::string(bytes.substr(32, kDatabaseId))};
}

SegmentEnd ScanSegment(std::string_view bytes, const SegmentHead& head,
                       const std::function<void(Record&&)>& take) {
  SegmentEnd end{head.first, kSegmentHead, false, {}};
  std::vector<Lost> missing;
  uint64_t durable = head.durable;
  size_t at = kSegmentHead;
  while (at < bytes.size()) {
    auto read = ReadAt(bytes.substr(at));
    if (!read || read->record.first < end.next) {
      const auto later = FindRecord(bytes, at, end.next);
      if (!later) break;
      at = *later;
      read = ReadAt(bytes.substr(at));
    }
    Record& record = read->record;
    if (record.first > end.next) missing.push_back({end.next, record.first});
    end.next = record.first + record.events;
    durable = std::max(durable, record.durable);
    at += read->bytes;
    end.used = static_cast<int64_t>(at);
    take(std::move(record));
  }
  end.torn = bytes.find_first_not_of('\0', static_cast<size_t>(end.used)) != std::string_view::npos;
  for (const Lost& one : missing) {
    const uint64_t to = std::min(one.to, durable);
    if (one.from < to) end.lost.push_back({one.from, to});
  }
  return end;
}

}  // namespace northstar::eventlog
