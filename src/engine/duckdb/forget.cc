#include "engine/duckdb/forget.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/text.h"
#include "engine/duckdb/catalog.h"
#include "engine/duckdb/merges.h"
#include "model/project.h"
#include "sql/duckdb/arrival_sql.h"
#include "sql/duckdb/forget_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

using statement::KeyColumn;

constexpr size_t kSecretBytes = 16;

// A source whose rows name the entity, in the project or not any more.
struct Holder {
  std::string source, table;
  std::optional<KeyColumn> entity;
  std::vector<KeyColumn> others;
};

// "e_user", "d_city".
KeyColumn KeyColumnOf(const std::string& column) {
  const std::string name = column.substr(2);
  const bool entity = column.starts_with("e_");
  return {name, column, entity ? storage::EntityTable(name) : storage::DimensionTable(name),
          entity};
}

class Forgetter {
 public:
  Forgetter(Connection& db, const Project& project, const ForgetRequest& request)
      : db_(db), project_(project), request_(request) {}

  Result<Forgotten> Run() {
    NS_RETURN_IF_ERROR(CheckEntity());
    NS_RETURN_IF_ERROR(SecretOfHashes(db_));
    NS_RETURN_IF_ERROR(FindTables());
    NS_RETURN_IF_ERROR(FindPerson());
    NS_RETURN_IF_ERROR(db_.Run(statement::kBegin));
    Status status = Remove();
    if (status.ok() && !request_.dry_run) status = db_.Run(statement::kCommit);
    if (!status.ok() || request_.dry_run) (void)db_.Run(statement::kRollback);
    if (!status.ok()) return status.error();
    if (!request_.dry_run) NS_RETURN_IF_ERROR(RefreshMerges(db_, project_));
    return forgotten_;
  }

 private:
  Status CheckEntity() const {
    std::vector<std::string> known;
    for (const Source& source : project_.sources) {
      for (const NamedExpr& entity : source.entities) {
        if (std::find(known.begin(), known.end(), entity.name) == known.end())
          known.push_back(entity.name);
      }
    }
    if (std::find(known.begin(), known.end(), request_.entity) != known.end()) return Status::Ok();
    return Error::Usage(fmt::format("the project has no entity '{}'", request_.entity),
                        DidYouMean(request_.entity, known));
  }

  Status FindTables() {
    for (const Source& source : project_.sources) {
      // What a derivation that did not come to its end left.
      if (source.kind == Source::Kind::kHttp && !request_.dry_run)
        NS_RETURN_IF_ERROR(
            db_.RunAll(statement::DropArrivals(statement::DerivingName(source.name))));
      if (source.merge_entity != request_.entity) continue;
      const std::string pairs = storage::IdentityTable(source.name);
      NS_ASSIGN(const bool merges, TableExists(db_, pairs));
      if (merges) pair_tables_.push_back(pairs);
    }
    NS_ASSIGN(const Rows columns, db_.Query(statement::StoredKeyColumns()));
    for (size_t i = 0; i < columns.rows.size(); ++i) {
      const std::string table = columns.Text(i, 0);
      const KeyColumn column = KeyColumnOf(columns.Text(i, 1));
      tables_[column.column].push_back(table);
      if (holders_.empty() || holders_.back().table != table)
        holders_.push_back({table.substr(storage::EventsTable("").size()), table, {}, {}});
      if (column.entity && column.name == request_.entity) {
        holders_.back().entity = column;
      } else {
        holders_.back().others.push_back(column);
      }
    }
    std::erase_if(holders_, [](const Holder& holder) { return !holder.entity; });
    return Status::Ok();
  }

  // Names that no stored rows have any more: of entities and dimensions that are called otherwise
  // now.
  Status DropUnusedDictionaries() {
    NS_ASSIGN(const Rows tables, db_.Query(statement::StoredDictionaries()));
    for (size_t i = 0; i < tables.rows.size(); ++i) {
      const std::string table = tables.Text(i, 0);
      const size_t name = table.find('_') + 1;
      const std::string column = (table.starts_with("entity_") ? "e_" : "d_") + table.substr(name);
      const bool merged = std::any_of(
          project_.sources.begin(), project_.sources.end(),
          [&](const Source& source) { return source.merge_entity == table.substr(name); });
      if (!tables_.contains(column) && !merged)
        NS_RETURN_IF_ERROR(db_.Run(statement::DropTable(table)));
    }
    return Status::Ok();
  }

  Status FindPerson() {
    NS_RETURN_IF_ERROR(db_.RunAll(statement::FindPerson(request_.id, pair_tables_)));
    NS_ASSIGN(const Rows keys, db_.Query(statement::PersonKeys()));
    for (size_t i = 0; i < keys.rows.size(); ++i) forgotten_.ids.push_back(keys.Text(i, 0));
    NS_ASSIGN(const bool dictionary, TableExists(db_, storage::EntityTable(request_.entity)));
    if (dictionary) {
      NS_ASSIGN(const Rows known, db_.Query(statement::CountKnown(request_.entity)));
      forgotten_.known = known.Int(0, 0) > 0;
    }
    NS_ASSIGN(const Rows before, db_.Query(statement::CountForgottenBefore(request_.entity)));
    forgotten_.before = before.Int(0, 0) > 0;
    return Status::Ok();
  }

