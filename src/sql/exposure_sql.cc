#include "sql/exposure_sql.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "model/project.h"
#include "sql/feed_sql.h"
#include "sql/timeline_query.h"

namespace northstar::sql {
namespace {

constexpr int64_t kEver = std::numeric_limits<int64_t>::max() / 4;
// No local time is further from its instant, and from the same time under another offset.
constexpr int64_t kSlack = 25 * kMicrosPerHour;

class ExposureQuery {
 public:
  ExposureQuery(const ExposurePlan& plan, const Project& project, const DataFacts& facts)
      : plan_(plan), project_(project), facts_(facts) {
    hidden_.grids.push_back({PeriodGrid(), plan.until_us});
  }

  Statement Arms() {
    statement_.ctes.push_back({"exposures", Exposures()});
    Select& query = statement_.query;
    query.items = {{Col("", "g0"), "arm"},
                   {Call(Fn::kCountDistinct, {Col("", "entity")}), "units"}};
    query.from = As("exposures", "");
    query.where = {NotNull(Col("", "g0"))};
    query.group_by = {Col("", "g0")};
    query.order_by = {Col("", "units"), Col("", "arm")};
    return std::move(statement_);
  }

  Statement Units() {
    AddUnits();
    Select& query = statement_.query;
    for (const char* column : {"entity", "ts", "arm", "arms"})
      query.items.push_back({Col("", column), column});
    query.from = As("units", "");
    query.order_by = {Col("", "entity")};
    return std::move(statement_);
  }

  Statement Figures(const UnitFigurePlan& figure) {
    if (figure.periods) {
      AddPeriods(*figure.periods, figure.windows);
    } else {
      AddWindows(figure.windows);
      AddZone(figure.windows);
    }
    AddUnits();
    statement_.ctes.push_back({"spans", figure.periods ? SpansOfPeriods() : Spans()});
    const std::string spans = AddSteps(figure);
    statement_.ctes.push_back({"rows", Rows(figure)});
    Select& query = statement_.query;
    query.items = {
        {Col("s", "entity"), "entity"},
        {Col("s", "k"), "k"},
        {Count(), "n"},
        {figure.value ? Call(Fn::kCount, {Col("r", "value")}) : Int(0), "valued"},
        {figure.value ? Call(Fn::kExactSum, {Col("r", "value")}) : Val(0.0), "v"},
        {figure.distinct.empty() ? Int(0) : Call(Fn::kCountDistinct, {Col("r", "other")}),
         "others"}};
    query.from = As(spans, "s");
    query.joins = {InSpan("rows")};
    query.group_by = {Col("s", "entity"), Col("s", "k")};
    query.order_by = query.group_by;
    if (figure.each) {
      query.items.resize(2);
      for (const auto& [value, name] :
           {std::pair(Int(1), "n"), std::pair(Int(1), "valued"), std::pair(Col("r", "value"), "v"),
            std::pair(Int(0), "others")})
        query.items.push_back({value, name});
      query.where = {NotNull(Col("r", "value"))};
      query.group_by.clear();
    }
    return std::move(statement_);
  }

 private:
  Select Union(const std::vector<Feed>& feeds, const Accumulator& a) const {
    FeedRenderer renderer(hidden_, a, project_, facts_);
    Select rows = renderer.RenderUnits(feeds[0]);
    for (size_t i = 1; i < feeds.size(); ++i)
      rows.union_all.push_back(std::make_shared<Select>(renderer.RenderUnits(feeds[i])));
    return rows;
  }

  static Join InSpan(const std::string& rows) {
    const Ref ts = Col("r", "ts");
    return {"join", As(rows, "r"),
            And({Eq(Col("r", "entity"), Col("s", "entity")), Op(">=", {ts, Col("s", "from_ts")}),
                 Op("<", {ts, Col("s", "to_ts")})})};
  }

  // After each step a span starts where the step was first reached; the name of the last ones.
  std::string AddSteps(const UnitFigurePlan& figure) {
    std::string spans = "spans";
    for (size_t i = 0; i < figure.via.size(); ++i) {
      UnitFigurePlan step;
      step.feeds = figure.via[i];
      const std::string rows = "step_" + std::to_string(i);
      statement_.ctes.push_back({rows, Rows(step)});
      const Ref reached = Call(Fn::kMin, {Col("r", "ts")});
      Select next;
      next.items = {{Col("s", "entity"), "entity"},
                    {Col("s", "k"), "k"},
                    {Op("+", {reached, Int(figure.same_time ? 0 : 1)}), "from_ts"},
                    {Col("s", "to_ts"), "to_ts"}};
      next.from = As(spans, "s");
      next.joins = {InSpan(rows)};
      next.group_by = {Col("s", "entity"), Col("s", "k"), Col("s", "to_ts")};
      spans = "reached_" + std::to_string(i);
      statement_.ctes.push_back({spans, std::move(next)});
    }
    return spans;
  }

