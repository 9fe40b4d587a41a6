// Entities active in a period, or in the trailing window that ends with it.
#include <map>

#include "engine/kernel/timeline/figure.h"
#include "engine/kernel/timeline/membership.h"
#include "model/project.h"
#include "plan/timeline_plan.h"

namespace northstar::kernel {
namespace {

class ActiveFigure final : public TimelineFigure {
 public:
  ActiveFigure(const FigureInput& input, const kind::Active& kind)
      : kind_(kind), grid_(input.grid) {
    for (int p = 0; p < grid_.size(); ++p) {
      starts_.push_back(kind_.window ? WindowStart(input.project.calendar, grid_, p, *kind_.window)
                                     : grid_.bounds()[static_cast<size_t>(p)]);
    }
  }

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    // Windows overlap, so a row counts in every period whose window holds it.
    std::map<std::pair<uint32_t, int>, Threshold> found;
    for (const TimelineRow& row : rows) {
      for (int p = FirstEndingAfter(row.ts);
           p < grid_.size() && starts_[static_cast<size_t>(p)] <= row.ts; ++p)
        found.try_emplace({row.group(), p}, kind_).first->second.Take(rows, row);
    }
    for (const auto& [where, threshold] : found) {
      if (threshold.Reached()) sink.Add(where.first, where.second, 1, 0);
    }
  }

 private:
  // The first period that ends after the instant.
  int FirstEndingAfter(int64_t ts) const {
    const auto& bounds = grid_.bounds();
    const auto above = std::upper_bound(bounds.begin() + 1, bounds.end(), ts);
    return static_cast<int>(above - bounds.begin()) - 1;
  }

  const kind::Active& kind_;
  const PeriodGrid& grid_;
  std::vector<int64_t> starts_;  // of the window of each period; ascending
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeActiveFigure(const FigureInput& input,
                                                 const kind::Active& kind) {
  return std::make_unique<ActiveFigure>(input, kind);
}

}  // namespace northstar::kernel
