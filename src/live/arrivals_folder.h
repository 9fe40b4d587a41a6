// The log of what arrived → rows that questions see: one thread that reads what is durable, finds
// the events in each body again, and stores them in one transaction about twice a second. What
// fails is tried again from where it stood; nothing is taken twice.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/arrivals.h"
#include "eventlog/event_log.h"
#include "eventlog/log_reader.h"
#include "ingest/json_body.h"
#include "live/event_cells.h"

namespace northstar::live {

class ArrivalsFolder {
 public:
  struct Settings {
    std::string folder, database;  // of the log
    // From the beginning of one transaction to the next.
    std::chrono::milliseconds interval{500};
    // Of bodies that one transaction takes.
    int64_t most_bytes = int64_t{48} << 20;
    // Once true, it ends after the transaction that it is in; null: never.
    const std::atomic<bool>* give_up = nullptr;
  };
  // The source that a key writes to, by the id of the key; empty: there is none. An error where
  // that cannot be told now.
  using SourceOfKey = std::function<Result<std::string>(uint32_t key)>;

  // How it stands.
  struct State {
    // Events with lower numbers are visible; the largest number where no source takes any.
    uint64_t visible = 1;
    // Why the last transaction failed; empty: it did not.
    std::string failure;
    // Since the start, of all sources.
    FoldCounts counts;
    // Of keys that no source has anymore.
    int64_t without_source = 0;
    int64_t remembered_ids = 0;
    double last_seconds = 0;
  };

  // Begins at once. All of them outlive it. `visible` is called after each transaction that stored
  // something, on its thread.
  ArrivalsFolder(Settings settings, eventlog::Disk& disk, const eventlog::EventLog& log,
                 std::shared_ptr<ArrivalFold> fold, SourceOfKey source_of_key,
                 std::function<void()> visible);
  ~ArrivalsFolder();
  ArrivalsFolder(const ArrivalsFolder&) = delete;
  ArrivalsFolder& operator=(const ArrivalsFolder&) = delete;

  State Health() const;
  // Of a source, since the start; the most frequent reason first.
  std::vector<RejectedBecause> Rejected(std::string_view source) const;
  // Stores what is durable now, then ends.
  void Stop();

 private:
  void Run();
  // Whether more was there when it began: what came meanwhile waits for the next time, since many
  // small transactions take the processors from questions.
  bool FoldSome();
  Status AddRecord(eventlog::Record& record);
  void Failed(const Error& error);

  const Settings settings_;
  eventlog::Disk& disk_;
  const eventlog::EventLog& log_;
  const std::shared_ptr<ArrivalFold> fold_;
  const SourceOfKey source_of_key_;
  const std::function<void()> visible_;

  // Of the thread.
  ingest::JsonBody body_;
  std::vector<EventCells> cells_;  // by source
  std::optional<eventlog::LogReader> reader_;
  int64_t without_source_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  State state_;
  std::vector<std::vector<RejectedBecause>> rejected_;  // by source
  bool stopping_ = false;
  uint64_t stop_at_ = 0;  // events with lower numbers are stored before it ends
  std::thread thread_;
};

}  // namespace northstar::live
