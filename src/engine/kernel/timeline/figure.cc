#include "engine/kernel/timeline/figure.h"

#include "base/result.h"

namespace northstar::kernel {

std::unique_ptr<TimelineFigure> MakeFigure(const FigureInput& input) {
  if (input.accumulator.shape == Accumulator::Shape::kTriangle) return MakeTriangleFigure(input);
  if (input.accumulator.shape == Accumulator::Shape::kDistribution)
    return MakeDistributionFigure(input);
  if (input.accumulator.shape == Accumulator::Shape::kHistories &&
      input.metric().type == MetricType::kActive)
    return MakePresenceFigure(input);
  switch (input.metric().type) {
    case MetricType::kCount:
    case MetricType::kSum:
    case MetricType::kAverage:
    case MetricType::kMin:
    case MetricType::kMax:
    case MetricType::kMedian:
    case MetricType::kPercentile:
      return MakeRowsFigure(input);
    case MetricType::kActive:
      return MakeActiveFigure(input);
    case MetricType::kLifecycle:
      return MakeLifecycleFigure(input);
    case MetricType::kFrequency:
      return MakeFrequencyFigure(input);
    case MetricType::kConversion:
      return MakeConversionFigure(input);
    case MetricType::kDuration:
      return MakeDurationFigure(input);
    case MetricType::kRetention:
      return MakeRetentionFigure(input);
    case MetricType::kSessions:
      return MakeSessionsFigure(input);
    case MetricType::kState:
      return MakeStateFigure(input);
    case MetricType::kFirstTime:
      return MakeFirstTimeFigure(input);
    case MetricType::kRatio:
    case MetricType::kDerived:
    case MetricType::kCumulative:
    case MetricType::kFeedback:
    case MetricType::kSeries:
      break;
  }
  NS_CHECK(false && "planning makes timelines of these types only");
}

}  // namespace northstar::kernel
