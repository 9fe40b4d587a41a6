// Which accumulators can be worked out from the same collected rows or sets: those whose feeds have
// equal keys. The kernel keeps one collector per key; the estimate of memory counts it once.
// Internal to plan/ and the kernel.
#pragma once

#include <string>

#include "plan/gather_plan.h"

namespace northstar {

// Distinct counts and thresholds up to this many share one set per period.
inline constexpr uint32_t kMostPlanes = 3;
bool KeptInIdSets(const Accumulator& accumulator);

// Empty: not shared. REQUIRES: the feed is the accumulator's.
std::string SharingKey(const Accumulator& accumulator, const Feed& feed);

}  // namespace northstar
