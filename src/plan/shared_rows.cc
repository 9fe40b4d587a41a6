#include "plan/shared_rows.h"

#include <algorithm>

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
  kept.feeds[0].role = role::kMain;
  if (KeptInIdSets(a)) {
    kept.kind = Aggregate::kDistinct;
    if (IsBrokenDown(a, feed)) kept.by = a.by;
    return CanonicalText(kept);
  }
  if (a.kind != Aggregate::kTimeline) return "";
  kept.kind = Aggregate::kTimeline;
  return CanonicalText(kept);
}

Accumulator StreamOf(const Accumulator& a, const Feed& feed) {
  Accumulator stream;
  stream.kind = Aggregate::kTimeline;
  stream.entity = a.entity;
  stream.grid = a.grid;
  stream.from_us = a.from_us;
  stream.to_us = a.to_us;
  stream.sampled_buckets = a.sampled_buckets;
  stream.feeds = {feed};
  stream.feeds[0].role = role::kMain;
  if (IsBrokenDown(a, feed)) stream.by = a.by;
  if (feed.role == role::kMain) stream.value = a.value;
  return stream;
}

bool MergeStreams(Accumulator& stream, const Accumulator& other) {
  const bool same_by = stream.by.empty() || other.by.empty() || stream.by == other.by;
  const bool same_value =
      !stream.value || !other.value || CanonicalText(*stream.value) == CanonicalText(*other.value);
  std::string& of = stream.feeds[0].other;
  const std::string& of_other = other.feeds[0].other;
  if (!same_by || !same_value || !(of.empty() || of_other.empty() || of == of_other)) return false;
  if (stream.by.empty()) stream.by = other.by;
  if (!stream.value) stream.value = other.value;
  if (of.empty()) of = of_other;
  stream.from_us = std::min(stream.from_us, other.from_us);
  stream.to_us = std::max(stream.to_us, other.to_us);
  stream.sampled_buckets = std::max(stream.sampled_buckets, other.sampled_buckets);
  return true;
}

}  // namespace northstar
