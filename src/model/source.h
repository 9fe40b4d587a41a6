// Where a project's rows come from, as it is written: events, feedback, given series, identities.
// Whether files and columns exist shows when they are loaded.
//
// An empty text says that the key is not there. Plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/written_time.h"
#include "model/bound_expr.h"
#include "model/lookup.h"
#include "model/table_files.h"
#include "model/values.h"

namespace northstar {

// A name and what it stands for in a source, not yet bound: `expr` is bound when the files are
// read, against their columns. `text` is as written, for messages and for telling whether it
// changed.
struct NamedExpr {
  std::string name;
  std::string text;
  ExprRef expr;
  SourceSpan span;
};

// The lowest and the highest rating that can be given.
struct RatingRange {
  // Both can be given themselves; lowest < highest.
  double lowest = 0, highest = 0;
};

// Where rows come from. Paths, names of columns and signs are as written; whether they exist shows
// when they are loaded.
struct Source : TableFiles {
  // kHttp and kTable: events that arrive at a server, and a table in the warehouse.
  enum class Kind { kEvents, kSeries, kIdentities, kHttp, kTable, kFeedback };
  Kind kind = Kind::kEvents;
  // Rows of one id may differ; the first counts, and none is complained of.
  bool duplicates_expected = false;
  // Tables that every row looks up, in this order.
  std::vector<Lookup> lookups;
  // The column of the time, or an expression over columns; a strptime format or "excel", empty:
  // ISO 8601 or a number since 1970; the zone of times without one, empty: the project's.
  std::string time, time_format, zone;
  DateOrder date_order = DateOrder::kUnknown;
  SourceSpan time_span;
  // One of them: the event of every row, or the column that names it.
  std::string event, event_column;
  SourceSpan event_span;
  // Names are unique among all three, and mean the same kind in every source. Feedback has
  // kMoodValue among its values, and "rating" and "votes" where the project says them.
  std::vector<NamedExpr> entities, dimensions, values;
  // Rows to keep; none: all.
  std::optional<NamedExpr> where;
  // Columns that together identify a row; empty: rows are counted as they come.
  std::vector<std::string> id;
  SourceSpan id_span;
  // Of a database: the column that tells what is new, by its exact name; empty: all rows are read
  // every time. A row may take as long as `overlap` from its cursor to its commit.
  std::string cursor;
  SourceSpan cursor_span;
  Duration overlap{0, kMicrosPerHour};
  // Data are complete from here on, and up to here; as written; empty when not given.
  std::string since, through;
  // Share of rows that may be unreadable, 0 to 1; beyond it loading fails.
  double max_rejected = 0.01;
  // The longest silence that is all right, for a source that arrives by itself; none: not said.
  std::optional<Duration> fresh_within;
  // Of a series: the column with the start of the period, and the length of its periods; none: told
  // from the data.
  std::string period;
  SourceSpan period_span;
  std::optional<Grain> grain;
  // Of a series: name of a metric, and the column that holds it.
  std::vector<std::pair<std::string, std::string>> series_metrics;
  // Of feedback: what was written.
  std::optional<NamedExpr> text;
  // Of feedback: moods by the published words and rules alone.
  bool published_lexicon = false;
  // Of feedback, of its ratings; none: told from them.
  std::optional<RatingRange> scale;
  // Of identities: the earlier id and the id it belongs to, both of `merge_entity`. Events that
  // arrive say themselves who is whom; empty: of no entity.
  std::optional<NamedExpr> merge_from, merge_to;
  std::string merge_entity;
  SourceSpan merge_span;
  // Of events that arrive: for how many days they are kept as they were sent, so that a changed
  // definition can be applied to them; 0: not at all.
  int raw_days = 400;
  SourceSpan span;

  bool HasDimension(const std::string& dimension) const;
  bool HasValue(const std::string& value) const;
  bool HasEntity(const std::string& entity) const;
  // Rows are events, wherever they come from.
  bool HoldsEvents() const {
    return kind == Kind::kEvents || kind == Kind::kHttp || kind == Kind::kTable;
  }
};

// What was written is kept like events, one event name per feedback source, which no event of a
// project can have; `any` never means them.
std::string FeedbackEvent(const std::string& source);
// The value that every piece of feedback gets when it is loaded: its writer's mood, -1 to 1, or
// none where it cannot be told; up to kNegativeMood it counts as negative.
inline constexpr std::string_view kMoodValue = "sentiment";
inline constexpr double kNegativeMood = -0.05;

}  // namespace northstar
