#include "sql/feed_sql.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/unreachable.h"
#include "model/project.h"
#include "sql/storage.h"

namespace northstar::sql {

std::string GroupName(size_t i) {
  return fmt::format("g{}", i);
}

std::string GridName(int grid) {
  return fmt::format("grid_{}", grid);
}

Values GridValues(const GatherPlan& plan, int grid) {
  Values values{GridName(grid), {"i", "lo", "hi"}, {}};
  const std::vector<int64_t>& bounds = plan.grids[static_cast<size_t>(grid)].periods.bounds();
  for (size_t i = 0; i + 1 < bounds.size(); ++i)
    values.rows.push_back({static_cast<int64_t>(i), bounds[i], bounds[i + 1]});
  return values;
}

void FeedRenderer::Start(const Feed& feed) {
  source_ = project_.FindSource(feed.source);
  select_ = Select{};
  select_.from = {storage::EventsTable(feed.source), nullptr, "e"};
}

void FeedRenderer::AddColumns(bool grouped, bool valued, const std::string& other) {
  const Ref ts = Col("e", "ts");
  for (size_t i = 0; i < a_.by.size(); ++i) {
    select_.items.push_back({grouped ? Key(ColumnKind::kDimension, a_.by[i])
                                     : Make(Cast{Val(NullLiteral{}), SqlType::kText}),
                             GroupName(i)});
  }
  if (!a_.entity.empty()) select_.items.push_back({EntityId(a_.entity), "entity"});
  if (!other.empty()) select_.items.push_back({EntityId(other), "other"});
  if (a_.bucketed) {
    const Ref step = Call(Fn::kWholeDivide, {Call(Fn::kAbs, {ts}), Int(storage::kTimeBucketStep)});
    const Ref of_time = Call(Fn::kRemainder, {step, Int(kBuckets)});
    const Ref entity = Make(Cast{EntityId(a_.entity), SqlType::kInt64});
    const Ref of_entity = Call(Fn::kBitAnd, {entity, Int(kBuckets - 1)});
    select_.items.push_back({Call(Fn::kCoalesce, {of_entity, of_time}), "bucket"});
  }
  if (a_.value) {
    select_.items.push_back({valued ? ToSql(*a_.value, MakeContext())
                                    : Make(Cast{Val(NullLiteral{}), SqlType::kDouble}),
                             "value"});
  }
}

void FeedRenderer::AddConditions(const Feed& feed) {
  if (!feed.event.empty()) {
    const auto code = facts_.event_codes.find(feed.event);
    const int64_t id = code == facts_.event_codes.end() ? -1 : code->second;
    select_.where.push_back(Op("=", {Col("e", "event"), Int(id)}));
  }
  if (const auto hide = plan_.GridOf(a_).hide_after_us)
    select_.where.push_back(Op("<=", {Col("e", "ts"), Int(*hide)}));
  if (feed.where) select_.where.push_back(FilterToSql(*feed.where, MakeContext()));
}

Select FeedRenderer::Render(const Feed& feed) {
  Start(feed);
  const Ref ts = Col("e", "ts");
  select_.joins.push_back({"join",
                           {GridName(a_.grid), nullptr, "p"},
                           And({Op(">=", {ts, Col("p", "lo")}), Op("<", {ts, Col("p", "hi")})})});
  select_.items.push_back({Col("p", "i"), "period"});
  AddColumns(true, true, a_.other);
  AddConditions(feed);
  return std::move(select_);
}

Select FeedRenderer::RenderTimeline(const Feed& feed) {
  Start(feed);
  const Ref ts = Col("e", "ts");
  select_.joins.push_back({"left join",
                           {GridName(a_.grid), nullptr, "p"},
                           And({Op(">=", {ts, Col("p", "lo")}), Op("<", {ts, Col("p", "hi")})})});
  select_.items.push_back({Int(feed.role), "role"});
  select_.items.push_back({Col("p", "i"), "period"});
  select_.items.push_back({ts, "ts"});
  const auto huge = [](Ref value) { return Make(Cast{std::move(value), SqlType::kInt128}); };
  const Ref file = Op("*", {huge(Col("e", "file")), Int(int64_t{1} << 40)});
  const Ref at = Op("+", {Op("*", {huge(ts), huge(Int(int64_t{1} << 62))}), file, Col("e", "seq")});
  select_.items.push_back({at, "at"});
  AddColumns(IsBrokenDown(a_, feed), feed.role == role::kMain, "");
  select_.items.push_back(
      {feed.other.empty() ? Make(Cast{Val(NullLiteral{}), SqlType::kUInt32}) : EntityId(feed.other),
       "other"});
  AddConditions(feed);
  select_.where.push_back(Op(">=", {ts, Int(a_.from_us)}));
  select_.where.push_back(Op("<", {ts, Int(a_.to_us)}));
  return std::move(select_);
}

Select FeedRenderer::RenderUnits(const Feed& feed) {
  Start(feed);
  const Ref ts = Col("e", "ts");
  select_.items.push_back({ts, "ts"});
  AddColumns(true, true, a_.other);
  AddConditions(feed);
  select_.where.push_back(Make(Postfix{EntityId(a_.entity), "is not null"}));
  select_.where.push_back(Op(">=", {ts, Int(a_.from_us)}));
  select_.where.push_back(Op("<", {ts, Int(a_.to_us)}));
  return std::move(select_);
}

ExprContext FeedRenderer::MakeContext() {
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
        if (!source_->HasValue(column.name))
          return Make(Cast{Val(NullLiteral{}), SqlType::kDouble});
        return Col("e", storage::ValueColumn(column.name));
      case ColumnKind::kSourceColumn:
      case ColumnKind::kMetric:
      case ColumnKind::kPreviousMetric:
        break;
    }
    NS_UNREACHABLE("not a column of stored events");
  };
  return context;
}

