// Question → values per period. Binds, plans, gathers in one scan, and computes every metric from
// what its leaves gathered. The same evaluation serves `query`, `lead` and `evaluate`, so that a
// value is the same wherever it stands.
// It leaves out judging: a point says what the value is and whether its period is complete, not
// whether it is good. Values do not depend on threads, passes or which questions share a scan. All
// instants are UTC microseconds.
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

// One value of one period and group. What was not asked for is none.
struct Point {
  // None: empty denominator, nothing to average, or not measured.
  std::optional<double> value;
  // Interval at the level asked for (0.95), when asked for and defined.
  std::optional<double> low, high;
  // Value of the compared period; none where either is not complete, but for the period that is
  // open.
  std::optional<double> previous;
  // Of ratios, rates and means, when asked for.
  std::optional<double> numerator, denominator;
  // Data cover all that the value depends on; else it may still change, or lacks a beginning.
  bool complete = false;
};

// One metric in one group.
struct MetricSeries {
  const Metric* metric = nullptr;
  // Values of `by`, in its order; empty without.
  GroupKey group;
  // One per shown period, the earliest first.
  std::vector<Point> points;
};

enum class Compare { kNone, kPrevious, kYear };
// How many periods before a period its comparison lies, at most: of hours and days a year ago the
// same weekday, 364 days earlier. At least 1; of kNone as of a year.
int PeriodsBack(Compare compare, Grain grain);

struct QueryOptions {
  // By the reference SQL in place of the kernel: for checking, and only for plans that it can run.
  bool reference_sql = false;
  Compare compare = Compare::kNone;
  // Of intervals, 0-1.
  double level = 0.95;
  // Also numerators and denominators.
  bool parts = false;
  // Names of plan rules to skip, for comparisons.
  std::vector<std::string> disabled_rules;
};

struct QueryResult {
  // Keeps the metrics alive.
  ProjectRef project;
  Grain grain = Grain::kWeek;
  int64_t as_of_us = 0;
  std::vector<std::string> by;
  // Labels of the shown periods, and their first local days; as long as the points of every series.
  std::vector<std::string> periods;
  std::vector<Day> starts;
  // Labels of what they are compared with, by period, when asked; "": none.
  std::vector<std::string> compared;
  // Metric by metric in the order of the question, in each the groups in GroupOrder.
  std::vector<MetricSeries> series;
  // Sentences that belong beside the numbers.
  std::vector<std::string> notes;
  // What never occurred, and whose values that makes null; sentences, each once.
  std::vector<std::string> never_seen;
  // Why the first metric has no values at all; empty: it was measured.
  std::string not_measured;
  // With intervals: by metric, the entities that were resampled; empty lists: it has no interval.
  std::map<std::string, std::vector<std::string>> units;
  // As it was run; points into `project`.
  GatherPlan plan;
};

// Errors as BindQuestion (plan/question.h) and Engine::Gather. With a comparison, a period that is
// not over is compared with the same part of the earlier one, which takes a scan more.
Result<QueryResult> RunQuery(Engine& engine, const ProjectRef& project, const Question& question,
                             const DataFacts& facts, int64_t now_us, const QueryOptions& options);

// The plan alone, without running it.
Result<GatherPlan> PlanQuery(const ProjectRef& project, const Question& question,
                             const DataFacts& facts, int64_t now_us,
                             const std::vector<std::string>& disabled_rules);

// Several bound questions answered by one plan: all candidates, grains and tests of `evaluate`.
// First everything is added, then Run once, then values are read as often as they are needed. Keeps
// references to engine and facts; metrics that were added must stay where they are (in the project,
// or in the object that added them). For one thread.
class SharedGather {
 public:
  // `engine` may be null when only Plan is called.
  SharedGather(Engine* engine, ProjectRef project, const DataFacts& facts);
  // Returns the question's number, by which its values are asked for.
  size_t Add(BoundQuestion question);
  // Counts all events of a source per period, in the same pass; returns the count's number.
  size_t AddEventCount(const std::string& source, PeriodGrid grid);
  // By period of its grid; valid after Run.
  std::vector<int64_t> EventCounts(size_t count) const;
  // What each entity of an event metric without parts adds to each period; of an active metric its
  // rows, whatever the threshold.
  struct HistoryRequest {
    Metric metric;
    PeriodGrid grid;
    int sampled_buckets = kBuckets;
    // The rows of each feed (plan/timeline_plan.h) under a role of their own.
    bool apart = false;
    // Set by SharedGather.
    int request = 0;
  };
  // Returns the number of the histories. Memory is proportional to active entities times periods.
  size_t AddHistories(HistoryRequest histories);
  // Valid after Run, as long as this object is.
  const Histories& HistoriesOf(size_t number) const;
  // Gathers everything that was added, in one pass over each source. Only once.
  Status Run(const QueryOptions& options);
  // The plan of what was added, without running it.
  GatherPlan Plan(const std::vector<std::string>& disabled_rules);

  // Values of every metric of a question, by metric and group, with intervals at `level` where the
  // question asked for them; valid after Run.
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
  // As it was added; the reference holds until the next Add.
  const BoundQuestion& question(size_t i) const { return questions_[i]; }
  // As it was run; empty before.
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
