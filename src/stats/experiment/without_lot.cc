#include "stats/experiment/without_lot.h"

namespace northstar::stats {
namespace {

constexpr double kTrendLevel = 0.05;
constexpr double kMostAlarms = 0.2;

WithoutLotReason Judge(bool controls, const std::optional<SegmentComparison>& segments) {
  if (!controls) return WithoutLotReason::kNoControls;
  if (!segments) return WithoutLotReason::kControlsTooShort;
  if (segments->trend_p < kTrendLevel) return WithoutLotReason::kControlsDrift;
  if (segments->result.placebo.false_alarm_rate > kMostAlarms)
    return WithoutLotReason::kControlsAlarm;
  return WithoutLotReason::kControlsParallel;
}

}  // namespace

WithoutLot AssessWithoutLot(std::span<const double> treated, std::span<const double> control,
                            size_t start, std::span<const double> seasons,
                            const ForecastComparisonOptions& options) {
  WithoutLot chosen;
  if (!control.empty())
    chosen.segments = CompareSegments(treated, control, start, {options.level, options.placebos});
  chosen.reason = Judge(!control.empty(), chosen.segments);
  if (chosen.reason != WithoutLotReason::kControlsParallel) {
    chosen.result = CompareWithForecast(treated, start, seasons, options);
    if (chosen.result) {
      chosen.method = WithoutLotMethod::kForecast;
      return chosen;
    }
    chosen.reason =
        chosen.segments ? WithoutLotReason::kControlsAlone : WithoutLotReason::kTooShort;
  }
  if (chosen.segments) {
    chosen.method = WithoutLotMethod::kSegments;
    chosen.result = chosen.segments->result;
  }
  return chosen;
}

}  // namespace northstar::stats
