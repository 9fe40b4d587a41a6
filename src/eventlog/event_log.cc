#include "eventlog/event_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/crash_point.h"
#include "eventlog/packed_segment.h"

namespace northstar::eventlog {
std::string EventLog::PathOf(uint64_t first) const {
  return settings_.folder + "/" + SegmentName(first);
}

// What an earlier process left: read once, record by record, and put right where it ends.
class EventLog::Survey {
 public:
  Survey(Disk& disk, const Settings& settings, uint64_t from,
         const std::function<void(Record&&)>& take)
      : disk_(disk), settings_(settings), from_(from), take_(take) {}

  Status Run() {
    NS_ASSIGN(const std::vector<uint64_t> firsts, FindSegments(disk_, settings_.folder));
    for (const uint64_t first : firsts) {
      free = std::max(free, first + 1);
      auto summary = SummaryOf(disk_, settings_.folder, first);
      if (!summary.ok()) {
        found.unreadable.push_back(SegmentName(first, SegmentKind::kPacked));
        if (!next) next = first;
        continue;
      }
      NS_RETURN_IF_ERROR(*summary ? ReadPacked(first, **summary) : ReadPlain(first));
    }
    return Status::Ok();
  }

  Found found;
  std::optional<uint64_t> next;  // after what was read so far
  uint64_t free = 1;             // no segment and no event has this number or a later one

 private:
  // Its records were looked at when it was packed.
  Status ReadPacked(uint64_t first, const PackedSummary& summary) {
    const std::string plain = settings_.folder + "/" + SegmentName(first);
    NS_ASSIGN(const std::vector<std::string> names, disk_.Names(settings_.folder));
    if (std::find(names.begin(), names.end(), SegmentName(first)) != names.end())
      NS_RETURN_IF_ERROR(disk_.Remove(plain));
    if (summary.head.database != settings_.database || summary.head.first != first) {
      found.unreadable.push_back(SegmentName(first, SegmentKind::kPacked));
      if (!next) next = first;
      return Status::Ok();
    }
    Begin(summary.head);
    if (summary.next > from_) {
      NS_ASSIGN(const auto file, OpenSegment(disk_, settings_.folder, first));
      NS_ASSIGN(const int64_t size, file->Size());
      NS_ASSIGN(const std::string bytes, file->Read(0, size));
      (void)ScanSegment(bytes, summary.head, [&](Record&& record) { Take(std::move(record)); });
    }
    End(summary.next);
    return Status::Ok();
  }

  Status ReadPlain(uint64_t first) {
    const std::string name = SegmentName(first);
    NS_ASSIGN(const auto file, disk_.Open(settings_.folder + "/" + name));
    NS_ASSIGN(const int64_t size, file->Size());
    NS_ASSIGN(const std::string bytes, file->Read(0, size));
    const auto head = ReadHead(bytes);
    if (!head || head->database != settings_.database || head->first != first) {
      found.unreadable.push_back(name);
      if (!next) next = first;
      return Status::Ok();
    }
    Begin(*head);
    const SegmentEnd end =
        ScanSegment(bytes, *head, [&](Record&& record) { Take(std::move(record)); });
    found.lost.insert(found.lost.end(), end.lost.begin(), end.lost.end());
    End(end.next);
    // Space that a process took and did not come to use goes back.
    if (end.torn || end.used < size) {
      NS_RETURN_IF_ERROR(file->Truncate(end.used));
      NS_RETURN_IF_ERROR(file->Sync());
    }
    if (end.torn) found.torn.push_back(name);
    return Status::Ok();
  }

  // Numbers of a group that could not be written were passed over: those were never durable.
  void Begin(const SegmentHead& head) {
    const uint64_t known = std::min(head.first, head.durable);
    if (next && known > *next) found.lost.push_back({*next, known});
  }
  void End(uint64_t after) {
    next = after;
    free = std::max(free, after);
  }
  void Take(Record&& record) const {
    if (record.first + record.events > from_) take_(std::move(record));
  }

