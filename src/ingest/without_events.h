// A body of which some events are taken away for good: their places stay, as null, so that the
// others keep their numbers. Pure function; thread safe.
#pragma once

#include <string>
#include <vector>

#include "ingest/wire.h"

namespace northstar::ingest {

// `events`: numbers as of ReadBatch for the same format and root, ascending. A body that is one
// event becomes {}.
std::string WithoutEvents(Format format, const Json& root, const std::vector<size_t>& events);

}  // namespace northstar::ingest
