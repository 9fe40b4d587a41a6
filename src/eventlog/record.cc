#include "eventlog/record.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstring>

namespace northstar::eventlog {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are written low byte first");

template <typename T>
void Put(T value, std::string& out) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <typename T>
T Take(std::string_view& bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

}  // namespace

size_t SizeOnDisk(const Record& record) {
  return kRecordHead + kRecordFields + record.verdicts.size() + record.body.size();
}

void Append(const Record& record, std::string& out) {
  const size_t start = out.size();
  const auto size = static_cast<uint32_t>(SizeOnDisk(record) - kRecordHead);
  Put(size, out);
  Put(~size, out);
  Put(uint64_t{0}, out);
  Put(record.first, out);
  Put(record.durable, out);
  Put(record.received_us, out);
  Put(record.events, out);
  Put(record.key, out);
  Put(record.format, out);
  Put(static_cast<uint16_t>(record.verdicts.size()), out);
  out += record.verdicts;
  out += record.body;
  const uint64_t checksum = XXH3_64bits(out.data() + start + kRecordHead, size);
  std::memcpy(out.data() + start + 8, &checksum, sizeof checksum);
}

std::optional<size_t> SizeOf(std::string_view head) {
  if (head.size() < kRecordHead) return std::nullopt;
  const auto size = Take<uint32_t>(head);
  const auto turned = Take<uint32_t>(head);
  const bool fits = size >= kRecordFields && size <= kRecordFields + 65'535 + kMostBody;
  return fits && turned == ~size ? std::optional(kRecordHead + size) : std::nullopt;
}

std::optional<ReadRecord> ReadAt(std::string_view bytes) {
  const auto size = SizeOf(bytes);
  if (!size || bytes.size() < *size) return std::nullopt;
  std::string_view rest = bytes.substr(8, *size - 8);
  const auto checksum = Take<uint64_t>(rest);
  if (XXH3_64bits(rest.data(), rest.size()) != checksum) return std::nullopt;
  ReadRecord read;
  read.bytes = *size;
  Record& record = read.record;
  record.first = Take<uint64_t>(rest);
  record.durable = Take<uint64_t>(rest);
  record.received_us = Take<int64_t>(rest);
  record.events = Take<uint32_t>(rest);
  record.key = Take<uint32_t>(rest);
  record.format = Take<uint16_t>(rest);
  const auto verdicts = Take<uint16_t>(rest);
  if (verdicts > rest.size() || record.events == 0) return std::nullopt;
  record.verdicts = std::string(rest.substr(0, verdicts));
  record.body = std::string(rest.substr(verdicts));
  return read;
}

}  // namespace northstar::eventlog
