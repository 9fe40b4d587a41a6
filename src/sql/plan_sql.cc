#include "sql/plan_sql.h"

#include <fmt/format.h>

#include "sql/feed_sql.h"
#include "sql/timeline_sql.h"

namespace northstar::sql {
namespace {

std::shared_ptr<const Select> UnionOfFeeds(const GatherPlan& plan, const Accumulator& a,
                                           const Project& project, const DataFacts& facts) {
  FeedRenderer renderer(plan, a, project, facts);
  auto first = std::make_shared<Select>(renderer.Render(a.feeds[0]));
  for (size_t i = 1; i < a.feeds.size(); ++i) {
    first->union_all.push_back(std::make_shared<Select>(renderer.Render(a.feeds[i])));
  }
  return first;
}

}  // namespace

std::string WhyNoSql(const GatherPlan& plan, const Accumulator& a) {
  return WhyNoTimelineSql(a, plan.PeriodsOf(a));
}

Statement RenderAccumulator(const GatherPlan& plan, const Accumulator& a, const Project& project,
                            const DataFacts& facts) {
  NS_CHECK(!a.feeds.empty());
  if (a.kind == Aggregate::kTimeline) return RenderTimeline(plan, a, project, facts);
  Statement statement;
  statement.with.push_back(GridValues(plan, a.grid));

  Table rows{"", UnionOfFeeds(plan, a, project, facts), "rows"};
  std::vector<std::string> keys{"period"};
  for (size_t i = 0; i < a.by.size(); ++i) keys.push_back(GroupName(i));
  if (a.bucketed) keys.emplace_back("bucket");

  Select& query = statement.query;
  for (const std::string& key : keys) {
    query.items.push_back({Col("", key), key});
    query.group_by.push_back(Col("", key));
  }
  const Ref value = Col("", "value");
  const Ref none = Make(Cast{Val(NullLiteral{}), "double"});
  const auto finish = [&](Ref n, Ref v) {
    query.items.push_back({std::move(n), "n"});
    query.items.push_back({std::move(v), "v"});
    query.from = std::move(rows);
  };
  switch (a.kind) {
    case Aggregate::kCount:
      finish(Call("count", {Make(Star{})}), none);
      break;
    case Aggregate::kSum:
      finish(Call("count", {value}), SumOf(value));
      break;
    case Aggregate::kMin:
      finish(Call("count", {value}), Call("min", {value}));
      break;
    case Aggregate::kMax:
      finish(Call("count", {value}), Call("max", {value}));
      break;
    case Aggregate::kPercentile:
      finish(Call("count", {value}), Call("quantile_cont", {value, Val(a.percentile / 100)}));
      break;
    case Aggregate::kDistinct:
      finish(Make(Function{"count", {Col("", "entity")}, true}), none);
      break;
    case Aggregate::kTimeline:
      break;  // rendered above
    case Aggregate::kAtLeast:
    case Aggregate::kAtLeastDistinct: {
      auto inner = std::make_shared<Select>();
      for (const std::string& key : keys) {
        inner->items.push_back({Col("", key), key});
        inner->group_by.push_back(Col("", key));
      }
      inner->items.push_back({Col("", "entity"), "entity"});
      inner->group_by.push_back(Col("", "entity"));
      inner->from = std::move(rows);
      // Groups in which nobody reaches the threshold stay, with 0.
      inner->items.push_back({a.kind == Aggregate::kAtLeast
                                  ? Call("count", {Make(Star{})})
                                  : Make(Function{"count", {Col("", "other")}, true}),
                              "reached"});
      rows = {"", inner, "entities"};
      const Ref counted = And({Make(Postfix{Col("", "entity"), "is not null"}),
                               Op(">=", {Col("", "reached"), Int(a.at_least)})});
      finish(Call("count_if", {counted}), none);
      break;
    }
  }
  query.order_by = query.group_by;
  return statement;
}

}  // namespace northstar::sql
