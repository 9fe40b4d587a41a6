// BoundQuestions → one GatherPlan: what to accumulate in one pass over each source. Plans are
// immutable values; a rule takes one and returns another. The kernel runs a plan, sql/ prints the
// same plan as SQL; both must give the same figures for every accumulator here.
// It leaves out what is made of figures afterwards: ratios, formulas, running sums and intervals
// (analysis/query). Plans point into the project that they were made for, which must outlive them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "plan/question.h"

namespace northstar {

// What is kept of the rows of a group and period.
enum class Aggregate {
  // Matching rows.
  kCount,
  // Of `value`, with the count of rows that have one.
  kSum,
  kMin,
  kMax,
  // Of `value`, type 7.
  kPercentile,
  // Distinct `entity`; rows that name none do not count, here and below.
  kDistinct,
  // `entity` with at least `at_least` rows.
  kAtLeast,
  // `entity` with rows of at least `at_least` distinct `other`.
  kAtLeastDistinct,
  // Worked out entity by entity from its rows in order of time, as `metric` says.
  kTimeline,
};
std::string_view AggregateName(Aggregate aggregate);
// How entities that are active in a period are kept.
Aggregate AggregateOfActive(const kind::Active& active);

// What a row is there for in an entity's timeline. Steps of a conversion have the roles 0, 1, 2 …;
// the rows that the i-th entry of `only:` looks at have kCondition + i.
namespace role {
inline constexpr int kMain =
    0;  // event, from, on: the filter and the dimensions of a question apply
inline constexpr int kThen = 1;  // to, return_event, off
inline constexpr int kCondition = 32;
}  // namespace role

// Rows of one source: of one event (empty: any), where the condition holds (null: all).
struct Feed {
  std::string source;
  std::string event;
  BoundRef where;
  // What the rows are there for in a timeline; of all else kMain.
  int role = role::kMain;
  // Of a timeline: the entity whose distinct ids a threshold counts.
  std::string other = "";
};

// Rows that the feed can take, before its condition, for estimates: those of its event; all of the
// source where it takes any or holds none of that name; 0 when its source is not loaded.
double RowsOf(const Feed& feed, const DataFacts& facts);

// One figure to keep, by group and period. Which members count follows from `kind`.
struct Accumulator {
  Aggregate kind = Aggregate::kCount;
  std::vector<Feed> feeds;
  // Index into GatherPlan::grids.
  int grid = 0;
  // Dimensions; empty: one group.
  std::vector<std::string> by;
  // Whose: of distinct kinds and timelines, and the bucket of rows when bucketed or sampled.
  std::string entity;
  // Of kAtLeastDistinct.
  std::string other;
  uint32_t at_least = 1;
  // A number; null where rows or entities are counted. Rows whose value is null do not count in
  // what is made of values.
  BoundRef value;
  // 0 to 100.
  double percentile = 50;
  // Keep every figure per entity bucket, kBuckets of them.
  bool bucketed = false;
  // Of percentiles: keep every value and whose it is.
  bool sampled = false;

  // kTimeline: what each period holds. A value is one cell; of a triangle the k-th cell counts
  // those of the period's cohort that are active k periods later; of a distribution those active k
  // times.
  // Entities: the keys of those that count in the period `listed`, beside their number.
  // Histories: what each entity adds to each period, beside the sums; of an active metric how many
  // rows it has there (with `distinct`: of each other entity), whatever the threshold.
  enum class Shape { kValue, kTriangle, kDistribution, kEntities, kHistories };
  Shape shape = Shape::kValue;
  // Cells per period.
  int columns = 1;
  // Of kTriangle: the period's cohort is who is active for the first time, else who is active.
  bool new_cohorts = false;
  // Of kEntities: the period.
  int listed = 0;
  // Of kHistories: of entities of so many buckets, a random share.
  int sampled_buckets = kBuckets;
  // Set by the rule sets_for_timelines: a hidden accumulator answers nothing itself; from its sets
  // (and those of `then_sets`) a timeline accumulator is worked out instead of from rows. -1: none.
  bool hidden = false;
  int main_sets = -1, then_sets = -1;
  // By period: which periods of main_sets it is made of.
  std::vector<std::pair<int, int>> spans;
  // Of kTimeline: the leaf whose parameters say what to work out; into the project.
  const Metric* metric = nullptr;
  // Of kTimeline: the instants whose rows matter, [from, to).
  int64_t from_us = 0, to_us = 0;
};
// Accumulators of equal texts are kept once (rules.cc). Also what plans print.
std::string CanonicalText(const Accumulator& accumulator);
// Whether the rows of a feed are told apart by the accumulator's dimensions: those that a
// question's filter applies to.
bool IsBrokenDown(const Accumulator& accumulator, const Feed& feed);

// What one rewrite rule did, for people.
struct RuleTrace {
  std::string name;
  bool enabled = true;
  double milliseconds = 0;
  // "8 → 5 accumulators"; empty: changed nothing.
  std::string effect;
};

// Indices between its lists hold as long as nobody changes them; only rules do.
// Periods, and from when on rows are passed over as if they had not happened yet: what is asked as
// of different times stands on different grids and shares a scan.
struct PlanGrid {
  PeriodGrid periods;
  // UTC microseconds, the last instant that is seen; none: nothing is hidden.
  std::optional<int64_t> hide_after_us = {};

