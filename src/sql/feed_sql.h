// The rows of one feed of an accumulator as a query: period, groups, entity, other, bucket, value.
// Internal to sql/.
#pragma once

#include <string>

#include "plan/gather_plan.h"
#include "sql/expr_sql.h"
#include "sql/sql_tree.h"

namespace northstar::sql {

std::string GroupName(size_t i);
// "grid_2": the name of the plan's grid in a statement.
std::string GridName(int grid);
// Its periods as (i, lo, hi), [lo, hi) in UTC microseconds.
Values GridValues(const GatherPlan& plan, int grid);

class FeedRenderer {
 public:
  FeedRenderer(const GatherPlan& plan, const Accumulator& accumulator, const Project& project,
               const DataFacts& facts)
      : plan_(plan), a_(accumulator), project_(project), facts_(facts) {}

  // Rows inside the grid.
  Select Render(const Feed& feed);
  // Rows of a timeline inside its span, whatever their period: also role, ts and `at`, which orders
  // rows by time and, within an instant, by their place in the file.
  Select RenderTimeline(const Feed& feed);
  // Rows that name an entity, in [from_us, to_us) of the accumulator, whatever their period: ts,
  // the groups, entity, other, value.
  Select RenderUnits(const Feed& feed);

 private:
  void Start(const Feed& feed);
  void AddColumns(bool grouped, bool valued, const std::string& other);
  void AddConditions(const Feed& feed);
  ExprContext MakeContext();
  Ref EntityId(const std::string& entity);
  Ref Key(ColumnKind kind, const std::string& name);

  const GatherPlan& plan_;
  const Accumulator& a_;
  const Project& project_;
  const DataFacts& facts_;
  const Source* source_ = nullptr;
  Select select_;
};

}  // namespace northstar::sql
