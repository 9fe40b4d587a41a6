// What is worked out per metric type, as queries over the rows `t` and the main rows `m`: each
// gives (period, groups, n, v), one row per entity, session or row that counts.
#include <algorithm>

#include "base/overloaded.h"
#include "base/unreachable.h"
#include "model/project.h"
#include "sql/timeline_query.h"

namespace northstar::sql {

Select TimelineQuery::Figures() {
  return std::visit(
      Overloaded{[&](const kind::Count&) { return RowFigures(true); },
                 [&](const kind::OverRows auto&) { return RowFigures(false); },
                 [&](const kind::Active& kind) { return ActiveFigures(kind); },
                 [&](const kind::Frequency& kind) { return FrequencyFigures(kind); },
                 [&](const kind::Lifecycle& kind) { return LifecycleFigures(kind); },
                 [&](const kind::Conversion& kind) { return ConversionFigures(kind); },
                 [&](const kind::Retention& kind) { return RetentionFigures(kind); },
                 [&](const kind::TimeBetween& kind) { return DurationFigures(kind); },
                 [&](const kind::Sessions& kind) { return SessionFigures(kind); },
                 [&](const kind::State&) { return StateFigures(); },
                 [&](const kind::FirstTime&) { return FirstTimeFigures(); },
                 [](const kind::NotOverEvents auto&) -> Select {
                   NS_UNREACHABLE("planning makes timelines of what is made of events only");
                 }},
      metric_.kind);
}

Select TimelineQuery::RowFigures(bool counted) {
  Select rows = All("m", "m");
  rows.where = {NotNull(Col("m", "period"))};
  if (!counted) rows.where.push_back(NotNull(Col("m", "value")));
  return Figure(As(std::move(rows), "x"), Col("x", "period"), Int(1),
                counted ? NoValue() : Col("x", "value"));
}

Select TimelineQuery::ActiveFigures(const kind::Active& kind) {
  Select rows = All("m", "m");
  if (kind.window) {
    Values windows{"windows", {"i", "lo", "hi"}, {}};
    for (int p = 0; p < grid_.size(); ++p) {
      windows.rows.push_back({p, WindowStart(project_.calendar, grid_, p, *kind.window),
                              grid_.bounds()[static_cast<size_t>(p) + 1]});
    }
    statement_.with.push_back(std::move(windows));
    rows.items.clear();
    for (const std::string& name : With({"entity"})) rows.items.push_back({Col("m", name), name});
    if (!kind.distinct.empty()) rows.items.push_back({Col("m", "other"), "other"});
    rows.items.push_back({Col("w", "i"), "period"});
    rows.joins = {{"join", As("windows", "w"),
                   And({Op(">=", {Col("m", "ts"), Col("w", "lo")}),
                        Op("<", {Col("m", "ts"), Col("w", "hi")})})}};
  }
  return Figure(As(Active(std::move(rows), kind, With({"entity", "period"})), "x"),
                Col("x", "period"), Int(1), NoValue());
}

Select TimelineQuery::LifecycleFigures(const kind::Lifecycle& kind) {
  Select active =
      Active(All("m", "m"), ActiveKeysOf(metric_, project_), With({"entity", "period"}));
  Select steps;
  steps.items = {{Make(Star{}), ""}};
  std::vector<std::string> names{"entity"};
  for (size_t i = 0; i < a_.by.size(); ++i) names.push_back(GroupName(i));
  const auto neighbour = [&](Fn function) {
    return Make(
        Over{Call(function, {Col("", "period")}), Columns("", names), {Col("", "period")}, ""});
  };
  steps.items.push_back({neighbour(Fn::kLag), "before"});
  steps.items.push_back({neighbour(Fn::kLead), "next"});
  steps.from = As(std::move(active), "a");
  const Ref period = Col("x", "period");
  const bool churned = kind.part == "churned";
  Select figure = Figure(As(std::move(steps), "x"), churned ? Op("+", {period, Int(1)}) : period,
                         Int(1), NoValue());
  const Ref before = Col("x", "before");
  const Ref just_before = Op("-", {period, Int(1)});
  if (kind.part == "new") figure.where = {IsNull(before)};
  if (kind.part == "retained") figure.where = {Eq(before, just_before)};
  if (kind.part == "resurrected") figure.where = {Op("<", {before, just_before})};
  if (churned) {
    figure.where = {Op(
        "or", {IsNull(Col("x", "next")), Op(">", {Col("x", "next"), Op("+", {period, Int(1)})})})};
  }
  return figure;
}

Select TimelineQuery::FrequencyFigures(const kind::Frequency& kind) {
  const Grain of = kind.of == "week" ? Grain::kWeek : Grain::kDay;
  const PeriodGrid units = project_.calendar.Grid(of, grid_.begin_us(), grid_.end_us() - 1);
  Values values{"units", {"i", "lo", "hi"}, {}};
  for (int u = 0; u < units.size(); ++u) {
    values.rows.push_back(
        {u, units.bounds()[static_cast<size_t>(u)], units.bounds()[static_cast<size_t>(u) + 1]});
  }
  statement_.with.push_back(std::move(values));
  Select days;
  for (const std::string& name : With({"entity", "period"})) {
    days.items.push_back({Col("m", name), name});
    days.group_by.push_back(Col("m", name));
  }
  days.items.push_back({Call(Fn::kCountDistinct, {Col("u", "i")}), "units"});
  days.from = As("m", "m");
  days.joins = {{"join", As("units", "u"),
                 And({Op(">=", {Col("m", "ts"), Col("u", "lo")}),
                      Op("<", {Col("m", "ts"), Col("u", "hi")})})}};
  days.where = {NotNull(Col("m", "period"))};
  const Ref count = Col("x", "units");
  return Figure(
      As(std::move(days), "x"), Col("x", "period"), Int(1),
      kind.statistic == "share_at_least" ? One(Op(">=", {count, Val(kind.at_least)})) : count);
}

Select TimelineQuery::Starts() {
  Select ranked = All("m", "m");
  std::vector<std::string> names{"entity", "period"};
  for (size_t i = 0; i < a_.by.size(); ++i) names.push_back(GroupName(i));
  ranked.items.push_back({EarliestOf(names), "first_at"});
  ranked.where = {NotNull(Col("m", "period"))};
  Select first;
  first.items = {{Make(Star{}), ""}};
  first.from = As(std::move(ranked), "r");
  first.where = {Eq(Col("r", "at"), Col("r", "first_at"))};
  return Named("starts", std::move(first));
}

Ref TimelineQuery::EarliestOf(const std::vector<std::string>& keys) const {
  return Make(Over{Call(Fn::kMin, {Col("", "at")}), Columns("", keys), {}, ""});
}

Select TimelineQuery::Named(const std::string& name, Select query) {
  statement_.ctes.push_back({name, std::move(query)});
  return All(name, "r");
}

Select TimelineQuery::Following(int role, const FromRow& from) {
  Select select;
  select.from = As("t", "c");
  select.where = {Eq(Col("c", "role"), Int(role)), Eq(Col("c", "entity"), Col("s", "entity")),
                  from.allow_same_time ? Op(">", {Col("c", "at"), Col("s", from.at)})
                                       : Op(">", {Col("c", "ts"), Col("s", from.ts)})};
  return select;
}

Select TimelineQuery::ConversionFigures(const kind::Conversion& kind) {
  const int last = kind.steps.empty() ? 1 : static_cast<int>(kind.steps.size()) - 1;
  const FromRow from{"reached_at", "reached_ts", kind.allow_same_time};
  Select reached = Starts();
  reached.items.push_back({Col("", "at"), "reached_at"});
  reached.items.push_back({Col("", "ts"), "reached_ts"});
  if (kind.within) reached.items.push_back({Later(Col("r", "ts"), *kind.within), "end_ts"});
  if (kind.not_before)
    reached.items.push_back({Later(Col("r", "ts"), *kind.not_before), "not_before"});
  const auto in_time = [&](Select& select) {
    if (kind.within) select.where.push_back(Op("<=", {Col("c", "ts"), Col("s", "end_ts")}));
  };
  // Steps in between: the earliest row of each that follows the one before.
  for (int step = 1; step < last; ++step) {
    Select next = Following(step, from);
    in_time(next);
    next.items = {{Call(Fn::kMin, {Col("c", "at")}), ""}};
    Select found;
    found.items = {{Make(Star{{"reached_at", "reached_ts"}}), ""}, {Lookup(next), "reached_at"}};
    next.items = {{Call(Fn::kMin, {Col("c", "ts")}), ""}};
    found.items.push_back({Lookup(next), "reached_ts"});
    found.from = As(std::move(reached), "s");
    reached = std::move(found);
  }
  Select arrivals = Following(last, from);
  in_time(arrivals);
  if (kind.not_before) arrivals.where.push_back(Op(">=", {Col("c", "ts"), Col("s", "not_before")}));
  arrivals.items = {{Count(), ""}};
  Select counted;
  counted.items = {{Make(Star{}), ""},
                   {last == 0 ? Int(1) : Lookup(std::move(arrivals)), "arrivals"}};
  counted.from = As(std::move(reached), "s");
  const Ref count = Col("x", "arrivals");
  return Figure(As(std::move(counted), "x"), Col("x", "period"), Int(1),
                kind.calculation == "events" ? count : One(Op(">", {count, Int(0)})));
}

Select TimelineQuery::DurationFigures(const kind::TimeBetween& kind) {
  Select next = Following(role::kThen, {"at", "ts", kind.allow_same_time});
  if (kind.within)
    next.where.push_back(Op("<=", {Col("c", "ts"), Later(Col("s", "ts"), *kind.within)}));
  next.items = {{Call(Fn::kMin, {Col("c", "ts")}), ""}};
  Select met;
  met.items = {{Make(Star{}), ""}, {Lookup(std::move(next)), "there"}};
  met.from = As(Starts(), "s");
  const Ref micros = Op("-", {Col("x", "there"), Col("x", "ts")});
  Select figure = Figure(As(std::move(met), "x"), Col("x", "period"), Int(1),
                         Op("/", {Make(Cast{micros, SqlType::kDouble}), Val(1e6)}));
  figure.where = {NotNull(Col("x", "there"))};
  return figure;
}

Select TimelineQuery::RetentionFigures(const kind::Retention& kind) {
  Select starts = Starts();
  if (kind.cohort == "new") {
    // Of all rows ever, the first of the entity and group; kept when it lies in the grid.
    Select ranked = All("m", "m");
    std::vector<std::string> names{"entity"};
    for (size_t i = 0; i < a_.by.size(); ++i) names.push_back(GroupName(i));
    ranked.items.push_back({EarliestOf(names), "first_at"});
    starts = Select{};
    starts.items = {{Make(Star{}), ""}};
    starts.from = As(std::move(ranked), "r");
    starts.where = {Eq(Col("r", "at"), Col("r", "first_at")), NotNull(Col("r", "period"))};
    starts = Named("firsts", std::move(starts));
  }
  const int after = kind.FirstReturn();
  const int until = kind.LastReturn();
  Select back;
  back.items = {{Count(), ""}};
  back.from = As("t", "c");
  back.where = {Eq(Col("c", "role"), Int(role::kThen)), Eq(Col("c", "entity"), Col("s", "entity"))};
  if (kind.rolling) {
    const Ref ts = Col("c", "ts");
    back.where.push_back(Op(">=", {ts, Later(Col("s", "ts"), Periods(after))}));
    back.where.push_back(Op("<", {ts, Later(Col("s", "ts"), Periods(until + 1))}));
    back.where.push_back(Op(">", {ts, Col("s", "ts")}));
  } else {
    const PeriodGrid wide = project_.calendar.Grid(grid_.grain(), grid_.begin_us(),
                                                   std::max(grid_.begin_us(), a_.to_us - 1));
    Values values{"wide", {"i", "lo", "hi"}, {}};
    for (int p = 0; p < wide.size(); ++p) {
      values.rows.push_back(
          {p, wide.bounds()[static_cast<size_t>(p)], wide.bounds()[static_cast<size_t>(p) + 1]});
    }
    statement_.with.push_back(std::move(values));
    back.joins = {{"join", As("wide", "w"),
                   And({Op(">=", {Col("c", "ts"), Col("w", "lo")}),
                        Op("<", {Col("c", "ts"), Col("w", "hi")})})}};
    const Ref distance = Op("-", {Col("w", "i"), Col("s", "period")});
    back.where.push_back(Op(">=", {distance, Int(after)}));
    back.where.push_back(Op("<=", {distance, Int(until)}));
  }
  Select met;
  met.items = {{Make(Star{}), ""}, {Lookup(std::move(back)), "back"}};
  met.from = As(std::move(starts), "s");
  return Figure(As(std::move(met), "x"), Col("x", "period"), Int(1),
                One(Op(">", {Col("x", "back"), Int(0)})));
}

Duration TimelineQuery::Periods(int count) const {
  if (grid_.grain() == Grain::kHour) return {0, count * kMicrosPerHour};
  return {count * (grid_.grain() == Grain::kWeek ? 7L : 1L), 0};
}

// A row per session: its entity, times, events, and what its first row says.
Select TimelineQuery::Sessions(const Duration& gap) {
  const bool filtered = std::any_of(a_.feeds.begin(), a_.feeds.end(),
                                    [](const Feed& feed) { return feed.role == role::kThen; });
  // Every row once; `hit` says whether a question's filter lets it start a session.
  Select rows = OfRole(filtered ? role::kThen : role::kMain);
  AddConditions(rows);
  Select hits;
  hits.items = {{Count(), ""}};
  hits.from = As("m", "h");
  hits.where = {Eq(Col("h", "entity"), Col("t", "entity")), Eq(Col("h", "at"), Col("t", "at"))};
  rows.items = {{Col("t", "entity"), "entity"},
                {Col("t", "ts"), "ts"},
                {Col("t", "at"), "at"},
                {Col("t", "period"), "period"},
                {filtered ? Op(">", {Lookup(hits), Int(0)}) : Val(true), "hit"}};
  for (size_t i = 0; i < a_.by.size(); ++i) {
    Select group;
    group.items = {{Call(Fn::kMax, {Col("h", GroupName(i))}), ""}};
    group.from = As("m", "h");
    group.where = hits.where;
    rows.items.push_back({filtered ? Lookup(group) : Col("t", GroupName(i)), GroupName(i)});
  }
  if (a_.bucketed) rows.items.push_back({Col("t", "bucket"), "bucket"});

  const std::vector<Ref> entity{Col("", "entity")};
  const std::vector<Ref> order{Col("", "at")};
  Select lagged;
  lagged.items = {{Make(Star{}), ""},
                  {Make(Over{Call(Fn::kLag, {Col("", "ts")}), entity, order, ""}), "before"}};
  lagged.from = As(std::move(rows), "r");
  Select flagged;
  const Ref before = Col("l", "before");
  flagged.items = {
      {Make(Star{}), ""},
      {One(Op("or", {IsNull(before), Op(">", {Col("l", "ts"), Later(before, gap)})})), "starts"}};
  flagged.from = As(std::move(lagged), "l");
  Select numbered;
  numbered.items = {
      {Make(Star{}), ""},
      {Make(Over{Call(Fn::kSum, {Col("", "starts")}), entity, order, "rows unbounded preceding"}),
       "session"}};
  numbered.from = As(std::move(flagged), "f");
  Select sessions;
  sessions.items = {
      {Col("", "entity"), "entity"},
      {Call(Fn::kMin, {Col("", "ts")}), "ts"},
      {Op("-", {Call(Fn::kMax, {Col("", "ts")}), Call(Fn::kMin, {Col("", "ts")})}), "length"},
      {Count(), "events"},
      {Call(Fn::kArgMin, {Col("", "hit"), Col("", "at")}), "hit"},
      {Call(Fn::kMin, {Col("", "at")}), "at"}};
  sessions.group_by = {Col("", "entity"), Col("", "session")};
  sessions.from = As(numbered, "n");
  // The first row of a session says its period and groups, null included.
  Select with_first;
  with_first.items = {{Col("s", "entity"), "entity"},
                      {Col("s", "ts"), "ts"},
                      {Col("s", "at"), "at"},
                      {Col("s", "length"), "length"},
                      {Col("s", "events"), "events"}};
  for (const std::string& name : With({"period"}))
    with_first.items.push_back({Col("f", name), name});
  with_first.from = As(std::move(sessions), "s");
  with_first.joins = {
      {"join", As(std::move(numbered), "f"),
       And({Eq(Col("f", "entity"), Col("s", "entity")), Eq(Col("f", "at"), Col("s", "at"))})}};
  with_first.where = {Col("s", "hit"), NotNull(Col("f", "period"))};
  return with_first;
}

Select TimelineQuery::SessionFigures(const kind::Sessions& kind) {
  Select sessions = Sessions(*kind.gap);
  const Ref length = Op("/", {Make(Cast{Col("x", "length"), SqlType::kDouble}), Val(1e6)});
  const std::string& s = kind.statistic;
  if (s == "per_entity") {
    std::vector<std::string> names{"entity", "period"};
    for (size_t i = 0; i < a_.by.size(); ++i) names.push_back(GroupName(i));
    Select ranked;
    ranked.items = {{Make(Star{}), ""}, {EarliestOf(names), "first_at"}};
    ranked.from = As(std::move(sessions), "w");
    return Figure(As(std::move(ranked), "x"), Col("x", "period"), Int(1),
                  One(Eq(Col("x", "at"), Col("x", "first_at"))));
  }
  Ref v = Col("x", "events");
  if (s == "average_length" || s == "total_length" || s == "median_length") v = length;
  if (s == "share_at_least") {
    v = One(Op(">=", {Op("+", {Col("x", "ts"), Col("x", "length")}),
                      Later(Col("x", "ts"), *kind.length)}));
  }
  return Figure(As(std::move(sessions), "x"), Col("x", "period"), Int(1), v);
}

Select TimelineQuery::StateFigures() {
  Select rows = All("m", "m");
  Select off = OfRole(role::kThen);
  rows.union_all.push_back(std::make_shared<Select>(std::move(off)));
  std::vector<std::string> names = With({"entity"});
  Select latest;
  for (const std::string& name : names) {
    latest.items.push_back({Col("r", name), name});
    latest.group_by.push_back(Col("r", name));
  }
  latest.items.push_back({Col("p", "i"), "ends"});
  latest.group_by.push_back(Col("p", "i"));
  latest.items.push_back({Call(Fn::kArgMax, {Col("r", "role"), Col("r", "at")}), "state"});
  if (a_.value) {
    const Ref value = Call(Fn::kCoalesce, {Col("r", "value"), Val(0.0)});
    latest.items.push_back({Call(Fn::kArgMax, {value, Col("r", "at")}), "value"});
  }
  latest.from = As(std::move(rows), "r");
  latest.joins = {{"join", As(GridName(a_.grid), "p"), Op("<", {Col("r", "ts"), Col("p", "hi")})}};
  Select figure = Figure(As(std::move(latest), "x"), Col("x", "ends"), Int(1),
                         a_.value ? Col("x", "value") : NoValue());
  figure.where = {Eq(Col("x", "state"), Int(role::kMain))};
  return figure;
}

Select TimelineQuery::FirstTimeFigures() {
  Select first;
  for (const std::string& name : With({"entity"})) {
    first.items.push_back({Col("m", name), name});
    first.group_by.push_back(Col("m", name));
  }
  first.items.push_back({Call(Fn::kMin, {Col("m", "ts")}), "ts"});
  first.from = As(All("m", "m"), "m");
  Select dated;
  dated.items = {{Make(Star{}), ""}};
  dated.from = As(std::move(first), "f");
  const Ref ts = Col("f", "ts");
  dated.joins = {{"join", As(GridName(a_.grid), "p"),
                  And({Op(">=", {ts, Col("p", "lo")}), Op("<", {ts, Col("p", "hi")})})}};
  return Figure(As(std::move(dated), "x"), Col("x", "i"), Int(1), NoValue());
}

}  // namespace northstar::sql
