// Anomalies of series with steps below six hours. Three levels that follow within hours, a day and
// weeks, each with no season, a daily and a weekly one; for every level the season counts whose
// errors have been the smallest lately. Three sizes of the errors of each are compared with the
// history of the same size: the last error, the mean and the mean size over a while. The largest
// surprise of the nine is set against what the largest of a day usually is, and against what has
// just been noticed. An alert is what is surprising alone or belongs to an event (event_watch.h).
// REQUIRES and meaning as in anomaly.h.
#pragma once

#include <vector>

#include "stats/anomaly/anomaly.h"

namespace northstar::stats {

// Adds to `points`, whose data_suspect are already set.
void JudgeStream(const AnomalySeries& series, const AnomalyOptions& options,
                 std::vector<AnomalyPoint>& points);

}  // namespace northstar::stats