  bool Hides(int64_t ts_us) const { return hide_after_us && ts_us > *hide_after_us; }
  bool operator==(const PlanGrid&) const = default;
};

struct GatherPlan {
  std::vector<PlanGrid> grids;
  std::vector<Accumulator> accumulators;
  // Request → accumulator that answers it; several requests may share one.
  std::vector<int> answers;
  // Sources to scan, each once.
  std::vector<std::string> scans;
  // Estimated peak memory of one pass, all threads.
  int64_t bytes = 0;
  // 1 to 64, each over a range of entity buckets.
  int passes = 1;
  std::vector<RuleTrace> trace;

  const PlanGrid& GridOf(const Accumulator& a) const { return grids[static_cast<size_t>(a.grid)]; }
  const PeriodGrid& PeriodsOf(const Accumulator& a) const { return GridOf(a).periods; }
};

// Collects what analyses need and hands out request numbers; Finish applies the rules. Keeps
// references to project and facts. For one thread, and for one plan.
class GatherPlanner {
 public:
  GatherPlanner(const Project& project, const DataFacts& facts)
      : project_(project), facts_(facts) {}

  // Index into GatherPlan::grids; of an equal grid that hides the same the one that is there.
  int AddGrid(const PeriodGrid& grid, std::optional<int64_t> hide_after_us);
  // Both return the request's index into GatherPlan::answers, where results are looked up.
  // `bucketed` is dropped where the leaf has no unit (metric_unit.h): then there is no uncertainty
  // to tell. REQUIRES: a leaf over events; `grid` of AddGrid.
  int AddLeaf(const Metric& leaf, int grid, const std::vector<std::string>& by,
              const BoundRef& where, bool bucketed);
  int AddRaw(Accumulator accumulator);
  // What the uncertainty of a leaf that was added with buckets rests on: the entity whose rows are
  // taken together, none where its sources have no entity; and, where rows count that name none,
  // two requests that count all rows and those that name one.
  struct LeafUnits {
    std::string entity;
    std::optional<std::pair<int, int>> rows;  // all, named
  };
  // REQUIRES: a request of AddLeaf, before Finish.
  LeafUnits AddUnits(int leaf_request);
  // What each of the leaf's entities adds to each period (Accumulator::Shape::kHistories), for
  // entities of `sampled_buckets` of the kBuckets. `apart`: the rows of each feed, in the order of
  // FeedsOf, have a role of their own, at most 32.
  int AddHistories(const Metric& leaf, int grid, int sampled_buckets, bool apart);

  // Ends the planner. `memory_limit` in bytes for everything; where more is needed the plan gets
  // several passes. `disabled`: names of PlanRuleNames to skip, for comparisons; results are the
  // same.
  GatherPlan Finish(int64_t memory_limit, const std::vector<std::string>& disabled = {}) &&;

 private:
  const Project& project_;
  const DataFacts& facts_;
  GatherPlan plan_;
};

// In the order in which they are applied.
std::vector<std::string> PlanRuleNames();
// For people: scans, accumulators, rules with their effect and time, memory and passes.
std::string DescribePlan(const GatherPlan& plan);

}  // namespace northstar
