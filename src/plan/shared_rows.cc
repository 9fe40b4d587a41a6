#include "plan/shared_rows.h"

#include <fmt/format.h>

#include "plan/timeline_plan.h"

namespace northstar {

bool KeptInIdSets(const Accumulator& a) {
  return (a.kind == Aggregate::kDistinct || a.kind == Aggregate::kAtLeast) &&
         a.at_least <= kMostPlanes;
}

std::string SharingKey(const Accumulator& a, const Feed& feed) {
  Accumulator kept;  // what the rows would be collected for, without what the figure adds
  kept.entity = a.entity;
  kept.grid = a.grid;
  kept.feeds = {feed};
  if (IsBrokenDown(a, feed)) kept.by = a.by;
  if (KeptInIdSets(a)) {
    kept.kind = Aggregate::kDistinct;
    return CanonicalText(kept);
  }
  if (a.kind != Aggregate::kTimeline) return "";
  kept.kind = Aggregate::kTimeline;
  // Rows that can make a group one that is shown are told apart from the others.
  const bool main = feed.role == role::kMain;
  kept.feeds[0].role = main ? role::kMain : role::kThen;
  if (main) kept.value = a.value;
  std::string key = CanonicalText(kept) + " with " + feed.other;
  if (main && CountsThePast(*a.metric)) key += fmt::format(" from {} to {}", a.from_us, a.to_us);
  return key;
}

}  // namespace northstar
