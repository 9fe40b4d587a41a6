// Which comparison serves an initiative that was not assigned by lot? Controls where there are some
// that went the same way before, else the forecast; the data choose, and why is said. The choice
// looks at the time before the start alone, never at the effect.
// Pure and thread safe.
#pragma once

#include <optional>
#include <span>

#include "stats/experiment/difference_in_differences.h"
#include "stats/experiment/forecast_comparison.h"

namespace northstar::stats {

enum class WithoutLotMethod { kNone, kSegments, kForecast };

enum class WithoutLotReason {
  // kSegments: the gap has no trend before, and placebo dates raise few alarms.
  kControlsParallel,
  // kSegments, though one of the two is not so: there is too little before for a forecast.
  kControlsAlone,
  // kForecast:
  kNoControls,
  kControlsTooShort,  // or without any variation beside the treated
  kControlsDrift,     // the gap has a trend before the start, p < 0.05
  kControlsAlarm,     // effects at more than a fifth of the placebo dates
  // kNone: nothing has enough periods.
  kTooShort,
};

struct WithoutLot {
  WithoutLotMethod method = WithoutLotMethod::kNone;
  WithoutLotReason reason = WithoutLotReason::kTooShort;
  // The chosen one's; none for kNone.
  std::optional<BeforeAfter> result;
  // What the controls showed, chosen or not.
  std::optional<SegmentComparison> segments;
};

// `control` is empty where nothing was left untouched, else as long as `treated`, which is the
// metric of the segments touched, or of all. The other arguments as in CompareSegments and
// CompareWithForecast. REQUIRES: as these.
WithoutLot AssessWithoutLot(std::span<const double> treated, std::span<const double> control,
                            size_t start, std::span<const double> seasons,
                            const ForecastComparisonOptions& options = {});

}  // namespace northstar::stats