  Disk& disk_;
  const Settings& settings_;
  const uint64_t from_;
  const std::function<void(Record&&)>& take_;
};

Result<EventLog::Opened> EventLog::Open(Disk& disk, Settings settings, uint64_t from,
                                        const std::function<void(Record&&)>& take) {
  NS_RETURN_IF_ERROR(disk.MakeFolder(settings.folder));
  Survey survey(disk, settings, from, take);
  NS_RETURN_IF_ERROR(survey.Run());
  // Numbers between that and the first one that is free were never given to anything.
  const uint64_t durable = std::max(survey.next.value_or(1), from);
  std::unique_ptr<EventLog> log(
      new EventLog(disk, std::move(settings), std::max(survey.free, from), durable));
  log->thread_ = std::thread([raw = log.get()] { raw->Run(); });
  return Opened{std::move(log), std::move(survey.found)};
}

EventLog::~EventLog() {
  Close();
}

EventLog::Taken EventLog::Append(Record record, Done done) {
  const size_t bytes = SizeOnDisk(record);
  const std::scoped_lock lock(mutex_);
  if (closed_) return Taken::kClosed;
  // One record goes whatever its size, so that none waits for ever.
  if (state_.queued_bytes > 0 && state_.queued_bytes + bytes > settings_.queue_bytes)
    return Taken::kFull;
  state_.queued_bytes += bytes;
  queue_.push_back({std::move(record), std::move(done)});
  changed_.notify_one();
  return Taken::kYes;
}

void EventLog::Close() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void EventLog::Roll() {
  std::unique_lock lock(mutex_);
  if (closed_) return;
  rolling_ = true;
  changed_.notify_one();
  rolled_.wait(lock, [&] { return !rolling_; });
}

EventLog::State EventLog::Health() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

void EventLog::Run() {
  std::vector<Waiting> group;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return !queue_.empty() || closed_ || rolling_; });
      if (rolling_) {
        End();
        rolling_ = false;
        state_.segment = 0;
        rolled_.notify_all();
        continue;
      }
      if (queue_.empty()) break;
      group = std::move(queue_);
      queue_.clear();
    }
    size_t bytes = 0;
    for (const Waiting& one : group) bytes += SizeOnDisk(one.record);
    const Status written = Write(group);
    {
      const std::scoped_lock lock(mutex_);
      state_.queued_bytes -= bytes;
      if (written.ok()) state_.durable = next_;
      state_.failure = written.ok() ? "" : written.error().message;
    }
    for (Waiting& one : group) one.done(written);
    group.clear();
  }
  End();
}

// All or none of them is answered with success. Once bytes were written their numbers are not given
// again: what of a failed group is on the disk all the same is found there later.
Status EventLog::Write(std::vector<Waiting>& group) {
  const uint64_t durable = Health().durable;
  const uint64_t start = next_;
  std::string bytes;
  for (Waiting& one : group) {
    one.record.first = next_;
    one.record.durable = durable;
    next_ += one.record.events;
    eventlog::Append(one.record, bytes);
  }
  if (segment_ == nullptr || used_ + static_cast<int64_t>(bytes.size()) > space_) {
    End();
    const uint64_t after = next_;
    next_ = start;  // and stays so where nothing was written
    NS_RETURN_IF_ERROR(Begin(bytes.size()));
    next_ = after;
  }
  Status status = segment_->Write(used_, bytes);
  CrashPoint("log.written");
  if (status.ok()) status = segment_->Sync();
  CrashPoint("log.synced");
  if (!status.ok()) {
    Leave();
    return status;
  }
  used_ += static_cast<int64_t>(bytes.size());
  return Status::Ok();
}

// A segment for events from next_ on, with room for so many bytes.
Status EventLog::Begin(size_t bytes) {
  const auto needed = static_cast<int64_t>(kSegmentHead + bytes);
  int64_t space = std::max(TestNumber("segment.bytes", settings_.segment_bytes), needed);
  const std::string path = PathOf(next_);
  auto file = disk_.Create(path, space);
  // A disk that is almost full may have room for this group.
  if (!file.ok() && needed < space) {
    space = needed;
    file = disk_.Create(path, space);
  }
  if (!file.ok()) return file.error();
  Status status = (*file)->Write(0, WriteHead({next_, Health().durable, settings_.database}));
  if (status.ok()) status = (*file)->Sync();
  if (status.ok()) status = disk_.SyncFolder(settings_.folder);
  if (!status.ok()) {
    // The next try takes the same name.
    file->reset();
    (void)disk_.Remove(path);
    return status;
  }
  CrashPoint("log.begun");
  segment_ = *std::move(file);
  MarkWritten(path, true);
  written_path_ = path;
  {
    const std::scoped_lock lock(mutex_);
    state_.segment = next_;
  }
  used_ = kSegmentHead;
  space_ = space;
  return Status::Ok();
}

// Space that was taken and not used goes back; where that fails nothing is lost.
void EventLog::End() {
  if (segment_ != nullptr && segment_->Truncate(used_).ok()) (void)segment_->Sync();
  Leave();
}

void EventLog::Leave() {
  segment_.reset();
  if (!written_path_.empty()) MarkWritten(written_path_, false);
  written_path_.clear();
}

}  // namespace northstar::eventlog
