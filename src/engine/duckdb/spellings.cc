#include "engine/duckdb/spellings.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/duckdb/reader.h"
#include "sql/duckdb/catalog_sql.h"
#include "sql/duckdb/spellings_sql.h"
#include "sql/storage.h"

namespace northstar::duck {

RowPlace PlaceIn(const Source& source, const std::string& path, int64_t row) {
  const bool header = LayoutOf(source, path) == FileLayout::kDelimited && source.header;
  return {path, row + (header ? 1 : 0)};
}

Result<std::vector<MisfitExample>> FirstRows(Connection& db, const Source& source,
                                             const statement::EntityRows& of, const Rows& rows,
                                             size_t id, size_t key) {
  std::vector<MisfitExample> examples;
  if (rows.rows.empty()) return examples;
  std::vector<int64_t> ids;
  for (size_t r = 0; r < rows.rows.size(); ++r) ids.push_back(rows.Int(r, id));
  NS_ASSIGN(const Rows found, db.Query(statement::FirstRowsOf(of, ids)));
  std::map<int64_t, RowPlace> places;
  for (size_t r = 0; r < found.rows.size(); ++r)
    places[found.Int(r, 0)] = PlaceIn(source, found.Text(r, 1), found.Int(r, 2));
  for (size_t r = 0; r < rows.rows.size(); ++r)
    examples.push_back({rows.Text(r, key), places[rows.Int(r, id)]});
  return examples;
}

Status SpellingReader::Read(MisfitFacts& facts) {
  std::set<std::string> dimensions;
  for (const Source* source : sources_)
    for (const NamedExpr& dimension : source->dimensions) dimensions.insert(dimension.name);
  for (const std::string& dimension : dimensions) NS_RETURN_IF_ERROR(ReadValues(dimension, facts));
  if (!sources_.empty()) NS_RETURN_IF_ERROR(ReadValues("", facts));
  return db_.Run(statement::DropTableIfThere("ns_twins"));
}

Status SpellingReader::ReadValues(const std::string& dimension, MisfitFacts& facts) {
  const bool events = dimension.empty();
  const std::string dictionary = events ? "event_names" : storage::DimensionTable(dimension);
  const std::string column = events ? "event" : storage::DimensionColumn(dimension);
  NS_ASSIGN(const Rows entries, db_.Query(statement::CountEntries(dictionary)));
  if (entries.Int(0, 0) > kMostSpelledValues) {
    facts.left_out.push_back({dimension, entries.Int(0, 0)});
    return Status::Ok();
  }
  NS_RETURN_IF_ERROR(db_.Run(statement::CreateValueTwins(dictionary)));
  NS_ASSIGN(const Rows twins, db_.Query(statement::CountTwins()));
  if (twins.Int(0, 0) == 0) return Status::Ok();
  SpellingFacts found;
  found.dimension = dimension;
  std::vector<int64_t> groups;
  for (const Source* source : sources_) {
    if (events || source->HasDimension(dimension))
      NS_RETURN_IF_ERROR(ReadUses(*source, column, dictionary, found, groups));
  }
  // One spelling alone is left where the other belonged to rows that went.
  std::erase_if(found.groups, [](const SpellingGroup& group) {
    return std::all_of(group.begin(), group.end(),
                       [&](const Spelling& one) { return one.value == group[0].value; });
  });
  if (!found.groups.empty()) facts.spellings.push_back(std::move(found));
  return Status::Ok();
}

Status SpellingReader::ReadUses(const Source& source, const std::string& column,
                                const std::string& dictionary, SpellingFacts& found,
                                std::vector<int64_t>& groups) {
  NS_ASSIGN(const Rows uses, db_.Query(statement::UsesOfTwins(source.name, column, dictionary)));
  if (uses.rows.empty()) return Status::Ok();
  NS_ASSIGN(const Rows filled, db_.Query(statement::CountFilled(source.name, column)));
  found.rows += filled.Int(0, 0);
  for (size_t r = 0; r < uses.rows.size(); ++r) {
    const auto known = std::find(groups.begin(), groups.end(), uses.Int(r, 0));
    const auto at = static_cast<size_t>(known - groups.begin());
    if (known == groups.end()) {
      groups.push_back(uses.Int(r, 0));
      found.groups.emplace_back();
    }
    found.groups[at].push_back({source.name, uses.Text(r, 1), uses.Int(r, 2), uses.Int(r, 3),
                                uses.Int(r, 4), PlaceIn(source, uses.Text(r, 5), uses.Int(r, 6))});
  }
  return Status::Ok();
}

Status ReadIdSpellings(Connection& db, const std::vector<EntitiesOfSource>& sources,
                       MisfitFacts& facts) {
  const statement::EntityRows& any = sources[0].rows;
  NS_RETURN_IF_ERROR(db.Run(statement::CreateIdTwins(any.entity, any.merged)));
  NS_ASSIGN(const Rows twins, db.Query(statement::CountTwins()));
  if (twins.Int(0, 0) == 0) return Status::Ok();
  std::vector<std::string> tables;
  for (const EntitiesOfSource& one : sources) tables.push_back(one.table);
  NS_RETURN_IF_ERROR(db.Run(statement::CreateTwinUses(tables)));
  NS_ASSIGN(const Rows pairs, db.Query(statement::PairsOfTwins()));
  for (size_t r = 0; r < pairs.rows.size(); ++r) {
    const EntitiesOfSource& a = sources[static_cast<size_t>(pairs.Int(r, 0))];
    const EntitiesOfSource& b = sources[static_cast<size_t>(pairs.Int(r, 1))];
    IdSpellingFacts found{
        any.entity, a.source->name, b.source->name, a.entities, b.entities, 0, pairs.Int(r, 2), {}};
    NS_ASSIGN(const Rows shared, db.Query(statement::CountShared(a.table, b.table)));
    found.shared = shared.Int(0, 0);
    NS_ASSIGN(const Rows some, db.Query(statement::SomeTwins(any.entity, pairs.Int(r, 0),
                                                             pairs.Int(r, 1), kMisfitExamples)));
    NS_ASSIGN(const auto of_a, FirstRows(db, *a.source, a.rows, some, 0, 1));
    NS_ASSIGN(const auto of_b, FirstRows(db, *b.source, b.rows, some, 2, 3));
    for (size_t i = 0; i < of_a.size(); ++i) found.examples.push_back({of_a[i], of_b[i]});
    facts.ids.push_back(std::move(found));
  }
  NS_RETURN_IF_ERROR(db.Run(statement::DropTableIfThere("ns_twin_uses")));
  return Status::Ok();
}

}  // namespace northstar::duck
