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

// Where the id of an entity stands in events that a key sent.
struct IdPlaces {
  // Names of fields along each path; none: the events do not hold the entity.
  std::vector<std::vector<std::string>> paths;
  // The first path that has a text is the id; else any may be.
  bool first_counts = false;
  // Ids that differ in capital letters alone are one.
  bool any_case = false;
  // What a client says of who is whom is of this entity.
  bool same_person = false;
};
struct ForgetRaw {
  std::string folder;  // of the log
  // As they are written.
  std::vector<std::string> ids;
  std::function<Result<IdPlaces>(uint32_t key)> places;
  // Only look.
  bool dry_run = false;
};
struct ForgottenRaw {
  int64_t segments = 0, events = 0;
};
// All segments but one that is being written; each that holds such an event is written anew.
Result<ForgottenRaw> ForgetInLog(eventlog::Disk& disk, const ForgetRaw& request);

}  // namespace northstar::live
