#include "server/project_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "model/project.h"

namespace northstar::server {

namespace fs = std::filesystem;

Result<std::unique_ptr<ProjectState>> ProjectState::Open(const std::string& folder,
                                                         Environment environment,
                                                         const Clock* clock) {
  std::unique_ptr<ProjectState> state(new ProjectState(folder, std::move(environment), clock));
  state->fingerprint_ = state->Fingerprint();
  NS_ASSIGN(LoadedProject loaded, LoadProject(folder, state->environment_));
  NS_ASSIGN(state->warehouse_, OpenSharedWarehouse(*loaded.project));
  state->session_ = std::make_shared<const Session>(std::move(loaded), state->warehouse_, clock);
  return state;
}

ProjectRef ProjectState::project() const {
  return session()->project();
}

std::shared_ptr<const Session> ProjectState::session() const {
  const std::scoped_lock lock(mutex_);
  return session_;
}

std::optional<Error> ProjectState::trouble() const {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

// Names, sizes and times of the files that LoadProject reads.
std::string ProjectState::Fingerprint() const {
  std::vector<std::string> files;
  std::error_code failed;
  fs::recursive_directory_iterator at(folder_, fs::directory_options::skip_permission_denied,
                                      failed);
  for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    if (at->is_directory(ignored)) {
      if (name.starts_with('.') || name == "target") at.disable_recursion_pending();
      continue;
    }
    if (!name.ends_with(".yml")) continue;
    files.push_back(fmt::format("{}:{}:{}", at->path().string(), at->file_size(ignored),
                                at->last_write_time(ignored).time_since_epoch().count()));
  }
  std::sort(files.begin(), files.end());
  return fmt::format("{}", fmt::join(files, "\n"));
}

std::optional<LoadedProject> ProjectState::ReadChanged() {
  std::string fingerprint = Fingerprint();
  {
    const std::scoped_lock lock(mutex_);
    if (fingerprint == fingerprint_) return std::nullopt;
  }
  auto loaded = LoadProject(folder_, environment_);
  const std::scoped_lock lock(mutex_);
  fingerprint_ = std::move(fingerprint);
  if (!loaded.ok()) {
    trouble_ = loaded.error();
    return std::nullopt;
  }
  trouble_.reset();
  return *std::move(loaded);
}

void ProjectState::PutInForce(LoadedProject loaded) {
  const std::scoped_lock lock(mutex_);
  session_ = std::make_shared<const Session>(std::move(loaded), warehouse_, clock_);
  ++project_version_;
}

Result<Answer> ProjectState::AskAny(const RequestSpec& spec, const Arguments& arguments,
                                    CancelToken* cancel) const {
  if (std::holds_alternative<RunAlone>(spec.run)) return AskAlone(spec, arguments);
  if (IsOfFolder(spec, arguments))
    return AskOfFolder({folder_, environment_, clock_, cancel}, spec, arguments);
  return Ask(*session(), spec, arguments, cancel);
}

}  // namespace northstar::server
