#include "live/log_keeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

#include "base/thread_priority.h"
#include "eventlog/packed_segment.h"

namespace northstar::live {
namespace {

constexpr std::string_view kTrimmedMark = "trimmed.";

// Times far apart do not overflow.
bool IsOver(int64_t received_us, int64_t kept_us, int64_t now_us) {
  return now_us - received_us > kept_us;
}

}  // namespace

LogKeeper::LogKeeper(Settings settings, eventlog::Disk& disk, eventlog::EventLog& log)
    : settings_(std::move(settings)), disk_(disk), log_(log) {
  thread_ = std::thread([this] { Run(); });
}

LogKeeper::~LogKeeper() {
  Stop();
}

LogKeeper::State LogKeeper::Health() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

void LogKeeper::Stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void LogKeeper::Run() {
  MakeWay(10);
  std::string told;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, settings_.interval, [&] { return stopping_; })) return;
    }
    const Status status = Tidy();
    const std::string now = status.ok() ? "" : status.error().message;
    if (now != told && !now.empty() && settings_.log)
      settings_.log("the log of events cannot be compressed: " + now);
    told = now;
  }
}

Status LogKeeper::Tidy() {
  const int64_t now_us = settings_.clock->NowUs();
  // In this order: what is open after the names were read was not over then.
  NS_ASSIGN(const std::vector<uint64_t> firsts, eventlog::FindSegments(disk_, settings_.folder));
  const uint64_t open = log_.Health().segment;
  if (open != open_) {
    open_ = open;
    open_since_ = now_us;
  } else if (open != 0 &&
             now_us - open_since_ > std::chrono::microseconds(settings_.most_age).count()) {
    log_.Roll();
  }
  const uint64_t stored = settings_.stored();
  Status first_failure;
  for (size_t i = 0; i < firsts.size(); ++i) {
    {
      const std::scoped_lock lock(mutex_);
      if (stopping_) return Status::Ok();
    }
    const bool last = i + 1 == firsts.size();
    // What is not stored yet is needed as it is.
    if (firsts[i] == open || (last ? log_.Health().durable : firsts[i + 1]) > stored) continue;
    const Status status = TidySegment(firsts[i], last);
    if (status.ok()) continue;
    if (first_failure.ok()) first_failure = status;
    const std::scoped_lock lock(mutex_);
    ++state_.failed;
  }
  return first_failure;
}

// `last`: none has a higher number; it stays, whatever it holds, since it says which numbers were
// given.
Status LogKeeper::TidySegment(uint64_t first, bool last) {
  const int64_t now_us = settings_.clock->NowUs();
  NS_ASSIGN(const auto summary, eventlog::SummaryOf(disk_, settings_.folder, first));
  if (!summary) return Pack(first, now_us);
  const auto over = [&](const auto& of_key) {
    return IsOver(of_key.second, settings_.kept_for(of_key.first), now_us);
  };
  const bool some = std::any_of(summary->latest.begin(), summary->latest.end(), over);
  const bool all = std::all_of(summary->latest.begin(), summary->latest.end(), over);
  if (all && !last) {
    for (const auto& [key, latest] : summary->latest) NS_RETURN_IF_ERROR(MarkTrimmed(key));
    NS_RETURN_IF_ERROR(disk_.Remove(settings_.folder + "/" +
                                    eventlog::SegmentName(first, eventlog::SegmentKind::kPacked)));
    return disk_.SyncFolder(settings_.folder);
  }
  return some ? Pack(first, now_us) : Status::Ok();
}

Status LogKeeper::Pack(uint64_t first, int64_t now_us) {
  Status marked;
  NS_ASSIGN(const eventlog::Packing packing,
            eventlog::Pack(disk_, settings_.folder, first, [&](eventlog::Record& record) {
              if (!IsOver(record.received_us, settings_.kept_for(record.key), now_us)) return true;
              if (marked.ok()) marked = MarkTrimmed(record.key);
              return !marked.ok();
            }));
  if (!marked.ok()) return marked;
  const std::scoped_lock lock(mutex_);
  ++state_.packed;
  state_.bytes_before += packing.before;
  state_.bytes_after += packing.after;
  return Status::Ok();
}

// Before anything goes: a definition that changes later cannot be applied to all that arrived.
Status LogKeeper::MarkTrimmed(uint32_t key) {
  NS_ASSIGN(const std::set<uint32_t> known, TrimmedKeys(disk_, settings_.folder));
  if (known.contains(key)) return Status::Ok();
  NS_ASSIGN(const auto mark,
            disk_.Create(fmt::format("{}/{}{}", settings_.folder, kTrimmedMark, key), 1));
  NS_RETURN_IF_ERROR(mark->Sync());
  return disk_.SyncFolder(settings_.folder);
}

Result<std::set<uint32_t>> TrimmedKeys(eventlog::Disk& disk, const std::string& folder) {
  NS_ASSIGN(const std::vector<std::string> names, disk.Names(folder));
  std::set<uint32_t> keys;
  for (const std::string& name : names) {
    if (!name.starts_with(kTrimmedMark)) continue;
    const std::string_view digits = std::string_view(name).substr(kTrimmedMark.size());
    uint32_t key = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), key);
    if (failed == std::errc() && end == digits.data() + digits.size()) keys.insert(key);
  }
  return keys;
}

}  // namespace northstar::live
