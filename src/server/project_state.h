// The project as it is in force: read at the start, and again when its files change. What is wrong
// then leaves the last sound one in force, and is remembered. Thread safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/request.h"
#include "api/session.h"
#include "base/clock.h"
#include "engine/warehouse.h"
#include "model/load_project.h"

namespace northstar::server {

class ProjectState {
 public:
  // Reads the project and opens its warehouse; errors as of LoadProject and OpenWarehouse.
  static Result<std::unique_ptr<ProjectState>> Open(const std::string& folder,
                                                    Environment environment, const Clock* clock);

  // In force now.
  ProjectRef project() const;
  std::shared_ptr<const Session> session() const;
  std::shared_ptr<Warehouse> warehouse() const { return warehouse_; }
  const Environment& environment() const { return environment_; }
  const std::string& folder() const { return folder_; }
  const Clock& clock() const { return *clock_; }

  // As Ask, AskOfFolder or AskAlone, as the request needs. `cancel` may be null.
  Result<Answer> AskAny(const RequestSpec& spec, const Arguments& arguments,
                        CancelToken* cancel = nullptr) const;

  // What the files say now, where one of them changed and they are sound; else nothing.
  std::optional<LoadedProject> ReadChanged();
  void PutInForce(LoadedProject loaded);
  // What is wrong with the files as they are; none: nothing.
  std::optional<Error> trouble() const;

  // Differ whenever the project, or what is stored, does.
  uint64_t project_version() const { return project_version_; }
  uint64_t data_version() const { return data_version_; }
  void DataChanged() { ++data_version_; }
  // Answers that were given before must not be given again, not even for a moment.
  void Renew() {
    ++project_version_;
    ++data_version_;
  }

 private:
  ProjectState(std::string folder, Environment environment, const Clock* clock)
      : folder_(std::move(folder)), environment_(std::move(environment)), clock_(clock) {}
  std::string Fingerprint() const;

  const std::string folder_;
  const Environment environment_;
  const Clock* clock_;
  std::shared_ptr<Warehouse> warehouse_;

  mutable std::mutex mutex_;
  std::shared_ptr<const Session> session_;
  std::optional<Error> trouble_;
  std::string fingerprint_;
  std::atomic<uint64_t> project_version_{1}, data_version_{1};
};

}  // namespace northstar::server
