#include "sql/plan_sql.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "sql/expr_sql.h"
#include "sql/storage.h"

namespace northstar::sql {
namespace {

std::string GroupName(size_t i) {
  return fmt::format("g{}", i);
}

// The rows of one feed: period, groups, entity, other, bucket, value.
class FeedRenderer {
 public:
  FeedRenderer(const GatherPlan& plan, const Accumulator& accumulator, const Project& project,
               const DataFacts& facts)
      : plan_(plan), a_(accumulator), project_(project), facts_(facts) {}

  Select Render(const Feed& feed) {
    source_ = project_.FindSource(feed.source);
    select_ = Select{};
    select_.from = {storage::EventsTable(feed.source), nullptr, "e"};
    const Ref ts = Col("e", "ts");
    select_.joins.push_back({"join",
                             {fmt::format("grid_{}", a_.grid), nullptr, "p"},
                             And({Op(">=", {ts, Col("p", "lo")}), Op("<", {ts, Col("p", "hi")})})});
    select_.items.push_back({Col("p", "i"), "period"});
    for (size_t i = 0; i < a_.by.size(); ++i) {
      select_.items.push_back({Key(ColumnKind::kDimension, a_.by[i]), GroupName(i)});
    }
    if (!a_.entity.empty()) select_.items.push_back({EntityId(a_.entity), "entity"});
    if (!a_.other.empty()) select_.items.push_back({EntityId(a_.other), "other"});
    if (a_.bucketed) {
      const Ref of_time =
          Op("%", {Op("//", {Call("abs", {ts}), Int(storage::kTimeBucketStep)}), Int(kBuckets)});
      const Ref of_entity = Op("&", {Make(Cast{EntityId(a_.entity), "bigint"}), Int(kBuckets - 1)});
      select_.items.push_back({Call("coalesce", {of_entity, of_time}), "bucket"});
    }
    const ExprContext context = MakeContext();
    if (a_.value) select_.items.push_back({ToSql(*a_.value, context), "value"});
    if (!feed.event.empty()) {
      const auto code = facts_.event_codes.find(feed.event);
      const int64_t id = code == facts_.event_codes.end() ? -1 : code->second;
      select_.where.push_back(Op("=", {Col("e", "event"), Int(id)}));
    }
    if (plan_.hide_after_us) select_.where.push_back(Op("<=", {ts, Int(*plan_.hide_after_us)}));
    if (feed.where) select_.where.push_back(ToSql(*feed.where, context));
    return std::move(select_);
  }

 private:
  ExprContext MakeContext() {
    ExprContext context;
    context.zone = project_.calendar.zone().name();
    context.column = [this](const ColumnRef& column) -> Ref {
      switch (column.kind) {
        case ColumnKind::kDimension:
        case ColumnKind::kEntity:
        case ColumnKind::kEvent:
          return Key(column.kind, column.name);
        case ColumnKind::kTime:
          return Col("e", "ts");
        case ColumnKind::kValue:
          if (!source_->HasValue(column.name)) return Make(Cast{Val(NullLiteral{}), "double"});
          return Col("e", storage::ValueColumn(column.name));
        case ColumnKind::kSourceColumn:
        case ColumnKind::kMetric:
        case ColumnKind::kPreviousMetric:
          break;
      }
      NS_CHECK(false && "not a column of stored events");
    };
    return context;
  }

  Ref EntityId(const std::string& entity) const {
    if (!source_->HasEntity(entity)) return Make(Cast{Val(NullLiteral{}), "uinteger"});
    return Col("e", storage::EntityColumn(entity));
  }

  // The text behind a code, through one join per dictionary.
  Ref Key(ColumnKind kind, const std::string& name) {
    const bool present =
        kind == ColumnKind::kEvent ||
        (kind == ColumnKind::kEntity ? source_->HasEntity(name) : source_->HasDimension(name));
    if (!present) return Make(Cast{Val(NullLiteral{}), "varchar"});
    const std::string table = kind == ColumnKind::kEvent    ? "event_names"
                              : kind == ColumnKind::kEntity ? storage::EntityTable(name)
                                                            : storage::DimensionTable(name);
    const std::string column = kind == ColumnKind::kEvent    ? "event"
                               : kind == ColumnKind::kEntity ? storage::EntityColumn(name)
                                                             : storage::DimensionColumn(name);
    for (const Join& join : select_.joins) {
      if (join.table.alias == table) return Col(table, "key");
    }
    select_.joins.push_back(
        {"left join", {table, nullptr, table}, Op("=", {Col(table, "id"), Col("e", column)})});
    return Col(table, "key");
  }

  const GatherPlan& plan_;
  const Accumulator& a_;
  const Project& project_;
  const DataFacts& facts_;
  const Source* source_ = nullptr;
  Select select_;
};

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

Statement RenderAccumulator(const GatherPlan& plan, const Accumulator& a, const Project& project,
                            const DataFacts& facts) {
  NS_CHECK(!a.feeds.empty());
  Statement statement;
  Values grid{fmt::format("grid_{}", a.grid), {"i", "lo", "hi"}, {}};
  const std::vector<int64_t>& bounds = plan.grids[static_cast<size_t>(a.grid)].bounds();
  for (size_t i = 0; i + 1 < bounds.size(); ++i) {
    grid.rows.push_back({static_cast<int64_t>(i), bounds[i], bounds[i + 1]});
  }
  statement.with.push_back(std::move(grid));

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
      finish(Call("count", {value}), Call("fsum", {value}));
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
      NS_CHECK(false && "timelines are refused before they are rendered");
      break;
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
