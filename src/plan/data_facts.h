// What planning needs to know about the loaded data: extents and sizes. Filled by an engine; a
// plain value, so that plans can be made and tested without one. It is as of one moment: whoever
// plans on it must read the same state of the data. Instants are UTC microseconds.
// It leaves out everything about values but the sizes of dictionaries; what a figure is comes from
// a scan.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/calendar.h"

namespace northstar {

// Of one source that was loaded, also one that holds nothing.
struct SourceFacts {
  // That count: without those far from all others or dated after now (data_extent.h).
  int64_t rows = 0;
  // Of the earliest event that counts; meaningless when rows == 0, as is last_us.
  int64_t first_us = 0;
  // Of the latest that counts; of a series: the last instant of its last period.
  int64_t last_us = 0;
  // Of the earliest event of all, counting or not.
  int64_t earliest_us = 0;
  // Some events are dated after now.
  bool ahead = false;
  // What each of its times stands for: whole days where no row has a time of day.
  TimePrecision precision = TimePrecision::kInstant;
  // By event name; only events that the source holds.
  std::map<std::string, int64_t> event_rows;
  // Of a series, else none.
  std::optional<Grain> grain;
};

struct DataFacts {
  // Loaded sources only, by name.
  std::map<std::string, SourceFacts> sources;
  // Ids per bucket, by entity: ordinals are less than this. An id is ordinal · kBuckets + bucket.
  std::map<std::string, uint32_t> entity_ordinals;
  // Entities some of whose ids count as others.
  std::set<std::string> merged_entities;
  // Sizes of dictionaries, by dimension.
  std::map<std::string, uint32_t> dimension_values;
  // Event name → code; an event without one was never loaded.
  std::map<std::string, uint32_t> event_codes;
  // That a scan will use: memory is estimated for so many.
  int threads = 1;
};

}  // namespace northstar
