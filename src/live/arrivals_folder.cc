#include "live/arrivals_folder.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "base/thread_priority.h"
#include "ingest/wire.h"

namespace northstar::live {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kAfterFailure{2};

bool IsRefused(const eventlog::Record& record, size_t event) {
  const size_t byte = event / 8;
  return byte < record.verdicts.size() && (record.verdicts[byte] >> (event % 8) & 1) != 0;
}

void Add(const FoldCounts& more, FoldCounts& counts) {
  counts.kept += more.kept;
  counts.filtered += more.filtered;
  counts.duplicate += more.duplicate;
  counts.rejected += more.rejected;
  counts.without_id += more.without_id;
}

void Add(const std::vector<RejectedBecause>& more, std::vector<RejectedBecause>& reasons) {
  constexpr size_t kMost = 20;
  for (const RejectedBecause& one : more) {
    const auto known = std::find_if(reasons.begin(), reasons.end(), [&](const auto& before) {
      return before.reason == one.reason;
    });
    if (known != reasons.end()) {
      known->events += one.events;
    } else if (reasons.size() < kMost) {
      reasons.push_back(one);
    }
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const auto& a, const auto& b) { return a.events > b.events; });
}

}  // namespace

ArrivalsFolder::ArrivalsFolder(Settings settings, eventlog::Disk& disk,
                               const eventlog::EventLog& log, std::shared_ptr<ArrivalFold> fold,
                               SourceOfKey source_of_key, std::function<void()> visible)
    : settings_(std::move(settings)),
      disk_(disk),
      log_(log),
      fold_(std::move(fold)),
      source_of_key_(std::move(source_of_key)),
      visible_(std::move(visible)) {
  state_.visible = std::numeric_limits<uint64_t>::max();
  rejected_.resize(fold_->sources());
  for (size_t i = 0; i < fold_->sources(); ++i) {
    cells_.emplace_back(fold_->paths(i));
    state_.visible = std::min(state_.visible, fold_->next(i));
  }
  thread_ = std::thread([this] { Run(); });
}

ArrivalsFolder::~ArrivalsFolder() {
  Stop();
}

ArrivalsFolder::State ArrivalsFolder::Health() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

std::vector<RejectedBecause> ArrivalsFolder::Rejected(std::string_view source) const {
  const int index = fold_->FindSource(source);
  const std::scoped_lock lock(mutex_);
  return index < 0 ? std::vector<RejectedBecause>{} : rejected_[static_cast<size_t>(index)];
}

void ArrivalsFolder::Stop() {
  {
    // What is durable by now; what comes later is for whoever goes on.
    const uint64_t durable = log_.Health().durable;
    const std::scoped_lock lock(mutex_);
    if (!stopping_) stop_at_ = durable;
    stopping_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void ArrivalsFolder::Run() {
  // Who asks waits for an answer; what arrives is visible soon enough.
  MakeWay(5);
  while (true) {
    if (settings_.give_up != nullptr && *settings_.give_up) return;
    std::unique_lock lock(mutex_);
    const bool was_stopping = stopping_;
    const uint64_t before = state_.visible;
    lock.unlock();
    const auto begun = steady_clock::now();
    const bool more = FoldSome();
    lock.lock();
    const bool failed = !state_.failure.empty();
    const bool done = state_.visible >= stop_at_ || (was_stopping && state_.visible == before);
    if (stopping_ && (failed || done)) return;
    if ((more || stopping_) && !failed) continue;
    const auto next = failed ? steady_clock::now() + kAfterFailure : begun + settings_.interval;
    changed_.wait_until(lock, next, [&] { return stopping_; });
  }
}

bool ArrivalsFolder::FoldSome() {
  if (fold_->sources() == 0) return false;
  const uint64_t durable = log_.Health().durable;
  uint64_t from = durable;
  for (size_t i = 0; i < fold_->sources(); ++i) from = std::min(from, fold_->next(i));
  if (from >= durable) return false;
  // What was read for a transaction that failed is read again.
  if (!reader_ || reader_->next() != from)
    reader_.emplace(disk_, settings_.folder, settings_.database, from);
  const auto start = steady_clock::now();
  without_source_ = 0;
  Status status;
  const Status read = reader_->Read(durable, settings_.most_bytes, [&](eventlog::Record&& record) {
    if (status.ok()) status = AddRecord(record);
  });
  if (status.ok()) status = read;
  if (!status.ok()) {
    Failed(status.error());
    return true;
  }
  const auto counts = fold_->Commit(reader_->next());
  if (!counts.ok()) {
    Failed(counts.error());
    return true;
  }
  {
    const std::scoped_lock lock(mutex_);
    state_.failure.clear();
    state_.visible = reader_->next();
    for (size_t i = 0; i < counts->size(); ++i) {
      Add((*counts)[i], state_.counts);
      Add((*counts)[i].rejected_because, rejected_[i]);
    }
    state_.without_source += without_source_;
    state_.remembered_ids = fold_->remembered();
    state_.last_seconds = std::chrono::duration<double>(steady_clock::now() - start).count();
  }
  if (visible_) visible_();
  return reader_->next() < durable;
}

void ArrivalsFolder::Failed(const Error& error) {
  fold_->Discard();
  reader_.reset();
  const std::scoped_lock lock(mutex_);
  state_.failure = error.message;
}

Status ArrivalsFolder::AddRecord(eventlog::Record& record) {
  NS_ASSIGN(const std::string name, source_of_key_(record.key));
  const int source = fold_->FindSource(name);
  if (source < 0) {
    without_source_ += record.events;
    return Status::Ok();
  }
  const auto at = static_cast<size_t>(source);
  if (record.first + record.events <= fold_->next(at)) return Status::Ok();
  const auto root = body_.Parse(record.body);
  if (!root) return Status::Ok();  // it was read when it arrived
  const ingest::Batch batch =
      ingest::ReadBatch(static_cast<ingest::Format>(record.format), *root, record.received_us);
  for (size_t i = 0; i < batch.events.size(); ++i) {
    const ingest::ReceivedEvent& event = batch.events[i];
    if (IsRefused(record, i) || !event.refused.empty()) continue;
    Arrival arrival{record.received_us, event.time_us, event.name, event.id,
                    cells_[at].Read(event.json)};
    if (event.same) {
      arrival.earlier = event.same->earlier;
      arrival.same = event.same->id;
    }
    fold_->Add(at, arrival);
  }
  return Status::Ok();
}

}  // namespace northstar::live
