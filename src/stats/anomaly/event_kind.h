// What goes on in a stream of values beside single ones that are surprising (event_watch.h).
#pragma once

#include <cstdint>

namespace northstar::stats {

enum class EventKind : uint8_t {
  kNone,
  kOneSided,  // the values lie on one side of what came long before
  kStill,     // they stand still as they never did
};

}  // namespace northstar::stats
