// Events of a server between their arrival and the rows that questions see: the log that makes them
// durable, the thread that stores them, and the one that keeps the log small. A definition that
// changed is applied to all that arrived before it is in force. Thread safe but for Open.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "eventlog/event_log.h"
#include "live/arrivals_folder.h"
#include "live/log_keeper.h"
#include "model/project_ref.h"
#include "server/access.h"
#include "server/project_state.h"

namespace northstar::server {

class LiveEvents {
 public:
  // "info", "warning" or "error", and a line of the log.
  using Log = std::function<void(const char* level, const std::string& text)>;

  // `changed`: called after rows were stored, on a thread of its own. All of them outlive it. kData
  // where log or database cannot be used.
  static Result<std::unique_ptr<LiveEvents>> Open(ProjectState& state, Access& access, Log log,
                                                  std::function<void()> changed);

  eventlog::EventLog& log() { return *log_; }
  live::ArrivalsFolder::State stored() const;
  // Why events of a source could not be read, since they are stored by this definition.
  std::vector<RejectedBecause> Rejected(std::string_view source) const;
  live::LogKeeper::State kept() const { return keeper_->Health(); }
  // Events that were damaged on the disk.
  int64_t lost() const { return lost_; }
  // Events are kept, and not stored.
  bool IsBehind() const { return unfolded_; }

  // Calls `put_in_force` for a project; before it, where another definition reads what arrived,
  // that is done.
  void Take(const ProjectRef& project, const std::function<void()>& put_in_force);
  // Where files that events look up changed, all of them are derived again.
  void LookAgain();
  // Tries again what failed, if something did.
  void Retry();
  // Runs it while what arrives is made durable and not stored, and no segment is written but ones
  // that begin after this call.
  Status WhileNothingIsStored(const std::function<Status()>& run);
  // Says what fails, and that it is over.
  void TellFailures();
  // All that arrived is stored, and nothing more is taken.
  void Stop();

 private:
  LiveEvents(ProjectState& state, Access& access, Log log, std::function<void()> changed)
      : state_(state), access_(access), tell_(std::move(log)), changed_(std::move(changed)) {}
  Status OpenLog();
  void StartKeeping();
  void StartFolding(std::unique_ptr<ArrivalFold> fold);
  void EndFolding();
  live::ArrivalsFolder::Settings FoldSettings() const;
  std::string Definitions(const Project& project) const;
  Status Derive(const ProjectRef& project);
  void FoldAgain();

  ProjectState& state_;
  Access& access_;
  const Log tell_;
  const std::function<void()> changed_;
  std::string folder_, log_id_;
  eventlog::LocalDisk disk_;
  std::unique_ptr<eventlog::EventLog> log_;
  std::mutex taking_;  // held by whoever starts or ends storing
  std::string taken_;  // the definitions that are in force, of sources of events
  mutable std::mutex folding_;
  std::shared_ptr<live::ArrivalsFolder> arrivals_;  // null: nothing is stored now
  live::ArrivalsFolder::State last_;                // of the one before
  std::unique_ptr<live::LogKeeper> keeper_;
  std::string log_failure_, fold_failure_;  // as they were told
  std::atomic<bool> unfolded_{false};
  std::atomic<int64_t> lost_{0};
};

}  // namespace northstar::server
