#include "engine/duckdb/moods.h"

#include <algorithm>

#include "base/hash.h"
#include "engine/duckdb/catalog.h"
#include "engine/duckdb/given_names.h"
#include "engine/duckdb/load.h"
#include "language/sentiment_scorer.h"
#include "model/project.h"
#include "sql/duckdb/feedback_sql.h"
#include "sql/duckdb/session_sql.h"

namespace northstar::duck {
namespace {

constexpr size_t kRowsPerStatement = 2'000;

struct StoredRow {
  int64_t file, seq;  // together they name a row
};

struct StoredTexts {
  std::vector<StoredRow> rows;
  std::vector<language::Feedback> feedback;  // of each row
};

Result<StoredTexts> ReadTexts(Connection& connection, const Source& source) {
  NS_ASSIGN(const Rows rows, connection.Query(statement::TextsToScore(source)));
  StoredTexts texts;
  for (size_t r = 0; r < rows.rows.size(); ++r) {
    texts.rows.push_back({rows.Int(r, 0), rows.Int(r, 1)});
    texts.feedback.push_back({rows.Null(r, 2) ? "" : rows.Text(r, 2), std::nullopt,
                              rows.Null(r, 4) ? "" : rows.Text(r, 4)});
    if (!rows.Null(r, 3)) texts.feedback.back().rating = rows.Double(r, 3);
  }
  return texts;
}

// Those that the texts can hold.
Result<std::vector<std::string>> NamesFor(Connection& connection, const Project& project,
                                          const StoredTexts& texts, const NameCounts& known) {
  language::Vocabulary vocabulary;
  for (const language::Feedback& one : texts.feedback) language::AddWords(one.text, vocabulary);
  return NamesBeyond(connection, project, known, vocabulary);
}

// Writes the moods of all rows.
Status Store(Connection& connection, const Source& source, const StoredTexts& texts,
             const language::SentimentScorer& scorer) {
  NS_RETURN_IF_ERROR(connection.Run(statement::CreateMoods()));
  const size_t all = texts.rows.size();
  for (size_t from = 0; from < all; from += kRowsPerStatement) {
    std::vector<statement::RowMood> moods;
    for (size_t i = from; i < std::min(all, from + kRowsPerStatement); ++i) {
      const language::ScoredFeedback scored = scorer.Score(texts.feedback[i]);
      if (scored.by == language::ScoredBy::kNothing) continue;
      moods.push_back({texts.rows[i].file, texts.rows[i].seq, scored.score});
    }
    if (!moods.empty()) NS_RETURN_IF_ERROR(connection.Run(statement::InsertMoods(moods)));
  }
  NS_RETURN_IF_ERROR(connection.Run(statement::StoreMoods(source)));
  return connection.Run(statement::DropMoods());
}

// How many names of each kind were known when a source was scored; empty: it never was.
Result<NameCounts> KnownNames(Connection& connection, const Source& source) {
  NS_ASSIGN(const Rows rows, connection.Query(statement::ScoredNames(source.name)));
  NameCounts known;
  for (size_t r = 0; r < rows.rows.size(); ++r) known[rows.Text(r, 0)] = rows.Int(r, 1);
  return known;
}

Status RememberNames(Connection& connection, const Source& source, const NameCounts& known) {
  NS_RETURN_IF_ERROR(connection.Run(statement::DeleteScoredNames(source.name)));
  for (const auto& [kind, names] : known) {
    NS_RETURN_IF_ERROR(connection.Run(statement::InsertScoredNames(source.name, kind, names)));
  }
  return Status::Ok();
}

// Whether names that came since, or went, stand in any of the texts.
Result<bool> NeedsScoring(Connection& connection, const Project& project, const Source& source,
                          const NameCounts& known, const NameCounts& now) {
  for (const auto& [kind, count] : known) {
    const auto found = now.find(kind);
    if (found == now.end() || found->second < count) return true;
  }
  NS_ASSIGN(const StoredTexts texts, ReadTexts(connection, source));
  NS_ASSIGN(const std::vector<std::string> given, NamesFor(connection, project, texts, known));
  const language::Names names(given);
  return std::any_of(texts.feedback.begin(), texts.feedback.end(),
                     [&](const language::Feedback& one) { return names.GivenIn(one.text); });
}

Status ScoreAgain(Connection& connection, const Project& project, const Source& source,
                  const NameCounts& known, const NameCounts& now) {
  NS_ASSIGN(const bool needed, NeedsScoring(connection, project, source, known, now));
  if (!needed) return RememberNames(connection, source, now);
  NS_RETURN_IF_ERROR(ScoreMoods(connection, project, source));
  return RefreshStatistics(connection, source);
}

}  // namespace

Status ScoreMoods(Connection& connection, const Project& project, const Source& source) {
  NS_ASSIGN(const StoredTexts texts, ReadTexts(connection, source));
  NS_ASSIGN(const NameCounts now, CountNames(connection, project));
  NS_ASSIGN(const std::vector<std::string> names, NamesFor(connection, project, texts, {}));
  std::optional<language::RatingScale> scale;
  if (source.scale) scale = language::RatingScale{source.scale->lowest, source.scale->highest};
  const language::SentimentScorer scorer(
      texts.feedback, scale, names,
      source.published_lexicon ? language::PublishedLexicon() : language::ProductLexicon());
  NS_RETURN_IF_ERROR(Store(connection, source, texts, scorer));
  return RememberNames(connection, source, now);
}

Status RefreshMoods(Connection& connection, const Project& project) {
  NS_ASSIGN(const NameCounts now, CountNames(connection, project));
  for (const Source& source : project.sources) {
    if (source.kind != Source::Kind::kFeedback || !source.text) continue;
    NS_ASSIGN(const NameCounts known, KnownNames(connection, source));
    NS_ASSIGN(const std::string loaded, LoadedDefinition(connection, source.name));
    // What was read by another definition is read anew by the next load of the source.
    if (known == now || loaded != SourceDefinition(project, source)) continue;
    NS_RETURN_IF_ERROR(connection.Run(statement::kBegin));
    const Status status = ScoreAgain(connection, project, source, known, now);
    if (!status.ok()) {
      (void)connection.Run(statement::kRollback);
      return status;
    }
    NS_RETURN_IF_ERROR(connection.Run(statement::kCommit));
  }
  return Status::Ok();
}

}  // namespace northstar::duck
