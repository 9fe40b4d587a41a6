// Where an entity stands in a set: bucket * stride + ordinal, so that a bucket is a run of whole
// words, and a pass over some buckets needs room for those only.
#pragma once

#include <cstdint>

#include "base/hash.h"

namespace northstar::kernel {

struct EntitySpace {
  uint32_t first_bucket = 0;
  uint32_t last_bucket = kBuckets;  // exclusive
  uint32_t stride = 64;             // positions per bucket, a multiple of 64

  uint32_t size() const { return (last_bucket - first_bucket) * stride; }
  bool whole() const { return last_bucket - first_bucket == kBuckets; }
  bool Holds(uint32_t id) const {
    const uint32_t bucket = id % kBuckets;
    return bucket >= first_bucket && bucket < last_bucket;
  }
  uint32_t PositionOf(uint32_t id) const {
    return (id % kBuckets - first_bucket) * stride + id / kBuckets;
  }
  uint32_t BucketOfPosition(uint32_t position) const { return first_bucket + position / stride; }
};

}  // namespace northstar::kernel
