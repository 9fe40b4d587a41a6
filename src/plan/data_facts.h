// What planning needs to know about the loaded data: extents and sizes. Filled by an engine; a
// plain value, so that plans can be made and tested without one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/calendar.h"

namespace northstar {

struct SourceFacts {
  int64_t rows = 0;         // that count: see data_extent.h
  int64_t first_us = 0;     // of the earliest event that counts; meaningless when rows == 0
  int64_t last_us = 0;      // of the latest that counts; of a series: the last instant of its last
                            // period
  int64_t earliest_us = 0;  // of the earliest event of all
  bool ahead = false;       // some events are dated after now
  TimePrecision precision = TimePrecision::kInstant;  // what each of its times stands for
  std::map<std::string, int64_t> event_rows;          // by event name
  std::optional<Grain> grain;                         // of a series
};

struct DataFacts {
  std::map<std::string, SourceFacts> sources;        // loaded sources only
  std::map<std::string, uint32_t> entity_ordinals;   // ids per bucket, by entity: ordinals < this
  std::set<std::string> merged_entities;             // some of which count as others
  std::map<std::string, uint32_t> dimension_values;  // dictionary sizes
  std::map<std::string, uint32_t> event_codes;       // event name → code
  int threads = 1;
};

}  // namespace northstar
