// Early value in groups, and what became of the units of each. Units without
// any are a group of their own; the others are grouped by value where there are few different ones,
// else into up to five groups of about equal size. The same value is never in two groups, so groups
// do not overlap. One with fewer than 50 units, or of which fewer than 5 would come back if all
// units came back alike, joins the next: where few units differ, a single group is left.
#pragma once

#include "analysis/cohorts/cohort_validation.h"

namespace northstar {

inline constexpr int kLeastInGroup = 50;  // units

// In order of early value. REQUIRES: units is not empty.
std::vector<DoseRow> MakeDoseTable(const std::vector<CohortUnit>& units, uint64_t seed);
// The same groups, cohort by cohort, for the trend test.
std::vector<stats::DoseStratum> DoseStrata(const std::vector<CohortUnit>& units);

// The share of the differences between groups that the nearest rising line keeps: 1 when more
// always gave more, 0 when it never did. Of what they gave within cohorts, so that what differs
// from month to month cancels out.
double MonotoneShare(const std::vector<DoseRow>& rows, CohortOutcome outcome);

// The smallest early value whose units give 90 % of what those at the top give, with a 90 %
// interval over resamples of the units. Fills nothing where the least already do, or where more
// does not give more.
void FindPlateau(const std::vector<CohortUnit>& units, CohortOutcome outcome, uint64_t seed,
                 CohortFindings& findings);

// The group in the middle against the one with the value nearest to twice as much, within a third.
std::optional<Doubling> DoublingIn(const std::vector<DoseRow>& rows, CohortOutcome outcome);

}  // namespace northstar