  Select Exposures() const {
    Accumulator a;
    a.entity = plan_.entity;
    a.by = {plan_.arm};
    a.from_us = plan_.from_us;
    a.to_us = plan_.to_us;
    return Union(plan_.feeds, a);
  }

  Select Rows(const UnitFigurePlan& figure) const {
    Accumulator a;
    a.entity = plan_.entity;
    a.value = figure.value;
    a.other = figure.distinct;
    a.from_us = -kEver;
    a.to_us = kEver;
    return Union(figure.feeds, a);
  }

  // The first exposure of each unit of the two arms; an arm that is no text of the two is another
  // experiment's matter.
  void AddUnits() {
    statement_.ctes.push_back({"exposures", Exposures()});
    Select units;
    units.items = {{Col("", "entity"), "entity"},
                   {Call(Fn::kMin, {Col("", "ts")}), "ts"},
                   {Call(Fn::kMin, {Col("", "g0")}), "arm"},
                   {Call(Fn::kCountDistinct, {Col("", "g0")}), "arms"}};
    units.from = As("exposures", "");
    units.where = {
        Op("in", {Col("", "g0"), Call(Fn::kList, {Val(plan_.control), Val(plan_.treatment)})})};
    units.group_by = {Col("", "entity")};
    statement_.ctes.push_back({"units", std::move(units)});
  }

  void AddWindows(const std::vector<UnitWindow>& windows) {
    Values values{"windows", {"k", "from_days", "from_us", "to_days", "to_us"}, {}};
    for (size_t k = 0; k < windows.size(); ++k) {
      const UnitWindow& one = windows[k];
      values.rows.push_back({static_cast<int64_t>(k), one.from.days, one.from.exact_us, one.to.days,
                             one.to.exact_us});
    }
    statement_.with.push_back(std::move(values));
  }

  void AddPeriods(const PeriodGrid& grid, const std::vector<UnitWindow>& windows) {
    Values values{"windows", {"k", "from_period", "to_period"}, {}};
    for (size_t k = 0; k < windows.size(); ++k)
      values.rows.push_back(
          {static_cast<int64_t>(k), windows[k].from_period, windows[k].to_period});
    statement_.with.push_back(std::move(values));
    Values periods{"periods", {"i", "lo", "hi"}, {}};
    const std::vector<int64_t>& bounds = grid.bounds();
    for (size_t i = 0; i + 1 < bounds.size(); ++i)
      periods.rows.push_back({static_cast<int64_t>(i), bounds[i], bounds[i + 1]});
    statement_.with.push_back(std::move(periods));
  }

  Select SpansOfPeriods() const {
    const Ref ts = Col("u", "ts");
    const auto at = [](const char* table, const char* shift) {
      return Eq(Col(table, "i"), Op("+", {Col("p", "i"), Col("w", shift)}));
    };
    Select spans;
    spans.items = {{Col("u", "entity"), "entity"},
                   {Col("w", "k"), "k"},
                   {Col("f", "lo"), "from_ts"},
                   {Col("t", "lo"), "to_ts"}};
    spans.from = As("units", "u");
    spans.joins = {{"join", As("periods", "p"),
                    And({Op(">=", {ts, Col("p", "lo")}), Op("<", {ts, Col("p", "hi")})})},
                   {"join", As("windows", "w"), Eq(Int(1), Int(1))},
                   {"join", As("periods", "f"), at("f", "from_period")},
                   {"join", As("periods", "t"), at("t", "to_period")}};
    spans.where = {Eq(Col("u", "arms"), Int(1))};
    return spans;
  }

