#include "engine/duckdb/kernel/timeline/event_stream.h"

#include <algorithm>

#include "engine/duckdb/kernel/collectors/kinds.h"
#include "plan/timeline_plan.h"

namespace northstar::kernel {

EventStream::EventStream(const CollectorSpec& spec)
    : space_(spec.space),
      from_us_(spec.from_us),
      to_us_(spec.to_us),
      counts_the_past_(CountsThePast(*spec.accumulator->metric)),
      is_main_(spec.feed->role == role::kMain),
      keeps_values_(is_main_ && spec.accumulator->value != nullptr),
      keeps_others_(!spec.feed->other.empty()),
      arena_(*spec.arena),
      buckets_(spec.space.last_bucket - spec.space.first_bucket) {}

bool EventStream::Counts(const Batch& batch) const {
  if (!is_main_ || HasGroup(batch.group)) return false;
  if (!counts_the_past_) return batch.InGrid();
  return std::any_of(batch.rows.rows, batch.rows.rows + batch.rows.size, [&](uint16_t row) {
    return batch.chunk->ts[row] >= from_us_ && batch.chunk->ts[row] < to_us_;
  });
}

void EventStream::Add(const Batch& batch) {
  if (Counts(batch)) {
    if (batch.group >= groups_.size()) groups_.resize(batch.group + 1);
    groups_[batch.group] = 1;
  }
  if (batch.entity == nullptr) return;
  const int64_t* times = batch.chunk->ts;
  for (uint32_t i = 0; i < batch.rows.size; ++i) {
    const uint16_t row = batch.rows.rows[i];
    const int64_t ts = times[row];
    if (ts < from_us_ || ts >= to_us_ || !batch.entity->Valid(row)) continue;
    const uint32_t id = batch.entity->Code(row);
    if (!space_.Holds(id)) continue;
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
  return group < groups_.size() && groups_[group] != 0;
}

const CollectorKind kEventStreams = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                                       return std::make_unique<EventStream>(spec);
                                     },
                                     nullptr, nullptr, true};

}  // namespace northstar::kernel
