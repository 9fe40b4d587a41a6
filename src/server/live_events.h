// Events of a server between their arrival and the rows that questions see: the log that makes them
// durable, the thread that stores them, and the one that keeps the log small. A definition that
// changed is applied to all that arrived, on a thread of its own, into rows beside those that
// questions see; until it takes their place, the one before stays in force. Thread safe but for
// Open.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

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
  ~LiveEvents() { EndDeriving(); }
  LiveEvents(const LiveEvents&) = delete;
  LiveEvents& operator=(const LiveEvents&) = delete;

  eventlog::EventLog& log() { return *log_; }
  live::ArrivalsFolder::State stored() const;
  // Why events of a source could not be read, since they are stored by this definition.
  std::vector<RejectedBecause> Rejected(std::string_view source) const;
  live::LogKeeper::State kept() const { return keeper_->Health(); }
  // Events that were damaged on the disk.
  int64_t lost() const { return lost_; }

  // How far definitions that changed are.
  struct Deriving {
    bool goes_on = false;
    // Events with lower numbers were looked at.
    uint64_t done = 0;
    // Events are stored by another definition than that in force: nobody can ask for them.
    bool unreadable = false;
    // Why events are kept and not stored, and why a definition is not applied; empty: they are.
    std::string not_stored, not_applied;
  };
  Deriving deriving() const;

  // Calls `put_in_force` for a project, on any thread: at once where it reads what arrived as the
  // one in force does, else when all that arrived was read by it. Of several projects the last one
  // counts. Waits a moment for that, so that few events need no second look.
  void Take(const ProjectRef& project, std::function<void()> put_in_force);
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
  // A project that is to be in force.
  struct Wanted {
    ProjectRef project;
    std::string definitions;
    std::function<void()> put_in_force;
  };

  LiveEvents(ProjectState& state, Access& access, Log log, std::function<void()> changed)
      : state_(state), access_(access), tell_(std::move(log)), changed_(std::move(changed)) {}
  Status OpenLog();
  void StartKeeping();
  void StartFolding(std::unique_ptr<ArrivalFold> fold);
  void EndFolding();
  live::ArrivalsFolder::Settings FoldSettings() const;
  std::string Definitions(const Project& project) const;
  void FoldAgain();

  void BeginDeriving(Wanted wanted);
  void EndDeriving();
  void DeriveWhereNeeded();
  void Derive();
  Result<std::shared_ptr<ArrivalFold>> DeriveBeside(const ProjectRef& kept, bool again);
  Status FoldAll(const std::shared_ptr<ArrivalFold>& fold);
  Result<bool> PutInForce(const Wanted& wanted, const Project& kept,
                          const std::shared_ptr<ArrivalFold>& fold);
  Result<ProjectRef> WithoutTrimmed(const Project& project);
  void Ended();
  void SetFailure(std::string Deriving::*what, const std::string& failure);

  ProjectState& state_;
  Access& access_;
  const Log tell_;
  const std::function<void()> changed_;
  std::string folder_, log_id_;
  eventlog::LocalDisk disk_;
  std::unique_ptr<eventlog::EventLog> log_;
  std::unique_ptr<live::LogKeeper> keeper_;
  std::string log_failure_, fold_failure_;  // as they were told
  std::atomic<int64_t> lost_{0};

  // Held by whoever changes what is in force from outside; taken before all others.
  std::mutex changing_;
  std::mutex taking_;  // held by whoever starts or ends storing
  std::string taken_;  // the definitions that are in force, of sources of events
  bool unfolded_ = false;

  std::thread deriving_;
  std::atomic<bool> give_up_{false};
  Wanted wanted_;  // by that thread; with taking_

  mutable std::mutex folding_;
  std::condition_variable ended_;                   // `progress_` does not go on any more
  std::shared_ptr<live::ArrivalsFolder> arrivals_;  // null: nothing is stored now
  live::ArrivalsFolder::State last_;                // of the one before
  bool incomplete_ = false;                         // events of some source are not stored now
  Deriving progress_;
};

}  // namespace northstar::server
