// On how many days (or in how many weeks) of a period is an active entity active? n counts active
// entities; v their days, or those with at least so many.
#include "engine/kernel/timeline/figure.h"
#include "engine/kernel/timeline/figures/per_group.h"
#include "model/project.h"

namespace northstar::kernel {
namespace {

class FrequencyFigure : public TimelineFigure {
 public:
  FrequencyFigure(const FigureInput& input, const kind::Frequency& kind)
      : kind_(kind),
        grid_(input.grid),
        units_(input.project.calendar.Grid(kind_.of == "week" ? Grain::kWeek : Grain::kDay,
                                           grid_.begin_us(), grid_.end_us() - 1)),
        median_(kind_.statistic == "median"),
        share_(kind_.statistic == "share_at_least") {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    PerGroup<Active> active;
    for (const TimelineRow& row : rows) {
      const int period = grid_.IndexOf(row.ts);
      if (period < 0) continue;
      Active& now = active.At(row.group());
      if (period != now.period) {
        if (now.period >= 0) Count(row.group(), now.period, now.units, sink);
        now = {period, -1, 0};
      }
      const int unit = units_.IndexOf(row.ts);
      now.units += unit != now.unit;
      now.unit = unit;
    }
    for (const auto& [group, last] : active) {
      if (last.period >= 0) Count(group, last.period, last.units, sink);
    }
  }

 protected:
  // An entity was active on `times` days (or in weeks) of the period.
  virtual void Count(uint32_t group, int period, int times, TimelineSink& sink) const {
    if (median_) {
      sink.Push(group, period, times);
    } else {
      sink.Add(group, period, 1, share_ ? times >= kind_.at_least : times);
    }
  }

 private:
  struct Active {
    int period = -1;
    int unit = -1;  // the day or week of the latest row
    int units = 0;
  };

  const kind::Frequency& kind_;
  const PeriodGrid& grid_;
  PeriodGrid units_;
  bool median_, share_;
};

// How many entities are active on one day of the period, on two, on three …
class DistributionFigure final : public FrequencyFigure {
 public:
  DistributionFigure(const FigureInput& input, const kind::Frequency& kind)
      : FrequencyFigure(input, kind), columns_(input.accumulator.columns) {}

 protected:
  void Count(uint32_t group, int period, int times, TimelineSink& sink) const override {
    if (times < columns_) sink.Add(group, period * columns_ + times, 1, 0);
  }

 private:
  int columns_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeFrequencyFigure(const FigureInput& input,
                                                    const kind::Frequency& kind) {
  return std::make_unique<FrequencyFigure>(input, kind);
}
std::unique_ptr<TimelineFigure> MakeDistributionFigure(const FigureInput& input,
                                                       const kind::Frequency& kind) {
  return std::make_unique<DistributionFigure>(input, kind);
}

}  // namespace northstar::kernel
