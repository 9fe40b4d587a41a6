#pragma once

#include "stats/segments/segment_search.h"

namespace northstar::stats {

// What most of a table did: the factor under which half of it lies; 1 where nothing tells it,
// always > 0. A leaf counts for the smaller of its two moments, or one large payment in one of them
// would speak for the whole table.
double TypicalGrowth(const LeafTable& leaves);

}  // namespace northstar::stats
