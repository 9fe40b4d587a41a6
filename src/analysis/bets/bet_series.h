// Bets that were not assigned by lot: what a metric did after they shipped, against the segments
// that they did not touch, else against a forecast. All metrics of all bets are read in one scan.
// Internal to bets/.
//
// Looked at are complete periods of the metric's own grain (days, where it is hourly): at most 12
// weeks from the day it shipped, and at most a third of what lies before. A bet that shipped in the
// second half of a period starts with the next one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/bets/bets.h"
#include "analysis/query/query.h"

namespace northstar {

// Values of a metric by period, the earliest first, cut for the comparison: both lists as long, the
// bet began with value `start`. `control` is empty without a segment.
struct BetWindow {
  std::vector<double> treated, control;
  size_t start = 0;
  // The last day of the periods after the start.
  Day last_day = 0;
};

// From all complete periods; none where no period after the start has a value, with gaps cut off.
// `starts` by period, ascending, all of one length; `ends` the day after each. Pure.
std::optional<BetWindow> CutWindow(const std::vector<Day>& starts, const std::vector<Day>& ends,
                                   const std::vector<std::optional<double>>& treated,
                                   const std::vector<std::optional<double>>& control, Day shipped,
                                   Grain grain);

class BetSeries {
 public:
  BetSeries(Engine& engine, const ProjectRef& project, const DataFacts& facts, int64_t now_us,
            std::optional<int64_t> as_of_us)
      : project_(project),
        facts_(facts),
        now_us_(now_us),
        as_of_us_(as_of_us),
        gather_(&engine, project, facts) {}

  // Returns the number by which the effect is asked for. REQUIRES: `shipped` is a day; before Read.
  size_t Ask(const Bet& bet, const Metric& metric, std::optional<double> expected, Day shipped);
  Status Read();
  // Valid after Read; `last_day` is set where something was compared.
  EffectFinding Effect(size_t number, std::optional<Day>& last_day) const;

 private:
  struct Asked {
    const Metric* metric = nullptr;
    std::optional<double> expected;
    Day shipped = 0;
    std::optional<size_t> treated, control;  // questions
    std::string problem;
  };

  std::optional<size_t> AskQuestion(const Metric& metric, const std::string& where,
                                    std::string& problem);
  std::vector<std::optional<double>> Complete(size_t question, const Metric& metric) const;
  void Compare(const Asked& asked, const BetWindow& window, EffectFinding& effect) const;

  const ProjectRef& project_;
  const DataFacts& facts_;
  int64_t now_us_;
  std::optional<int64_t> as_of_us_;
  SharedGather gather_;
  bool some_ = false;
  std::vector<Asked> asked_;
};

}  // namespace northstar
