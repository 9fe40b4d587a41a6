#include "sql/timeline_sql.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/metric_traits.h"
#include "model/project.h"
#include "sql/timeline_query.h"

namespace northstar::sql {

Statement TimelineQuery::Render() {
  statement_.with.push_back(GridValues(plan_, a_.grid));
  AddZone();
  statement_.ctes.push_back({"t", Rows()});
  statement_.ctes.push_back({"m", MainRows()});
  Select figures = Figures();
  figures.union_all.push_back(std::make_shared<Select>(Presence()));
  statement_.ctes.push_back({"figures", std::move(figures)});
  statement_.query = Total();
  return std::move(statement_);
}

Select TimelineQuery::Rows() {
  FeedRenderer renderer(plan_, a_, project_, facts_);
  Select rows = renderer.RenderTimeline(a_.feeds[0]);
  for (size_t i = 1; i < a_.feeds.size(); ++i)
    rows.union_all.push_back(std::make_shared<Select>(renderer.RenderTimeline(a_.feeds[i])));
  return rows;
}

Select TimelineQuery::All(const std::string& table, const std::string& alias) {
  Select select;
  select.items = {{Make(Star{}), ""}};
  select.from = As(table, alias);
  return select;
}

Select TimelineQuery::OfRole(int role) {
  Select select = All("t", "t");
  select.where = {NotNull(Col("t", "entity")), Eq(Col("t", "role"), Int(role))};
  return select;
}

Select TimelineQuery::MainRows() {
  Select main = OfRole(role::kMain);
  AddConditions(main);
  return main;
}

void TimelineQuery::AddConditions(Select& rows) {
  const std::vector<Condition> conditions = ConditionsOf(metric_, project_);
  for (size_t i = 0; i < conditions.size(); ++i)
    rows.where.push_back(Holds(conditions[i], role::kCondition + static_cast<int>(i)));
}

Ref TimelineQuery::Holds(const Condition& condition, int role) {
  Select other;
  other.from = As("t", "c");
  other.where = {Eq(Col("c", "role"), Int(role)), Eq(Col("c", "entity"), Col("t", "entity"))};
  const Ref ts = Col("t", "ts");
  if (!condition.of.empty()) return IsPart(condition, role);
  if (!condition.since.empty()) {
    other.items = {{Call(Fn::kMin, {Col("c", "ts")}), ""}};
    const Ref first = Lookup(other);
    const Ref since = Op(">=", {ts, first});
    return condition.within ? And({since, Op("<=", {ts, Later(first, *condition.within)})}) : since;
  }
  other.items = {{Count(), ""}};
  other.where.push_back(Op("<=", {Col("c", "at"), Col("t", "at")}));
  if (condition.window)
    other.where.push_back(Op(">", {Later(Col("c", "ts"), *condition.window), ts}));
  return Op(">=", {Lookup(other), Val(condition.at_least)});
}

Ref TimelineQuery::IsPart(const Condition& condition, int role) {
  const std::string name = fmt::format("active_{}", role);
  const kind::Active of = ActiveKeysOf(*project_.FindMetric(condition.of), project_);
  const bool known = std::any_of(statement_.ctes.begin(), statement_.ctes.end(),
                                 [&](const Cte& cte) { return cte.name == name; });
  if (!known) statement_.ctes.push_back({name, Active(OfRole(role), of, {"entity", "period"})});
  const auto exists = [&](const std::string& op, Ref period) {
    Select found;
    found.items = {{Count(), ""}};
    found.from = As(name, "x");
    found.where = {Eq(Col("x", "entity"), Col("t", "entity")),
                   Op(op, {Col("x", "period"), std::move(period)})};
    return Op(">", {Lookup(found), Int(0)});
  };
  const Ref period = Col("t", "period");
  const Ref now = exists("=", period);
  const Ref before = exists("=", Op("-", {period, Int(1)}));
  const Ref ever = exists("<", period);
  const auto no = [](Ref x) { return Make(Prefix{"not", std::move(x)}); };
  if (condition.part == "new") return And({now, no(ever)});
  if (condition.part == "retained") return And({now, before});
  if (condition.part == "resurrected") return And({now, ever, no(before)});
  return And({no(now), before});
}

Select TimelineQuery::Active(Select rows, const kind::Active& of,
                             const std::vector<std::string>& keys) {
  Select active;
  for (const std::string& key : keys) {
    active.items.push_back({Col("", key), key});
    active.group_by.push_back(Col("", key));
  }
  active.from = As(std::move(rows), "r");
  active.where = {NotNull(Col("", "period"))};
  active.having = {
      Op(">=", {of.distinct.empty() ? Count() : Call(Fn::kCountDistinct, {Col("", "other")}),
                Val(of.at_least)})};
  return active;
}

std::vector<std::string> TimelineQuery::Groups() const {
  std::vector<std::string> names;
  for (size_t i = 0; i < a_.by.size(); ++i) names.push_back(GroupName(i));
  if (a_.bucketed) names.emplace_back("bucket");
  return names;
}

std::vector<std::string> TimelineQuery::With(std::vector<std::string> names) const {
  for (const std::string& group : Groups()) names.push_back(group);
  return names;
}

std::vector<Ref> TimelineQuery::Columns(const std::string& table,
                                        const std::vector<std::string>& names) const {
  std::vector<Ref> columns;
  for (const std::string& name : names) columns.push_back(Col(table, name));
  return columns;
}

Select TimelineQuery::Figure(Table from, Ref period, Ref n, Ref v) {
  Select figure;
  figure.items.push_back({std::move(period), "period"});
  for (const std::string& group : Groups()) figure.items.push_back({Col("x", group), group});
  figure.items.push_back({std::move(n), "n"});
  figure.items.push_back({Make(Cast{std::move(v), SqlType::kDouble}), "v"});
  from.alias = "x";
  figure.from = std::move(from);
  return figure;
}

Select TimelineQuery::Presence() {
  Select rows = All("t", "t");
  rows.where = {Eq(Col("t", "role"), Int(role::kMain))};
  Ref period = Col("x", "period");
  if (TraitsOf(metric_).counts_the_past) period = Call(Fn::kCoalesce, {period, Int(0)});
  return Figure(As(std::move(rows), "x"), std::move(period), Int(0), NoValue());
}

Select TimelineQuery::Total() {
  Select total;
  for (const std::string& key : With({"period"})) {
    total.items.push_back({Col("", key), key});
    total.group_by.push_back(Col("", key));
  }
  const auto percentile = TraitsOf(metric_).percentile;
  const Ref v = Col("", "v");
  if (percentile) {
    total.items.push_back({Call(Fn::kCount, {v}), "n"});
    total.items.push_back({Call(Fn::kQuantile7, {v, Val(*percentile / 100)}), "v"});
  } else {
    total.items.push_back({Make(Cast{Call(Fn::kSum, {Col("", "n")}), SqlType::kInt64}), "n"});
    total.items.push_back({Call(Fn::kExactSum, {v}), "v"});
  }
  total.from = As("figures", "");
  total.where = {Op(">=", {Col("", "period"), Int(0)}),
                 Op("<", {Col("", "period"), Int(grid_.size())})};
  total.order_by = total.group_by;
  return total;
}

void TimelineQuery::AddZone() {
  const std::vector<TimeZone::Change>& changes = project_.calendar.zone().changes();
  Values zone{"zone", {"lo", "hi", "shift"}, {}};
  for (size_t i = 0; i < changes.size(); ++i) {
    const int64_t hi = i + 1 < changes.size() ? changes[i + 1].at_utc_us : INT64_MAX / 4;
    zone.rows.push_back({changes[i].at_utc_us, hi, changes[i].offset_us});
  }
  has_changes_ = zone.rows.size() > 1;
  if (has_changes_) statement_.with.push_back(std::move(zone));
}

Ref TimelineQuery::Later(Ref ts, const Duration& duration) {
  if (duration.days == 0) return Op("+", {std::move(ts), Int(duration.exact_us)});
  if (!has_changes_) return Op("+", {std::move(ts), Int(duration.days * kMicrosPerDay)});
  Select shift;
  shift.items = {{Call(Fn::kMax, {Col("z", "shift")}), ""}};
  shift.from = As("zone", "z");
  shift.where = {Op(">=", {ts, Col("z", "lo")}), Op("<", {ts, Col("z", "hi")})};
  const Ref wall = Op("+", {ts, Lookup(shift), Int(duration.days * kMicrosPerDay)});
  const auto earliest = [&](int64_t slack) {
    Select found;
    const Ref utc = Op("-", {wall, Col("y", "shift")});
    found.items = {{Call(Fn::kMin, {utc}), ""}};
    found.from = As("zone", "y");
    found.where = {Op(">=", {utc, Op("-", {Col("y", "lo"), Int(slack)})}),
                   Op("<", {utc, Op("+", {Col("y", "hi"), Int(slack)})})};
    return Lookup(found);
  };
  // In a gap no stretch holds the time; then the two around it count.
  return Call(Fn::kCoalesce, {earliest(0), earliest(25 * kMicrosPerHour)});
}

std::string WhyNoTimelineSql(const Accumulator& a, const PeriodGrid& grid) {
  if (a.kind != Aggregate::kTimeline) return "";
  if (a.shape != Accumulator::Shape::kValue)
    return "triangles, distributions and lists are worked out by the kernel alone";
  const auto* retention = a.metric->As<kind::Retention>();
  if (retention != nullptr && retention->rolling && grid.grain() > Grain::kWeek)
    return fmt::format("rolling retention by {} is worked out by the kernel alone",
                       GrainName(grid.grain()));
  return "";
}

Statement RenderTimeline(const GatherPlan& plan, const Accumulator& a, const Project& project,
                         const DataFacts& facts) {
  return TimelineQuery(plan, a, project, facts).Render();
}

}  // namespace northstar::sql