  // The zone's stretches of one offset that an exposure or the end of a window can lie in; empty
  // where that is one. Most zones have hundreds, and every unit's windows are looked up in them.
  void AddZone(const std::vector<UnitWindow>& windows) {
    int64_t days = 0;
    for (const UnitWindow& one : windows)
      days = std::max({days, std::abs(one.from.days), std::abs(one.to.days)});
    const int64_t reach = (days + 2) * kMicrosPerDay;
    int64_t first_us = plan_.until_us;
    for (const auto& [name, source] : facts_.sources) {
      if (source.rows > 0) first_us = std::min(first_us, source.earliest_us);
    }
    const std::vector<TimeZone::Change>& changes = project_.calendar.zone().changes();
    Values zone{"zone", {"lo", "hi", "shift"}, {}};
    for (size_t i = 0; i < changes.size(); ++i) {
      const int64_t hi = i + 1 < changes.size() ? changes[i + 1].at_utc_us : kEver;
      if (hi < first_us - reach || changes[i].at_utc_us > plan_.until_us + reach) continue;
      zone.rows.push_back({changes[i].at_utc_us, hi, changes[i].offset_us});
    }
    has_changes_ = zone.rows.size() > 1;
    if (has_changes_) statement_.with.push_back(std::move(zone));
  }

  // Each unit's windows as instants: entity, k, from_ts, to_ts.
  Select Spans() {
    Select walls;
    walls.items = {{Col("u", "entity"), "entity"}, {Col("u", "ts"), "ts"}, {Col("w", "k"), "k"}};
    for (const char* column : {"from_days", "from_us", "to_days", "to_us"})
      walls.items.push_back({Col("w", column), column});
    walls.from = As("units", "u");
    walls.joins = {{"join", As("windows", "w"), Eq(Int(1), Int(1))}};
    if (has_changes_) {
      const Ref ts = Col("u", "ts");
      walls.items.push_back({Col("z", "shift"), "shift"});
      walls.joins.push_back({"join", As("zone", "z"),
                             And({Op(">=", {ts, Col("z", "lo")}), Op("<", {ts, Col("z", "hi")})})});
    }
    walls.where = {Eq(Col("u", "arms"), Int(1))};
    statement_.ctes.push_back({"walls", std::move(walls)});
    Select spans;
    spans.items = {{Col("x", "entity"), "entity"},
                   {Col("x", "k"), "k"},
                   {Later(Col("x", "from_days"), Col("x", "from_us")), "from_ts"},
                   {Later(Col("x", "to_days"), Col("x", "to_us")), "to_ts"}};
    spans.from = As("walls", "x");
    return spans;
  }

  // So many days by the wall clock after x.ts, and the exact rest. A wall-clock time that never is,
  // or is twice, is the earlier of its two instants, as for all windows of days.
  Ref Later(const Ref& days, const Ref& exact_us) const {
    const Ref ts = Col("x", "ts");
    const Ref whole = Op("*", {days, Int(kMicrosPerDay)});
    if (!has_changes_) return Op("+", {ts, whole, exact_us});
    const Ref wall = Op("+", {ts, Col("x", "shift"), whole});
    const auto earliest = [&](int64_t slack) {
      Select found;
      const Ref utc = Op("-", {wall, Col("y", "shift")});
      found.items = {{Call(Fn::kMin, {utc}), ""}};
      found.from = As("zone", "y");
      found.where = {Op(">=", {utc, Op("-", {Col("y", "lo"), Int(slack)})}),
                     Op("<", {utc, Op("+", {Col("y", "hi"), Int(slack)})})};
      return Lookup(std::move(found));
    };
    // In a gap no stretch holds the time; then the two around it count.
    const Ref moved = Call(Fn::kCoalesce, {earliest(0), earliest(kSlack)});
    const Ref start = Make(Case{{{Eq(days, Int(0)), ts}}, moved});
    return Op("+", {start, exact_us});
  }

  const ExposurePlan& plan_;
  const Project& project_;
  const DataFacts& facts_;
  GatherPlan hidden_;  // only for what it hides
  bool has_changes_ = false;
  Statement statement_;
};

}  // namespace

Statement RenderArms(const ExposurePlan& plan, const Project& project, const DataFacts& facts) {
  return ExposureQuery(plan, project, facts).Arms();
}

Statement RenderExposures(const ExposurePlan& plan, const Project& project,
                          const DataFacts& facts) {
  return ExposureQuery(plan, project, facts).Units();
}

Statement RenderUnitFigures(const ExposurePlan& plan, const UnitFigurePlan& figure,
                            const Project& project, const DataFacts& facts) {
  return ExposureQuery(plan, project, facts).Figures(figure);
}

}  // namespace northstar::sql
