#include "server/api/jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace northstar::server {
namespace {

constexpr size_t kMostKept = 100;
constexpr size_t kMostWaiting = 20;
// Where events arrive all the time, an answer of a moment ago is the answer.
constexpr std::chrono::seconds kNewEnough{60};

bool HasEnded(JobState state) {
  return state == JobState::kDone || state == JobState::kFailed || state == JobState::kCancelled;
}

}  // namespace

std::string_view JobStateName(JobState state) {
  constexpr std::array<std::string_view, 5> kNames{"queued", "running", "done", "failed",
                                                   "cancelled"};
  return kNames[static_cast<size_t>(state)];
}

Jobs::Jobs(std::function<void(const JobView&)> told) : told_(std::move(told)) {
  thread_ = std::thread([this] { Run(); });
}

Jobs::~Jobs() {
  Stop();
}

void Jobs::Stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    for (const auto& job : jobs_) {
      if (job->view.state == JobState::kRunning) job->cancel.Cancel();
    }
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

std::optional<JobView> Jobs::Ask(const std::string& question, const std::string& request,
                                 Version version, Work work) {
  const std::scoped_lock lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  size_t waiting = 0;
  for (auto at = jobs_.rbegin(); at != jobs_.rend(); ++at) {
    const Job& job = **at;
    waiting += HasEnded(job.view.state) ? 0 : 1;
    if (job.question != question || job.view.version.project != version.project) continue;
    const bool fresh = job.view.version == version || now - job.ended < kNewEnough;
    if (!HasEnded(job.view.state) || (job.view.state == JobState::kDone && fresh)) return job.view;
    if (job.view.state == JobState::kFailed && fresh) return job.view;
  }
  if (waiting >= kMostWaiting || stopping_) return std::nullopt;
  const auto job = std::make_shared<Job>();
  job->view.id = fmt::format("{}", ++last_);
  job->view.request = request;
  job->view.version = version;
  job->question = question;
  job->work = std::move(work);
  jobs_.push_back(job);
  for (auto at = jobs_.begin(); jobs_.size() > kMostKept && at != jobs_.end();)
    at = HasEnded((*at)->view.state) ? jobs_.erase(at) : at + 1;
  changed_.notify_one();
  return job->view;
}

std::optional<JobView> Jobs::Find(const std::string& id) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& job : jobs_) {
    if (job->view.id == id) return job->view;
  }
  return std::nullopt;
}

std::vector<JobView> Jobs::All() const {
  const std::scoped_lock lock(mutex_);
  std::vector<JobView> all;
  for (auto at = jobs_.rbegin(); at != jobs_.rend(); ++at) all.push_back((*at)->view);
  return all;
}

bool Jobs::Cancel(const std::string& id) {
  const std::scoped_lock lock(mutex_);
  for (const auto& job : jobs_) {
    if (job->view.id != id || HasEnded(job->view.state)) continue;
    if (job->view.state == JobState::kQueued) job->view.state = JobState::kCancelled;
    job->cancel.Cancel();
    return true;
  }
  return false;
}

void Jobs::Run() {
  while (true) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      const auto next = [&] {
        return std::find_if(jobs_.begin(), jobs_.end(),
                            [](const auto& one) { return one->view.state == JobState::kQueued; });
      };
      changed_.wait(lock, [&] { return stopping_ || next() != jobs_.end(); });
      if (stopping_) return;
      job = *next();
      job->view.state = JobState::kRunning;
    }
    told_(job->view);
    auto result = job->work(job->cancel, [this, &job](double share) {
      const std::scoped_lock lock(mutex_);
      job->view.progress = share;
    });
    JobView view;
    {
      const std::scoped_lock lock(mutex_);
      job->ended = std::chrono::steady_clock::now();
      job->work = {};
      if (result.ok()) {
        job->view.state = JobState::kDone;
        job->view.progress = 1;
        job->view.result = std::move(*result);
      } else {
        job->view.state = job->cancel.Times() > 0 ? JobState::kCancelled : JobState::kFailed;
        job->view.error = result.error();
      }
      view = job->view;
    }
    told_(view);
  }
}

}  // namespace northstar::server
