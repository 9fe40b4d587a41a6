// Answers that take long: worked out on a thread of their own, one after the other, while whoever
// asked may look how far they are. A finished one is kept under its question. Thread safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "engine/cancel_token.h"
#include "server/result_cache.h"

namespace northstar::server {

enum class JobState { kQueued, kRunning, kDone, kFailed, kCancelled };
std::string_view JobStateName(JobState state);

struct JobView {
  std::string id;
  // The request's name.
  std::string request;
  JobState state = JobState::kQueued;
  // 0 to 1; below 0: not known.
  double progress = -1;
  // JSON of the answer; empty until it is done.
  std::string result;
  // Of a failed one.
  std::optional<Error> error;
  Version version;
};

class Jobs {
 public:
  using Progress = std::function<void(double)>;
  using Work = std::function<Result<std::string>(CancelToken&, const Progress&)>;

  // `told` is called when the state of a job changes.
  explicit Jobs(std::function<void(const JobView&)> told);
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // The job that answers the question as of this version: a finished one while it is new enough,
  // one that waits or runs, or a new one. Nullopt: too many wait.
  std::optional<JobView> Ask(const std::string& question, const std::string& request,
                             Version version, Work work);
  std::optional<JobView> Find(const std::string& id) const;
  // The latest first.
  std::vector<JobView> All() const;
  // False: there is none that has not ended.
  bool Cancel(const std::string& id);
  void Stop();

 private:
  struct Job {
    JobView view;
    std::string question;
    Work work;
    CancelToken cancel;
    std::chrono::steady_clock::time_point ended;
  };
  void Run();

  const std::function<void(const JobView&)> told_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Job>> jobs_;  // the oldest first
  int64_t last_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace northstar::server
