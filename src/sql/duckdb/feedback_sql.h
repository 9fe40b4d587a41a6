// What customers wrote: the stored texts, the moods that are told of them, and the names that texts
// were read past when they were.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/source.h"
#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// (file, seq, text, rating, language) of all rows, in a fixed order; null for what the source does
// not have.
Text TextsToScore(const Source& source);
// (time, entity's id, text, rating, votes, mood, dimensions …) of rows with a text up to
// `until_us`, by time; null for what the source does not have, or for an empty `entity`.
Text FeedbackItems(const Source& source, const std::string& entity, int64_t until_us);

// ns_moods: the mood of rows; file and seq together name a row.
struct RowMood {
  int64_t file = 0, seq = 0;
  double mood = 0;
};
Text CreateMoods();
Text InsertMoods(const std::vector<RowMood>& moods);
// Into the stored rows; null for those that have none.
Text StoreMoods(const Source& source);
Text DropMoods();

// (kind, names): how many names of each kind were known when a source was scored.
Text ScoredNames(const std::string& source);
Text DeleteScoredNames(const std::string& source);
Text InsertScoredNames(const std::string& source, const std::string& kind, int64_t names);
// (key) of a dictionary with codes in [from, to), no longer than so many characters, and without
// those that start with a prefix of northstar's own.
struct NameRange {
  std::string dictionary;
  int64_t from = 0, to = 0;
  int64_t longest = 0;
  std::string without_prefix;
};
Text NamesWithin(const NameRange& range);

}  // namespace northstar::sql::duckdb
