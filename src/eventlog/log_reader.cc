#include "eventlog/log_reader.h"

#include <algorithm>
#include <optional>

#include "eventlog/packed_segment.h"

namespace northstar::eventlog {
namespace {

constexpr int64_t kAtOnce = int64_t{1} << 20;

}  // namespace

// Behind the one that is read: the last that begins at next_ or before, or else the first one.
Result<std::optional<uint64_t>> LogReader::LaterSegment() {
  NS_ASSIGN(const std::vector<uint64_t> firsts, FindSegments(disk_, folder_));
  std::optional<uint64_t> best;
  std::optional<uint64_t> behind;
  for (const uint64_t first : firsts) {
    // One that was read to its end is over.
    if (file_ != nullptr && first <= first_) continue;
    if (first <= next_) best = std::max(best.value_or(0), first);
    if (first > next_) behind = std::min(behind.value_or(first), first);
  }
  return best ? best : behind;
}

Status LogReader::BeginSegment(uint64_t first) {
  NS_ASSIGN(auto file, OpenSegment(disk_, folder_, first));
  NS_ASSIGN(const std::string bytes, file->Read(0, kSegmentHead));
  const auto head = ReadHead(bytes);
  first_ = first;
  file_ = std::move(file);
  at_ = kSegmentHead;
  // One of another log holds nothing that is meant.
  if (head && head->database == database_) return Status::Ok();
  NS_ASSIGN(at_, file_->Size());
  return Status::Ok();
}

// Whether there may be more in the segment. What is no whole record may be one that is being
// written, but only where all durable ones were read.
Result<bool> LogReader::ReadSome(uint64_t durable, int64_t& most,
                                 const std::function<void(Record&&)>& take) {
  NS_ASSIGN(std::string bytes, file_->Read(at_, kAtOnce));
  const auto size = SizeOf(bytes);
  if (!size) return false;
  if (*size > bytes.size()) {
    NS_ASSIGN(bytes, file_->Read(at_, static_cast<int64_t>(*size)));
  }
  std::string_view rest = bytes;
  while (most > 0 && next_ < durable) {
    // Cut off where the bytes end: those behind are read next, if there are any.
    const bool cut = rest.size() < SizeOf(rest).value_or(kRecordHead);
    if (cut) return rest.size() < bytes.size();
    auto read = ReadAt(rest);
    if (!read) return false;
    at_ += static_cast<int64_t>(read->bytes);
    rest.remove_prefix(read->bytes);
    const uint64_t end = read->record.first + read->record.events;
    if (end <= next_) continue;
    next_ = end;
    most -= static_cast<int64_t>(read->bytes);
    take(std::move(read->record));
  }
  return true;
}

// Whether a whole record follows behind what is none. What is missing
// between them was told when the log was opened.
Result<bool> LogReader::PassDamage() {
  NS_ASSIGN(const int64_t size, file_->Size());
  if (at_ >= size) return false;
  NS_ASSIGN(const std::string bytes, file_->Read(at_, size - at_));
  const auto found = FindRecord(bytes, 0, 0);
  if (found) at_ += static_cast<int64_t>(*found);
  return found.has_value();
}

Status LogReader::Read(uint64_t durable, int64_t most, const std::function<void(Record&&)>& take) {
  while (most > 0 && next_ < durable) {
    if (file_ != nullptr) {
      NS_ASSIGN(const bool more, ReadSome(durable, most, take));
      if (more) continue;
    }
    // What is missing here was durable, so it is not being written: it is damaged.
    if (file_ != nullptr) {
      NS_ASSIGN(const bool passed, PassDamage());
      if (passed) continue;
    }
    NS_ASSIGN(const std::optional<uint64_t> later, LaterSegment());
    if (later) {
      NS_RETURN_IF_ERROR(BeginSegment(*later));
    } else {
      next_ = durable;  // it is nowhere
    }
  }
  return Status::Ok();
}

}  // namespace northstar::eventlog
