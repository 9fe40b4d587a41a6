// Which segments of a ratio of counts moved by a factor of their own, where leaves have few units?
// Each segment is scored by how much more likely one common factor makes its counts than the level
// of all others does; leaves are not judged by themselves, as rates of 0/7 and 1/7 jump. Named is
// what few tables without causes show as well, and what explains a part of the move.
//
// Sources: expectation-based scan statistics: Kulldorff 1997, Neill 2009; overdispersed counts:
// Tango, Takahashi & Kohriyama 2011. rate_model.h says what is expected.
#pragma once

#include <optional>
#include <vector>

#include "stats/segments/segment_search.h"

namespace northstar::stats {

// What is found in it; `explains` is left to the caller. None: the table is not one of counts, or
// its leaves are so much noisier than counts that the model does not hold (amounts of money).
// `p_value`: share of up to 199 tables without causes (99 beyond 2,000 leaves) that show as much:
// drawn from the model; where segments of several leaves are named also with leaves in each other's
// places.
// REQUIRES: as SearchSegments. Segments of up to four dimensions are looked at.
std::optional<SegmentSearch> ScanRates(const LeafTable& leaves,
                                       const SegmentSearchOptions& options);

}  // namespace northstar::stats
