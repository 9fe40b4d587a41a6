// Which segments of a table of two moments are worth naming: those that stand out from what most of
// the table did, where chance rarely brings as much. What is left out: how large they are as parts
// of the change (segments.cc). Pure and deterministic.
#pragma once

#include <vector>

#include "stats/segments/segment_search.h"

namespace northstar {

struct NamedSegments {
  double p_value = 1;                // that a change at random over segments would look like this
  std::vector<stats::Cause> causes;  // the largest deviation first; empty: nothing stands out
};

// `leaves`: actual is the later moment, expected the earlier one, as it was; of a quotient with the
// denominators of both.
NamedSegments NameSegments(const stats::LeafTable& leaves);

}  // namespace northstar
