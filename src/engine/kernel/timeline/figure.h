// What is worked out from one entity's timeline, per metric type. One file per figure under
// figures/, one line each in figure.cc. Figures are immutable and shared by threads.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/calendar.h"
#include "base/exact_sum.h"
#include "engine/kernel/timeline/timeline.h"
#include "model/metric.h"
#include "model/project_ref.h"
#include "plan/gather_plan.h"

namespace northstar::kernel {

// Where a figure puts what it finds. `period` is an index into the accumulator's grid, times its
// columns; what lies outside is dropped.
class TimelineSink {
 public:
  virtual ~TimelineSink() = default;
  virtual void Add(uint32_t group, int period, int64_t n, Int128 v) = 0;
  // The same to every period in [from, to).
  virtual void AddRange(uint32_t group, int from, int to, int64_t n, Int128 v) {
    for (int period = from; period < to; ++period) Add(group, period, n, v);
  }
  // One more in every period in [from, to), whose value is summed up.
  virtual void AddValue(uint32_t group, int from, int to, double value) = 0;
  // A row under its role, and the other entity that it names (StreamRows::kNoOther: none). Of
  // histories only.
  virtual void Meet(uint32_t /*group*/, int /*role*/, int /*period*/, uint32_t /*other*/) {}
  // One value of a percentile.
  virtual void Push(uint32_t group, int period, double value) = 0;
};

class TimelineFigure {
 public:
  virtual ~TimelineFigure() = default;
  // `rows`: of one entity, not empty; of the main rows only those that meet the metric's
  // conditions.
  virtual void Run(const Timeline& rows, TimelineSink& sink) const = 0;
  // What a sum of Add's `v` is in the metric's unit.
  virtual double Unit(Int128 v) const { return static_cast<double>(v); }
};

struct FigureInput {
  const Accumulator& accumulator;
  const Project& project;
  const PeriodGrid& grid;
  const Metric& metric() const { return *accumulator.metric; }
};

// figures/*.cc
std::unique_ptr<TimelineFigure> MakeRowsFigure(const FigureInput& input);
std::unique_ptr<TimelineFigure> MakeActiveFigure(const FigureInput& input,
                                                 const kind::Active& kind);
std::unique_ptr<TimelineFigure> MakeLifecycleFigure(const FigureInput& input,
                                                    const kind::Lifecycle& kind);
std::unique_ptr<TimelineFigure> MakeFrequencyFigure(const FigureInput& input,
                                                    const kind::Frequency& kind);
std::unique_ptr<TimelineFigure> MakeConversionFigure(const FigureInput& input,
                                                     const kind::Conversion& kind);
std::unique_ptr<TimelineFigure> MakeDurationFigure(const FigureInput& input,
                                                   const kind::TimeBetween& kind);
std::unique_ptr<TimelineFigure> MakeRetentionFigure(const FigureInput& input,
                                                    const kind::Retention& kind);
std::unique_ptr<TimelineFigure> MakeSessionsFigure(const FigureInput& input,
                                                   const kind::Sessions& kind);
std::unique_ptr<TimelineFigure> MakeStateFigure(const FigureInput& input);
std::unique_ptr<TimelineFigure> MakeFirstTimeFigure(const FigureInput& input);

std::unique_ptr<TimelineFigure> MakeTriangleFigure(const FigureInput& input);
std::unique_ptr<TimelineFigure> MakeDistributionFigure(const FigureInput& input,
                                                       const kind::Frequency& kind);
std::unique_ptr<TimelineFigure> MakePresenceFigure(const FigureInput& input);

std::unique_ptr<TimelineFigure> MakeFigure(const FigureInput& input);

}  // namespace northstar::kernel
