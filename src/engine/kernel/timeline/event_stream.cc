#include "engine/kernel/timeline/event_stream.h"

#include <algorithm>

#include "engine/kernel/collectors/kinds.h"

namespace northstar::kernel {

EventStream::EventStream(const CollectorSpec& spec)
    : space_(spec.space),
      from_us_(spec.accumulator->from_us),
      to_us_(spec.accumulator->to_us),
      sampled_buckets_(static_cast<uint32_t>(spec.accumulator->sampled_buckets)),
      keeps_values_(spec.accumulator->value != nullptr),
      keeps_others_(!spec.accumulator->feeds[0].other.empty()),
      arena_(*spec.arena),
      buckets_(spec.space.last_bucket - spec.space.first_bucket) {}

void EventStream::MarkGroup(const Batch& batch) {
  if (batch.group >= groups_.size()) groups_.resize(batch.group + 1);
  GroupMark& mark = groups_[batch.group];
  if (mark.in_grid) return;
  mark.in_grid = batch.InGrid();
  for (uint32_t i = 0; !mark.in_grid && i < batch.rows.size; ++i) {
    const int64_t ts = batch.chunk->ts[batch.rows.rows[i]];
    if (ts >= from_us_ && ts < to_us_) mark.latest_before = std::max(mark.latest_before, ts);
  }
}

void EventStream::Add(const Batch& batch) {
  MarkGroup(batch);
  if (batch.entity == nullptr) return;
  const int64_t* times = batch.chunk->ts;
  for (uint32_t i = 0; i < batch.rows.size; ++i) {
    const uint16_t row = batch.rows.rows[i];
    const int64_t ts = times[row];
    if (ts < from_us_ || ts >= to_us_ || !batch.entity->Valid(row)) continue;
    const uint32_t id = batch.entity->Code(row);
    if (!space_.Holds(id) || id % kBuckets >= sampled_buckets_) continue;
    StreamRows& bucket = buckets_[id % kBuckets - space_.first_bucket];
    bucket.rows.Push({ts, id / kBuckets, batch.group}, arena_);
    bucket.order.Push(batch.OrderOf(row), arena_);
    if (keeps_values_) bucket.values.Push(batch.values == nullptr ? NAN : batch.values[i], arena_);
    if (keeps_others_) {
      const bool known = batch.other != nullptr && batch.other->Valid(row);
      bucket.others.Push(known ? batch.other->Code(row) : StreamRows::kNoOther, arena_);
    }
  }
}

bool EventStream::HasGroup(size_t group) const {
  return group < groups_.size() && groups_[group].in_grid;
}

bool EventStream::HasGroupSince(size_t group, int64_t from_us) const {
  if (group >= groups_.size()) return false;
  return groups_[group].in_grid || groups_[group].latest_before >= from_us;
}

const CollectorKind kEventStreams = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                                       return std::make_unique<EventStream>(spec);
                                     },
                                     nullptr, nullptr, true};

}  // namespace northstar::kernel
