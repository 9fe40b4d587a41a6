// Takes what somebody sent out of the log of what arrived, for good: events at whose paths one of
// their ids stands, and events that say who is whom of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "eventlog/disk.h"

namespace northstar::live {

struct ForgetRaw {
  std::string folder;  // of the log
  // As they are written; capital and small letters count as the same.
  std::vector<std::string> ids;
  // Where ids of the entity stand, in events that a key sent: names of fields along each path.
  std::function<Result<std::vector<std::vector<std::string>>>(uint32_t key)> paths;
  // Only look.
  bool dry_run = false;
};
struct ForgottenRaw {
  int64_t segments = 0, events = 0;
};
// All segments; each that holds such an event is written anew. REQUIRES: none is being written.
Result<ForgottenRaw> ForgetInLog(eventlog::Disk& disk, const ForgetRaw& request);

}  // namespace northstar::live
