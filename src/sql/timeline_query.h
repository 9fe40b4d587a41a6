// The query of one timeline accumulator while it is put together: what all figures are made of
// (timeline_sql.cc) and the figures themselves, one per metric type (timeline_figures_sql.cc).
// Internal to sql/.
#pragma once

#include "plan/timeline_plan.h"
#include "sql/feed_sql.h"

namespace northstar::sql {

inline Ref Eq(Ref a, Ref b) {
  return Op("=", {std::move(a), std::move(b)});
}
inline Ref IsNull(Ref a) {
  return Make(Postfix{std::move(a), "is null"});
}
inline Ref NotNull(Ref a) {
  return Make(Postfix{std::move(a), "is not null"});
}
inline Ref One(Ref condition) {  // 1 where it holds, else 0
  return Make(Case{{{std::move(condition), Int(1)}}, Int(0)});
}
inline Ref Lookup(Select select) {
  return Make(Sub{std::make_shared<Select>(std::move(select))});
}
inline Table As(std::string name, std::string alias) {
  return {std::move(name), nullptr, std::move(alias)};
}
inline Table As(Select select, std::string alias) {
  return {"", std::make_shared<Select>(std::move(select)), std::move(alias)};
}
inline Ref Count() {
  return Call(Fn::kCountRows, {});
}
inline Ref NoValue() {
  return Make(Cast{Val(NullLiteral{}), SqlType::kDouble});
}

class TimelineQuery {
 public:
  TimelineQuery(const GatherPlan& plan, const Accumulator& a, const Project& project,
                const DataFacts& facts)
      : plan_(plan),
        a_(a),
        metric_(*a.metric),
        project_(project),
        facts_(facts),
        grid_(plan.PeriodsOf(a)) {}

  Statement Render();

 private:
  Select Rows();
  Select All(const std::string& table, const std::string& alias);
  Select OfRole(int role);
  Select MainRows();
  void AddConditions(Select& rows);
  // Whether a condition holds for the row `t`.
  Ref Holds(const Condition& condition, int role);
  Ref IsPart(const Condition& condition, int role);
  // Which of `rows` reach the threshold of an active metric, per `keys`.
  Select Active(Select rows, const kind::Active& of, const std::vector<std::string>& keys);
  std::vector<std::string> Groups() const;
  std::vector<std::string> With(std::vector<std::string> names) const;
  std::vector<Ref> Columns(const std::string& table, const std::vector<std::string>& names) const;
  // period, groups, n, v out of `from`.
  Select Figure(Table from, Ref period, Ref n, Ref v);
  // A group whose rows count for nothing is shown all the same.
  Select Presence();
  Select Total();
  // The zone's stretches of one offset, as far as the timeline and its windows reach.
  void AddZone();
  // The instant a duration later: days by the wall clock. A wall-clock time that never is, or is
  // twice, is the earlier of its two instants.
  Ref Later(Ref ts, const Duration& duration);
  Select Figures();
  Select RowFigures(bool counted);
  Select ActiveFigures(const kind::Active& kind);
  Select LifecycleFigures(const kind::Lifecycle& kind);
  Select FrequencyFigures(const kind::Frequency& kind);
  // The first main row of each entity, group and period.
  Select Starts();
  // The place of the earliest row of the same keys. Not row_number() = 1: DuckDB 1.5.6 rewrites
  // that filter into an aggregate and then fails on the correlated lookups around it.
  Ref EarliestOf(const std::vector<std::string>& keys) const;
  // A query as a table of the statement.
  Select Named(const std::string& name, Select query);
  // A lookup into the rows of a role that follow the row `from` of the same entity.
  struct FromRow {
    std::string at, ts;  // columns of the table `s`
    bool allow_same_time = false;
  };
  static Select Following(int role, const FromRow& from);
  Select ConversionFigures(const kind::Conversion& kind);
  Select DurationFigures(const kind::TimeBetween& kind);
  Select RetentionFigures(const kind::Retention& kind);
  // So many periods of the grid as a duration; months have none (WhyNoTimelineSql).
  Duration Periods(int count) const;
  Select Sessions(const Duration& gap);
  Select SessionFigures(const kind::Sessions& kind);
  Select StateFigures();
  Select FirstTimeFigures();

  const GatherPlan& plan_;
  const Accumulator& a_;
  const Metric& metric_;
  const Project& project_;
  const DataFacts& facts_;
  const PeriodGrid& grid_;
  bool has_changes_ = false;
  Statement statement_;
};

}  // namespace northstar::sql
