#include "engine/duckdb/moods.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "language/sentiment_scorer.h"
#include "sql/dialect.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

using sql::Identifier;

constexpr size_t kRowsPerStatement = 2'000;

struct StoredRow {
  int64_t file, seq;  // together they name a row
};

}  // namespace

Status ScoreMoods(Connection& connection, const Source& source) {
  const std::string table = Identifier(storage::EventsTable(source.name));
  const std::string text = source.text ? "e." + Identifier(storage::kTextColumn) : "null";
  const std::string rating =
      source.HasValue("rating") ? "e." + Identifier(storage::ValueColumn("rating")) : "null";
  const bool stated = source.HasDimension("language");
  const std::string language = stated ? "l.key" : "null";
  const std::string join = stated ? fmt::format(" left join {} l on l.id = e.{}",
                                                Identifier(storage::DimensionTable("language")),
                                                Identifier(storage::DimensionColumn("language")))
                                  : "";
  NS_ASSIGN(const Rows rows,
            connection.Query(fmt::format("select e.file, e.seq, {}, {}, {} from {} e{} "
                                         "order by e.ts, e.file, e.seq",
                                         text, rating, language, table, join)));
  std::vector<StoredRow> stored;
  std::vector<language::Feedback> feedback;
  for (size_t r = 0; r < rows.rows.size(); ++r) {
    stored.push_back({rows.Int(r, 0), rows.Int(r, 1)});
    feedback.push_back({rows.Null(r, 2) ? "" : rows.Text(r, 2), std::nullopt,
                        rows.Null(r, 4) ? "" : rows.Text(r, 4)});
    if (!rows.Null(r, 3)) feedback.back().rating = rows.Double(r, 3);
  }
  std::optional<language::RatingScale> scale;
  if (source.scale) scale = language::RatingScale{source.scale->lowest, source.scale->highest};
  const language::SentimentScorer scorer(feedback, scale);
  NS_RETURN_IF_ERROR(connection.Run(
      "create or replace temp table ns_moods (file uinteger, seq bigint, mood double)"));
  for (size_t from = 0; from < stored.size(); from += kRowsPerStatement) {
    std::vector<std::string> values;
    for (size_t i = from; i < std::min(stored.size(), from + kRowsPerStatement); ++i) {
      const language::ScoredFeedback scored = scorer.Score(feedback[i]);
      if (scored.by == language::ScoredBy::kNothing) continue;
      values.push_back(
          fmt::format("({}, {}, {})", stored[i].file, stored[i].seq, FormatNumber(scored.score)));
    }
    if (!values.empty())
      NS_RETURN_IF_ERROR(connection.Run("insert into ns_moods values " + Join(values, ", ")));
  }
  const std::string column = Identifier(storage::ValueColumn(std::string(kMoodValue)));
  NS_RETURN_IF_ERROR(connection.Run(
      fmt::format("update {0} set {1} = (select m.mood from ns_moods m where m.file = {0}.file and "
                  "m.seq = {0}.seq)",
                  table, column)));
  return connection.Run("drop table if exists ns_moods");
}

}  // namespace northstar::duck