  Status Remove() {
    for (const std::string& table : pair_tables_) {
      NS_ASSIGN(const Rows pairs, db_.Query(statement::CountPairsOfPerson(table)));
      forgotten_.pairs += pairs.Int(0, 0);
      NS_RETURN_IF_ERROR(db_.Run(statement::DeletePairsOfPerson(table)));
    }
    std::vector<KeyColumn> columns;  // of other values, by the number of what they freed
    for (const Holder& holder : holders_) NS_RETURN_IF_ERROR(RemoveRows(holder, columns));
    for (size_t i = 0; i < columns.size(); ++i) {
      const std::vector<std::string>& tables = tables_[columns[i].column];
      NS_ASSIGN(const Rows freed, db_.Query(statement::CountFreed(i, columns[i], tables)));
      forgotten_.values += freed.Int(0, 0);
      NS_RETURN_IF_ERROR(db_.Run(statement::DeleteFreed(i, columns[i], tables)));
    }
    if (forgotten_.known)
      NS_RETURN_IF_ERROR(db_.Run(statement::DeleteKeysOfPerson(request_.entity)));
    NS_RETURN_IF_ERROR(db_.Run(statement::RememberForgotten(request_.entity)));
    if (request_.dry_run) return Status::Ok();
    for (const Holder& holder : holders_) {
      Source source;
      source.name = holder.source;
      NS_RETURN_IF_ERROR(RefreshStatistics(db_, source));
    }
    return DropUnusedDictionaries();
  }

  Status RemoveRows(const Holder& holder, std::vector<KeyColumn>& columns) {
    NS_ASSIGN(const Rows rows,
              db_.Query(statement::CountRowsOfPerson(holder.table, *holder.entity)));
    forgotten_.rows.push_back({holder.source, rows.Int(0, 0)});
    if (rows.Int(0, 0) == 0) return Status::Ok();
    for (const KeyColumn& column : holder.others) {
      const auto found = std::find_if(columns.begin(), columns.end(), [&](const KeyColumn& one) {
        return one.column == column.column;
      });
      const auto number = static_cast<size_t>(found - columns.begin());
      if (found == columns.end()) {
        columns.push_back(column);
        NS_RETURN_IF_ERROR(db_.Run(statement::CreateFreed(number)));
      }
      NS_RETURN_IF_ERROR(
          db_.Run(statement::NoteFreed(number, holder.table, column, *holder.entity)));
    }
    return db_.Run(statement::DeleteRowsOfPerson(holder.table, *holder.entity));
  }

  Connection& db_;
  const Project& project_;
  const ForgetRequest& request_;
  Forgotten forgotten_;
  std::vector<Holder> holders_;
  std::vector<std::string> pair_tables_;
  std::map<std::string, std::vector<std::string>> tables_;  // of stored events, by column
};

Result<bool> AnyForgotten(Connection& db) {
  NS_ASSIGN(const Rows count, db.Query(statement::CountForgotten()));
  return count.Int(0, 0) > 0;
}

}  // namespace

Result<Forgotten> ForgetEntity(Connection& db, const Project& project,
                               const ForgetRequest& request) {
  return Forgetter(db, project, request).Run();
}

std::vector<KeyColumn> KeyColumnsOf(const Source& source) {
  std::vector<KeyColumn> keys;
  for (const NamedExpr& e : source.entities)
    keys.push_back({e.name, storage::EntityColumn(e.name), storage::EntityTable(e.name), true});
  for (const NamedExpr& d : source.dimensions)
    keys.push_back(
        {d.name, storage::DimensionColumn(d.name), storage::DimensionTable(d.name), false});
  return keys;
}

Status FilterForgotten(Connection& db, const std::vector<KeyColumn>& keys) {
  NS_ASSIGN(const bool any, AnyForgotten(db));
  if (!any) return Status::Ok();
  for (const KeyColumn& key : keys) {
    if (key.entity) NS_RETURN_IF_ERROR(db.Run(statement::FilterForgotten(key)));
  }
  return Status::Ok();
}

Status DropForgottenPairs(Connection& db, const Source& source) {
  NS_ASSIGN(const bool any, AnyForgotten(db));
  if (!any) return Status::Ok();
  return db.Run(
      statement::DeleteForgottenPairs(storage::IdentityTable(source.name), source.merge_entity));
}

Result<std::string> SecretOfHashes(Connection& db) {
  NS_ASSIGN(const Rows stored, db.Query(statement::MessageKey()));
  if (!stored.rows.empty()) return stored.Text(0, 0);
  if (sodium_init() < 0) return Error::Data("the machine gives no random numbers");
  std::array<uint8_t, kSecretBytes> key{};
  randombytes_buf(key.data(), key.size());
  std::string hex(key.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), key.data(), key.size());
  hex.pop_back();
  NS_RETURN_IF_ERROR(db.Run(statement::InsertMessageKey(hex)));
  return hex;
}

}  // namespace northstar::duck
