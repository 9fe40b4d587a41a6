// Removes one person, or another entity, from everything that a project has gathered: the stored
// events, the log of what arrived, surveys, rejected rows; then writes the database anew, since
// what is deleted stays in its file. What arrives or is loaded of them later is not taken.
#pragma once

#include <functional>

#include "base/clock.h"
#include "base/result.h"
#include "engine/forgetting.h"
#include "engine/warehouse.h"
#include "model/project.h"

namespace northstar::server {

struct ForgetPlace {
  const Project* project = nullptr;
  Warehouse* warehouse = nullptr;
  const Clock* clock = nullptr;
  // For the record of what was done; without the id.
  std::string who;
  // Runs it while nothing that arrives is stored; empty: no server has the data.
  std::function<Status(const std::function<Status()>& run)> while_nothing_is_stored;
};
// kUsage where the project has no such entity, or nothing of it is anywhere.
Result<ForgetReport> Forget(const ForgetPlace& place, const ForgetRequest& request);

}  // namespace northstar::server