// The entity that a row counts for, merges applied.
Ref FeedRenderer::EntityId(const std::string& entity) {
  if (!source_->HasEntity(entity)) return Make(Cast{Val(NullLiteral{}), SqlType::kUInt32});
  const Ref id = Col("e", storage::EntityColumn(entity));
  if (!facts_.merged_entities.contains(entity)) return id;
  const std::string table = storage::MergeTable(entity);
  const bool joined = std::any_of(select_.joins.begin(), select_.joins.end(),
                                  [&](const Join& join) { return join.table.alias == table; });
  if (!joined)
    select_.joins.push_back(
        {"left join", {table, nullptr, table}, Op("=", {Col(table, "id"), id})});
  return Call(Fn::kCoalesce, {Col(table, "same"), id});
}

// The text behind a code, through one join per dictionary.
Ref FeedRenderer::Key(ColumnKind kind, const std::string& name) {
  const bool present =
      kind == ColumnKind::kEvent ||
      (kind == ColumnKind::kEntity ? source_->HasEntity(name) : source_->HasDimension(name));
  if (!present) return Make(Cast{Val(NullLiteral{}), SqlType::kText});
  const std::string table = kind == ColumnKind::kEvent    ? "event_names"
                            : kind == ColumnKind::kEntity ? storage::EntityTable(name)
                                                          : storage::DimensionTable(name);
  const std::string column = kind == ColumnKind::kEvent    ? "event"
                             : kind == ColumnKind::kEntity ? storage::EntityColumn(name)
                                                           : storage::DimensionColumn(name);
  for (const Join& join : select_.joins) {
    if (join.table.alias == table) return Col(table, "key");
  }
  const Ref id = kind == ColumnKind::kEntity ? EntityId(name) : Col("e", column);
  select_.joins.push_back({"left join", {table, nullptr, table}, Op("=", {Col(table, "id"), id})});
  return Col(table, "key");
}

}  // namespace northstar::sql
