#include "engine/kernel/collectors/collector.h"

#include "base/unreachable.h"
#include "engine/kernel/collectors/kinds.h"
#include "engine/kernel/collectors/pages.h"
#include "plan/shared_rows.h"
#include "sql/storage.h"

namespace northstar::kernel {

const CollectorKind& KindOf(const Accumulator& a) {
  switch (a.kind) {
    case Aggregate::kCount:
      return kCounts;
    case Aggregate::kSum:
      return kSums;
    case Aggregate::kMin:
    case Aggregate::kMax:
      return kExtremes;
    case Aggregate::kPercentile:
      return kLists;
    case Aggregate::kDistinct:
    case Aggregate::kAtLeast:
      return KeptInIdSets(a) ? kIdSets : kTallies;
    case Aggregate::kAtLeastDistinct:
      return kPairs;
    case Aggregate::kTimeline:
      return kEventStreams;
  }
  NS_UNREACHABLE("unknown aggregate");
}

uint32_t BucketOfRow(const ColumnView* entity, int64_t ts, uint16_t row) {
  if (entity != nullptr && entity->Valid(row)) return entity->Code(row) % kBuckets;
  return static_cast<uint32_t>((ts < 0 ? -ts : ts) / storage::kTimeBucketStep % kBuckets);
}

}  // namespace northstar::kernel
