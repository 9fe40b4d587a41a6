// Which accumulators can be worked out from the same collected rows or sets: those whose feeds have
// equal keys. The kernel keeps one collector per key; the estimate of memory counts it once.
// Internal to plan/ and the kernel.
#pragma once

#include <string>

#include "plan/gather_plan.h"

namespace northstar {

// Distinct counts and thresholds up to this many share one set per period.
inline constexpr uint32_t kMostPlanes = 3;
// Whether the accumulator is worked out from such sets.
bool KeptInIdSets(const Accumulator& accumulator);

// Of set accumulators: equal keys, one set. Of timelines: equal keys, one stream of rows as long as
// dimensions, values and other entities can be kept side by side (MergeStreams). Empty: not shared.
// REQUIRES: the feed is the accumulator's.
std::string SharingKey(const Accumulator& accumulator, const Feed& feed);

// What a stream of rows keeps, as an accumulator of one feed: for this feed alone.
Accumulator StreamOf(const Accumulator& timeline, const Feed& feed);
// Makes `stream` keep also what `other`, of the same key, keeps; false when it cannot keep both.
bool MergeStreams(Accumulator& stream, const Accumulator& other);

}  // namespace northstar
