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
  const Ref none = Make(Cast{Val(NullLiteral{}), SqlType::kDouble});
  const auto finish = [&](Ref n, Ref v) {
    query.items.push_back({std::move(n), "n"});
    query.items.push_back({std::move(v), "v"});
    query.from = std::move(rows);
  };
  switch (a.kind) {
    case Aggregate::kCount:
      finish(Call(Fn::kCountRows, {}), none);
      break;
    case Aggregate::kSum:
      finish(Call(Fn::kCount, {value}), Call(Fn::kExactSum, {value}));
      break;
    case Aggregate::kMin:
      finish(Call(Fn::kCount, {value}), Call(Fn::kMin, {value}));
      break;
    case Aggregate::kMax:
      finish(Call(Fn::kCount, {value}), Call(Fn::kMax, {value}));
      break;
    case Aggregate::kPercentile:
      finish(Call(Fn::kCount, {value}), Call(Fn::kQuantile7, {value, Val(a.percentile / 100)}));
      break;
    case Aggregate::kDistinct:
      finish(Call(Fn::kCountDistinct, {Col("", "entity")}), none);
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
                                  ? Call(Fn::kCountRows, {})
                                  : Call(Fn::kCountDistinct, {Col("", "other")}),
                              "reached"});
      rows = {"", inner, "entities"};
      const Ref counted = And({Make(Postfix{Col("", "entity"), "is not null"}),
                               Op(">=", {Col("", "reached"), Int(a.at_least)})});
      finish(Call(Fn::kCountIf, {counted}), none);
      break;
    }
  }
  query.order_by = query.group_by;
  return statement;
}

}  // namespace northstar::sql
