// The complete periods of many metrics out of one scan, for judging them one by one: OKRs and
// checks. Each metric is read at its own grain, of hours by the day.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/query/query.h"
#include "analysis/series/regular_series.h"
#include "stats/anomaly/value_limits.h"

namespace northstar {

// Of one metric, whatever is asked of it.
struct MetricHistory {
  // From the first complete period with a value to the last complete one, of days or coarser; empty
  // with a problem.
  RegularSeries series;
  // What a value can be.
  stats::ValueLimits limits;
  // Why there are no values: a clause or a sentence; empty: there are.
  std::string problem;
};

// First each metric is asked for, then the gather is run by whoever made it, then all are read.
// Keeps references to what it is given: they must outlive it, as must the metrics. For one thread.
class MetricHistories {
 public:
  MetricHistories(SharedGather& gather, const ProjectRef& project, const DataFacts& facts,
                  int64_t now_us, std::optional<int64_t> as_of_us)
      : project_(project), facts_(facts), now_us_(now_us), as_of_us_(as_of_us), gather_(gather) {}

  // Before the gather runs; asking again for the same metric adds nothing. One that cannot be asked
  // for says so in its history. REQUIRES: a metric of the project.
  void Ask(const Metric& metric);
  // Something was asked that the gather has to answer: without that it need not run.
  bool asks() const { return some_; }
  // After it ran.
  void Read();
  // REQUIRES: it was asked for; with values after Read.
  const MetricHistory& Of(const Metric& metric) const { return asked_.at(&metric).history; }
  // In the order in which they were asked for.
  const std::vector<const Metric*>& metrics() const { return metrics_; }

 private:
  struct Asked {
    size_t question = 0;
    MetricHistory history;
  };
  void ReadOne(const Metric& metric, Asked& asked) const;

  const ProjectRef& project_;
  const DataFacts& facts_;
  int64_t now_us_;
  std::optional<int64_t> as_of_us_;
  SharedGather& gather_;
  bool some_ = false;
  std::map<const Metric*, Asked> asked_;
  std::vector<const Metric*> metrics_;
};

}  // namespace northstar
