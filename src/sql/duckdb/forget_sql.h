// Statements that remove an entity: its ids, rows, pairs, and what only its rows had; and those by
// which nothing of it is taken again. A forgotten id is kept as a hash under the secret of the
// database, so that the table does not say who was forgotten.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sql/dialect.h"
#include "sql/duckdb/rows_sql.h"

namespace northstar::sql::duckdb {

// ns_forgotten (entity, hash). Created once.
Text CreateForgotten();
// Of what the database says of itself, all but the secret.
Text DeleteMetaButSecret();
// One number.
Text CountForgotten();
// (table, column) of the entities and dimensions of all stored events, whatever the project says
// now; and names of dictionaries.
Text StoredKeyColumns();
Text StoredDictionaries();
// ns_person (key): the id and all that pairs of the sources make one with it; the ids, ascending.
std::vector<Text> FindPerson(const std::string& id, const std::vector<std::string>& pair_tables);
Text PersonKeys();
// One number: ids of ns_person that the dictionary has; that were forgotten before.
Text CountKnown(const std::string& entity);
Text CountForgottenBefore(const std::string& entity);
// One number: its rows in a table, its pairs in another one.
Text CountRowsOfPerson(const std::string& events_table, const KeyColumn& entity);
Text CountPairsOfPerson(const std::string& pair_table);

Text RememberForgotten(const std::string& entity);
Text DeletePairsOfPerson(const std::string& pair_table);
// ns_freed_<number>: values of another column that the rows of the person have. Then, once the rows
// of all sources are gone: values of it that no row has any more go out of the dictionary.
Text CreateFreed(size_t number);
Text NoteFreed(size_t number, const std::string& events_table, const KeyColumn& column,
               const KeyColumn& entity);
Text DeleteRowsOfPerson(const std::string& events_table, const KeyColumn& entity);
// One number.
Text CountFreed(size_t number, const KeyColumn& column, const std::vector<std::string>& tables);
Text DeleteFreed(size_t number, const KeyColumn& column, const std::vector<std::string>& tables);
Text DeleteKeysOfPerson(const std::string& entity);

// Kept rows of the stage that belong to a forgotten entity are filtered; pairs that name one go.
Text FilterForgotten(const KeyColumn& entity);
Text DeleteForgottenPairs(const std::string& pair_table, const std::string& entity);

}  // namespace northstar::sql::duckdb
