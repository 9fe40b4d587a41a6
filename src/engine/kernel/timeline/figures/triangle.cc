// The retention triangle: of the entities of each period's cohort, how many are active 0, 1, 2 …
// periods later. A cohort is who is active in the period, or active for the first time.
#include <set>

#include "engine/kernel/timeline/figure.h"
#include "engine/kernel/timeline/membership.h"
#include "plan/timeline_plan.h"

namespace northstar::kernel {
namespace {

class TriangleFigure final : public TimelineFigure {
 public:
  explicit TriangleFigure(const FigureInput& input)
      : active_(ActiveKeysOf(input.metric(), input.project)),
        retention_(input.metric().As<kind::Retention>()),
        grid_(input.grid),
        columns_(input.accumulator.columns),
        only_new_(input.accumulator.new_cohorts) {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    std::set<int> returned;
    if (retention_ != nullptr) {
      for (const TimelineRow& row : rows) {
        if (row.role() == role::kThen) returned.insert(grid_.IndexOf(row.ts));
      }
    }
    for (const auto& of_group : ActivePeriods(rows, role::kMain, active_, grid_)) {
      const uint32_t group = of_group.first;
      const std::vector<int>& periods = of_group.second;
      for (size_t i = 0; i < periods.size() && (i == 0 || !only_new_); ++i) {
        const auto count = [&](int at) {
          const int k = at - periods[i];
          if (k >= 0 && k < columns_) sink.Add(group, periods[i] * columns_ + k, 1, 0);
        };
        if (retention_ == nullptr) {
          for (size_t j = i; j < periods.size(); ++j) count(periods[j]);
        } else {
          count(periods[i]);  // column 0 is the cohort itself
          for (auto at = returned.upper_bound(periods[i]); at != returned.end(); ++at) count(*at);
        }
      }
    }
  }

 private:
  kind::Active active_;
  const kind::Retention* retention_;  // it has events to return; null: an active metric
  const PeriodGrid& grid_;
  int columns_;
  bool only_new_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeTriangleFigure(const FigureInput& input) {
  return std::make_unique<TriangleFigure>(input);
}

}  // namespace northstar::kernel
