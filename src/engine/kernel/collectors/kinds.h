// The kinds of collectors; collector.cc says which accumulator takes which.
#pragma once

#include "engine/kernel/collectors/collector.h"

namespace northstar::kernel {

extern const CollectorKind kCounts;        // rows
extern const CollectorKind kSums;          // values in exact fixed point, with their count
extern const CollectorKind kExtremes;      // the smallest or the largest value
extern const CollectorKind kLists;         // all values, for percentiles
extern const CollectorKind kIdSets;        // entities seen at least once, twice, three times
extern const CollectorKind kTallies;       // entities seen at least n times, n > 3
extern const CollectorKind kEventStreams;  // rows by entity, for what depends on their order
extern const CollectorKind kPairs;         // entities seen with at least n distinct others

}  // namespace northstar::kernel
