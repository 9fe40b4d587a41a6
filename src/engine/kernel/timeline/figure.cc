#include "engine/kernel/timeline/figure.h"

#include "base/overloaded.h"
#include "base/result.h"
#include "base/unreachable.h"

namespace northstar::kernel {

namespace {

std::unique_ptr<TimelineFigure> MakeFigureOfKind(const FigureInput& input) {
  using Figure = std::unique_ptr<TimelineFigure>;
  return std::visit(
      Overloaded{[&](const kind::OverRows auto&) { return MakeRowsFigure(input); },
                 [&](const kind::Active& kind) { return MakeActiveFigure(input, kind); },
                 [&](const kind::Frequency& kind) { return MakeFrequencyFigure(input, kind); },
                 [&](const kind::Lifecycle& kind) { return MakeLifecycleFigure(input, kind); },
                 [&](const kind::Conversion& kind) { return MakeConversionFigure(input, kind); },
                 [&](const kind::Retention& kind) { return MakeRetentionFigure(input, kind); },
                 [&](const kind::TimeBetween& kind) { return MakeDurationFigure(input, kind); },
                 [&](const kind::Sessions& kind) { return MakeSessionsFigure(input, kind); },
                 [&](const kind::State&) { return MakeStateFigure(input); },
                 [&](const kind::FirstTime&) { return MakeFirstTimeFigure(input); },
                 [](const kind::NotOverEvents auto&) -> Figure {
                   NS_UNREACHABLE("planning makes timelines of what is made of events only");
                 }},
      input.metric().kind);
}

}  // namespace

std::unique_ptr<TimelineFigure> MakeFigure(const FigureInput& input) {
  using Shape = Accumulator::Shape;
  const Shape shape = input.accumulator.shape;
  if (shape == Shape::kTriangle) return MakeTriangleFigure(input);
  if (shape == Shape::kDistribution)
    return MakeDistributionFigure(input, std::get<kind::Frequency>(input.metric().kind));
  if (shape == Shape::kHistories && input.metric().Is<kind::Active>())
    return MakePresenceFigure(input);
  return MakeFigureOfKind(input);
}

}  // namespace northstar::kernel
