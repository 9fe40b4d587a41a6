// Question → values per period. Binds, plans, gathers in one scan, and computes every metric from
// what its leaves gathered. The same evaluation serves `query`, `lead` and `evaluate`.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "analysis/query/never_seen.h"
#include "analysis/query/value_bounds.h"
#include "engine/engine.h"
#include "plan/question.h"
#include "stats/jackknife.h"

namespace northstar {

struct Point {
  std::optional<double> value;                   // null: empty denominator, or nothing to average
  std::optional<double> low, high;               // 95 % interval, when asked for and defined
  std::optional<double> previous;                // value of the compared period
  std::optional<double> numerator, denominator;  // of ratios, rates and means, when asked for
  bool complete = false;
};

struct MetricSeries {
  const Metric* metric = nullptr;
  GroupKey group;             // values of `by`, in its order
  std::vector<Point> points;  // one per shown period
};

enum class Compare { kNone, kPrevious, kYear };
// How many periods before a period its comparison lies, at most: of hours and days a year ago the
// same weekday, 364 days earlier.
int PeriodsBack(Compare compare, Grain grain);

struct QueryOptions {
  GatherEngine engine = GatherEngine::kKernel;
  Compare compare = Compare::kNone;
  double level = 0.95;
  bool parts = false;  // also numerators and denominators
  std::vector<std::string> disabled_rules;
};

struct QueryResult {
  ProjectRef project;  // keeps the metrics alive
  Grain grain = Grain::kWeek;
  int64_t as_of_us = 0;
  std::vector<std::string> by;
  std::vector<std::string> periods;   // labels of the shown periods
  std::vector<Day> starts;            // their first local days
  std::vector<std::string> compared;  // labels of what they are compared with, when asked; "": none
  std::vector<MetricSeries> series;
  std::vector<std::string> notes;       // sentences that belong beside the numbers
  std::vector<std::string> never_seen;  // what never occurred, and whose values that makes null
  std::string not_measured;  // why the first metric has no values at all; empty: it was measured
  // With intervals: by metric, the entities that were resampled.
  std::map<std::string, std::vector<std::string>> units;
  GatherPlan plan;  // as it was run
};

Result<QueryResult> RunQuery(Engine& engine, const ProjectRef& project, const Question& question,
                             const DataFacts& facts, int64_t now_us, const QueryOptions& options);

// The plan alone, without running it.
Result<GatherPlan> PlanQuery(const ProjectRef& project, const Question& question,
                             const DataFacts& facts, int64_t now_us,
                             const std::vector<std::string>& disabled_rules);

// Several bound questions answered by one plan: all candidates, grains and tests of `evaluate`.
class SharedGather {
 public:
  // `engine` may be null when only Plan is called.
  SharedGather(Engine* engine, ProjectRef project, const DataFacts& facts);
  // Returns the question's number.
  size_t Add(BoundQuestion question);
  // Counts all events of a source per period, in the same pass; returns the count's number.
  size_t AddEventCount(const std::string& source, PeriodGrid grid);
  std::vector<int64_t> EventCounts(size_t count) const;  // valid after Run
  // What each entity of an event metric without parts adds to each period; of an active metric its
  // rows, whatever the threshold. Returns the number of the histories.
  struct HistoryRequest {
    Metric metric;
    PeriodGrid grid;
    int sampled_buckets = kBuckets;
    bool apart = false;  // the rows of each feed (plan/timeline_plan.h) under a role of their own
    int request = 0;
  };
  size_t AddHistories(HistoryRequest histories);
  const Histories& HistoriesOf(size_t number) const;  // valid after Run
  // Gathers everything that was added, in one pass over each source.
  Status Run(const QueryOptions& options);
  GatherPlan Plan(const std::vector<std::string>& disabled_rules);

  // Values of every metric of a question; valid after Run.
  Result<std::vector<MetricSeries>> Evaluate(size_t question, double level,
                                             bool parts = false) const;
  // A metric's value per shown period over the entities of some buckets (bit b: bucket b counts).
  // Anything but kAllBuckets needs a question with intervals.
  std::vector<std::optional<double>> Values(size_t question, const Metric& metric,
                                            const GroupKey& group,
                                            uint64_t buckets = kAllBuckets) const;
  static constexpr uint64_t kAllBuckets = ~uint64_t{0};
  // What the uncertainty of a metric is found with: its values with one bucket of entities left out
  // each, by bucket and shown period. Empty where it has no such interval: no question with
  // intervals, or a leaf that is no sum over buckets.
  std::vector<std::vector<std::optional<double>>> WithoutBuckets(size_t question,
                                                                 const Metric& metric,
                                                                 const GroupKey& group) const;
  // By shown period: whether at least half of the rows name the entity that is the unit. Without
  // units nobody knows what would be drawn again, and there is no interval.
  std::vector<bool> HaveUnits(size_t question, const Metric& metric, const GroupKey& group) const;
  // Of values that are known not to be negative, or to be shares, for what every bucket shows.
  stats::ValueLimits LimitsOf(size_t question, const Metric& metric, const GroupKey& group) const;
  // Numerator and denominator per shown period, valid after Run; nullopt for metrics that are no
  // quotient.
  std::optional<std::pair<std::vector<std::optional<double>>, std::vector<std::optional<double>>>>
  Quotient(size_t question, const Metric& metric, const GroupKey& group) const;
  // The groups of `by` that occur, in GroupOrder.
  std::vector<GroupKey> GroupsOf(size_t question, const Metric& metric) const;
  // What the metric of a question asks for that never occurred; valid after Run. A metric that was
  // not measured for want of it has no values.
  SeenData::Look LookAt(size_t question, const Metric& metric) const;
  const BoundQuestion& question(size_t i) const { return questions_[i]; }
  const GatherPlan& plan() const { return plan_; }

 private:
  friend class MetricEvaluator;
  struct LeafRequest {
    size_t question;
    const Metric* metric;  // the leaf
    bool daily;            // on a grid of days, of hours by hour, for trailing and to-date sums
    int request;           // into GatherPlan::answers
    PeriodGrid grid;
    GatherPlanner::LeafUnits units = {};  // of questions with intervals
  };
  struct SeriesLeaf {
    std::map<GroupKey, std::map<int64_t, double>> by_group;  // local start → value
  };

  struct CountRequest {
    std::string source;
    PeriodGrid grid;
    int request = 0;
  };

  void AddLeaves(size_t question, const Metric& metric, bool daily, GatherPlanner& planner);
  Status ReadSeriesLeaves();
  Status LookAtLeaves();
  // The interval of a percentile's value in a shown period, from the samples behind it.
  std::optional<stats::Interval> SampleInterval(size_t question, const Metric& metric,
                                                const GroupKey& group, size_t shown,
                                                double level) const;
  void AddInterval(size_t question, const MetricSeries& series, size_t shown, double level,
                   const std::vector<std::vector<std::optional<double>>>& without,
                   const stats::ValueLimits& limits, Point& point) const;
  const LeafRequest* FindLeaf(size_t question, const Metric& leaf, bool daily) const;

  Engine* engine_;
  ProjectRef project_;
  const DataFacts& facts_;
  std::vector<BoundQuestion> questions_;
  std::vector<LeafRequest> leaves_;
  std::vector<CountRequest> counts_;
  std::deque<HistoryRequest> histories_;  // the plan points to their metrics
  std::map<std::pair<size_t, std::string>, SeriesLeaf> series_;
  std::map<std::pair<size_t, const Metric*>, SeenData::Look> looks_;  // by question and leaf
  GatherPlan plan_;
  Gathered gathered_;
};

}  // namespace northstar
