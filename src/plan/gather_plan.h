// BoundQuestions → one GatherPlan: what to accumulate in one pass over each source. Plans are
// immutable values; a rule takes one and returns another. The kernel runs a plan, sql/ prints the
// same plan as SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "plan/question.h"

namespace northstar {

enum class Aggregate {
  kCount,  // matching rows
  kSum,    // of `value`, with the count of rows that have one
  kMin,
  kMax,
  kPercentile,       // of `value`, type 7
  kDistinct,         // distinct `entity`
  kAtLeast,          // `entity` with at least `at_least` rows
  kAtLeastDistinct,  // `entity` with rows of at least `at_least` distinct `other`
  kTimeline,         // worked out entity by entity from its rows in order of time, as `metric` says
};
std::string_view AggregateName(Aggregate aggregate);

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
  int role = role::kMain;  // what the rows are there for in a timeline
  std::string other = "";  // of a timeline: the entity whose distinct ids a threshold counts
};

// Rows that the feed can take, before its condition; 0 when its source is not loaded.
double RowsOf(const Feed& feed, const DataFacts& facts);

struct Accumulator {
  Aggregate kind = Aggregate::kCount;
  std::vector<Feed> feeds;
  int grid = 0;                 // index into GatherPlan::grids
  std::vector<std::string> by;  // dimensions; empty: one group
  std::string entity;           // whose: distinct kinds, and the bucket of rows when bucketed
  std::string other;            // kAtLeastDistinct
  uint32_t at_least = 1;
  BoundRef value;
  double percentile = 50;  // 0 to 100
  bool bucketed = false;   // keep every figure per entity bucket
  bool sampled = false;    // percentiles: keep every value and whose it is

  // kTimeline: what each period holds. A value is one cell; of a triangle the k-th cell counts
  // those of the period's cohort that are active k periods later; of a distribution those active k
  // times.
  // Entities: the keys of those that count in the period `listed`, beside their number.
  // Histories: what each entity adds to each period, beside the sums; of an active metric how many
  // rows it has there (with `distinct`: of each other entity), whatever the threshold.
  enum class Shape { kValue, kTriangle, kDistribution, kEntities, kHistories };
  Shape shape = Shape::kValue;
  int columns = 1;                 // cells per period
  int listed = 0;                  // kEntities: the period
  int sampled_buckets = kBuckets;  // kHistories: of entities of so many buckets, a random share
  // Set by the rule sets_for_timelines: a hidden accumulator answers nothing itself; from its sets
  // (and those of `then_sets`) a timeline accumulator is worked out instead of from rows.
  bool hidden = false;
  int main_sets = -1, then_sets = -1;      // into GatherPlan::accumulators
  std::vector<std::pair<int, int>> spans;  // by period: which periods of main_sets it is made of
  const Metric* metric = nullptr;  // kTimeline: the leaf whose parameters say what to work out
  int64_t from_us = 0, to_us = 0;  // kTimeline: the instants whose rows matter, [from, to)
};
std::string CanonicalText(const Accumulator& accumulator);
// Whether the rows of a feed are told apart by the accumulator's dimensions: those that a
// question's filter applies to.
bool IsBrokenDown(const Accumulator& accumulator, const Feed& feed);

struct RuleTrace {
  std::string name;
  bool enabled = true;
  double milliseconds = 0;
  std::string effect;  // "8 → 5 accumulators"; empty: changed nothing
};

struct GatherPlan {
  std::vector<PeriodGrid> grids;
  std::vector<Accumulator> accumulators;
  std::vector<int> answers;  // request → accumulator that answers it
  std::optional<int64_t> hide_after_us;
  std::vector<std::string> scans;  // sources to scan, each once
  int64_t bytes = 0;               // estimated peak memory of one pass, all threads
  int passes = 1;                  // 1 to 64, each over a range of entity buckets
  std::vector<RuleTrace> trace;
};

// Collects what analyses need and hands out request numbers; Finish applies the rules.
class GatherPlanner {
 public:
  GatherPlanner(const Project& project, const DataFacts& facts)
      : project_(project), facts_(facts) {}

  int AddGrid(const PeriodGrid& grid);
  // Both return the request's index into GatherPlan::answers.
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
  LeafUnits AddUnits(int leaf_request);
  // What each of the leaf's entities adds to each period (Accumulator::Shape::kHistories).
  // `apart`: the rows of each feed, in the order of FeedsOf, have a role of their own, at most 32.
  int AddHistories(const Metric& leaf, int grid, int sampled_buckets, bool apart);
  void HideAfter(std::optional<int64_t> us) { plan_.hide_after_us = us; }

  // `memory_limit` in bytes for everything; `disabled`: names of rules to skip.
  GatherPlan Finish(int64_t memory_limit, const std::vector<std::string>& disabled = {}) &&;

 private:
  const Project& project_;
  const DataFacts& facts_;
  GatherPlan plan_;
};

std::vector<std::string> PlanRuleNames();
// For people: scans, accumulators, rules with their effect and time, memory and passes.
std::string DescribePlan(const GatherPlan& plan);

}  // namespace northstar
