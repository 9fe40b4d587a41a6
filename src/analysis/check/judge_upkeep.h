// Checks of what a team has to keep up: definitions that keep their version, the review, the link
// that the star was chosen for. Pure and thread safe.
#pragma once

#include <optional>

#include "analysis/check/judged.h"
#include "model/review_due.h"
#include "stats/link_check.h"

namespace northstar {

// `today`: local. kNoData: nothing says how often, or since when.
Judged JudgeReview(const std::optional<ReviewDue>& due, Day today);

// `changed_on`: the local day on which a change without a new version was seen; none: there is no
// such change. `known`: an earlier definition is known at all.
Judged JudgeDefinition(const SeriesName& metric, bool known, std::optional<Day> changed_on);

// `month`: the first local day of the month of the look. kNoData: no lead that could weaken, or too
// short a history. `leads`: a lead was found; `link`: as of LinkOfLead (analysis/lead).
Judged JudgeLink(const SeriesName& star, const SeriesName& outcome, bool leads,
                 const std::optional<stats::LinkResult>& link, Day month);

}  // namespace northstar
