#include "engine/duckdb/misfits.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/duckdb/catalog.h"
#include "engine/duckdb/load.h"
#include "engine/duckdb/spellings.h"
#include "sql/duckdb/misfits_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

constexpr int64_t kHourUs = 3'600'000'000;
// Clocks of two systems differ by as much.
constexpr int64_t kClocksDifferUs = 300'000'000;
// Of the register's time: what is seen first in it may be older than the register.
constexpr int64_t kEarlyPart = 10;
// Forms of ids: one that so few of the register's ids have is none of its forms.
constexpr int64_t kFormIsOfFew = 100;

// How far two times may be apart that stand for the same: a period, and the hour that a change of
// clocks adds.
int64_t ToleranceOf(TimePrecision precision) {
  switch (precision) {
    case TimePrecision::kInstant:
      return kClocksDifferUs;
    case TimePrecision::kDay:
      return 25 * kHourUs;
    case TimePrecision::kMonth:
      return (31 * 24 + 1) * kHourUs;
    case TimePrecision::kYear:
      return (366 * 24 + 1) * kHourUs;
  }
  return kClocksDifferUs;
}

// A source whose entities lie in a table.
struct EntityTable {
  const Source* source = nullptr;
  statement::EntityRows rows;
  std::string table;
  std::vector<std::string> dimensions;
  int64_t entities = 0, row_count = 0;
  int64_t first_us = 0, last_us = 0;
  TimePrecision precision = TimePrecision::kInstant;
};

class MisfitReader {
 public:
  MisfitReader(Connection& db, const Project& project) : db_(db), project_(project) {}

  Result<MisfitFacts> Read() {
    NS_RETURN_IF_ERROR(FindSources());
    std::set<std::string> entities;
    for (const Source* source : sources_)
      for (const NamedExpr& entity : source->entities) entities.insert(entity.name);
    for (const std::string& entity : entities) {
      NS_RETURN_IF_ERROR(ReadShared(entity));
      for (const Source* source : sources_)
        if (source->HasEntity(entity)) NS_RETURN_IF_ERROR(ReadFiles(*source, entity));
    }
    SpellingReader spellings(db_, sources_);
    NS_RETURN_IF_ERROR(spellings.Read(facts_));
    return std::move(facts_);
  }

 private:
  Status FindSources() {
    for (const Source& source : project_.sources) {
      if (source.kind != Source::Kind::kEvents && source.kind != Source::Kind::kFeedback) continue;
      NS_ASSIGN(const std::string definition, LoadedDefinition(db_, source.name));
      if (definition.empty() || !definition.ends_with(SourceDefinition(project_, source))) continue;
      sources_.push_back(&source);
    }
    return Status::Ok();
  }

  Result<statement::EntityRows> RowsOf(const Source& source, const std::string& entity) {
    NS_ASSIGN(const bool merged, TableExists(db_, storage::MergeTable(entity)));
    return statement::EntityRows{source.name, entity, merged};
  }

  // --- sources that share an entity
  Status ReadShared(const std::string& entity) {
    std::vector<const Source*> users;
    for (const Source* source : sources_)
      if (source->HasEntity(entity)) users.push_back(source);
    if (users.size() < 2) return Status::Ok();
    std::vector<EntityTable> tables;
    for (const Source* source : users) {
      NS_ASSIGN(EntityTable table, MakeTable(*source, entity, users, tables.size()));
      tables.push_back(std::move(table));
    }
    for (const EntityTable& reg : tables) {
      if (!MayBeRegister(reg)) continue;
      for (const EntityTable& other : tables)
        if (&other != &reg) NS_RETURN_IF_ERROR(ReadRegister(reg, other));
    }
    for (size_t a = 0; a < tables.size(); ++a)
      for (size_t b = a + 1; b < tables.size(); ++b)
        NS_RETURN_IF_ERROR(ReadFacts(tables[a], tables[b]));
    std::vector<EntitiesOfSource> of;
    for (const EntityTable& table : tables)
      of.push_back({table.source, table.rows, table.table, table.entities});
    NS_RETURN_IF_ERROR(ReadIdSpellings(db_, of, facts_));
    for (const EntityTable& table : tables)
      NS_RETURN_IF_ERROR(db_.Run(statement::DropTableIfThere(table.table)));
    return Status::Ok();
  }

  // With the dimensions that one of the other users has too.
  Result<EntityTable> MakeTable(const Source& source, const std::string& entity,
                                const std::vector<const Source*>& users, size_t number) {
    EntityTable made;
    made.source = &source;
    NS_ASSIGN(made.rows, RowsOf(source, entity));
    made.table = fmt::format("ns_fit_{}", number);
    for (const NamedExpr& dimension : source.dimensions) {
      const bool shared = std::any_of(users.begin(), users.end(), [&](const Source* other) {
        return other != &source && other->HasDimension(dimension.name);
      });
      if (shared) made.dimensions.push_back(dimension.name);
    }
    NS_RETURN_IF_ERROR(
        db_.Run(statement::CreateEntities(made.table, made.rows, made.dimensions, false)));
    NS_ASSIGN(const Rows size, db_.Query(statement::SizeOfEntities(made.table)));
    made.entities = size.Int(0, 0);
    made.row_count = size.Int(0, 1);
    made.first_us = size.Int(0, 2);
    made.last_us = size.Int(0, 3);
    NS_ASSIGN(made.precision, PrecisionOf(source.name));
    return made;
  }

  // The coarsest of its files.
  Result<TimePrecision> PrecisionOf(const std::string& source) {
    NS_ASSIGN(const Rows rows, db_.Query(statement::LeastPrecision(source)));
    return static_cast<TimePrecision>(rows.Int(0, 0));
  }

  static bool MayBeRegister(const EntityTable& table) {
    return table.entities >= kLeastRegistered &&
           static_cast<double>(table.entities) >=
               kRegisterShare * static_cast<double>(table.row_count);
  }

  Status ReadRegister(const EntityTable& reg, const EntityTable& other) {
    RegisterFacts facts;
    facts.entity = reg.rows.entity;
    facts.reg = reg.source->name;
    facts.other = other.source->name;
    facts.reg_event = reg.source->event;
    facts.reg_entities = reg.entities;
    facts.reg_rows = reg.row_count;
    facts.merged = reg.rows.merged;
    const int64_t tolerance = ToleranceOf(std::max(reg.precision, other.precision));
    const int64_t early = reg.first_us + (reg.last_us - reg.first_us) / kEarlyPart;
    NS_ASSIGN(const Rows rows,
              db_.Query(statement::CompareWithRegister(other.table, reg.table, tolerance, early)));
    facts.entities = rows.Int(0, 0);
    facts.rows = rows.Int(0, 1);
    facts.shared = rows.Int(0, 2);
    facts.missing_rows = rows.Int(0, 3);
    facts.register_first = rows.Int(0, 4);
    facts.shared_early = rows.Int(0, 5);
    facts.missing_early = rows.Int(0, 6);
    if (facts.missing_entities() > 0) NS_RETURN_IF_ERROR(ReadMissing(reg, other, facts));
    if (facts.register_first < facts.shared)
      NS_RETURN_IF_ERROR(ReadBefore(reg, other, tolerance, facts));
    facts_.registers.push_back(std::move(facts));
    return Status::Ok();
  }

  Status ReadMissing(const EntityTable& reg, const EntityTable& other, RegisterFacts& facts) {
    NS_ASSIGN(const Rows forms,
              db_.Query(statement::FormsOfMissing(other.table, reg.table, facts.entity)));
    for (size_t r = 0; r < forms.rows.size(); ++r) {
      if (forms.Int(r, 2) * kFormIsOfFew < facts.shared)
        facts.missing_of_other_form += forms.Int(r, 1);
    }
    NS_ASSIGN(const Rows rows, db_.Query(statement::EntitiesMissing(
                                   other.table, reg.table, facts.entity, kMisfitExamples)));
    NS_ASSIGN(facts.missing, ExamplesOf(rows, other));
    NS_ASSIGN(const Rows events, db_.Query(statement::EventsOfMissing(other.rows, reg.table)));
    for (size_t r = 0; r < events.rows.size(); ++r)
      facts.missing_events.push_back({events.Text(r, 0), events.Int(r, 1)});
    return Status::Ok();
  }

  Status ReadBefore(const EntityTable& reg, const EntityTable& other, int64_t tolerance,
                    RegisterFacts& facts) {
    NS_ASSIGN(const Rows events,
              db_.Query(statement::RowsBefore(other.rows, reg.table, tolerance)));
    for (size_t r = 0; r < events.rows.size(); ++r) {
      facts.rows_before += events.Int(r, 1);
      facts.events_before.push_back({events.Text(r, 0), events.Int(r, 1)});
    }
    NS_ASSIGN(const Rows lead, db_.Query(statement::LeadBefore(other.table, reg.table, tolerance)));
    facts.entities_before = lead.Int(0, 0);
    facts.median_before = lead.Double(0, 1);
    NS_ASSIGN(const Rows rows,
              db_.Query(statement::EntitiesBefore(other.table, reg.table, facts.entity, tolerance,
                                                  kMisfitExamples)));
    NS_ASSIGN(facts.before, ExamplesOf(rows, other));
    return Status::Ok();
  }

  // Of (id, key), in their order.
  Result<std::vector<MisfitExample>> ExamplesOf(const Rows& rows, const EntityTable& of) {
    NS_ASSIGN(auto examples, FirstRows(db_, *of.source, of.rows, rows, 0, 1));
    return examples;
  }

  // --- facts
  Status ReadFacts(const EntityTable& a, const EntityTable& b) {
    std::vector<std::string> shared;
    for (const std::string& dimension : a.dimensions)
      if (b.source->HasDimension(dimension)) shared.push_back(dimension);
    if (shared.empty()) return Status::Ok();
    NS_ASSIGN(const Rows of_a, db_.Query(statement::FactsOf(a.table, shared)));
    NS_ASSIGN(const Rows of_b, db_.Query(statement::FactsOf(b.table, shared)));
    NS_ASSIGN(const Rows both, db_.Query(statement::CompareFacts(a.table, b.table, shared)));
    for (size_t d = 0; d < shared.size(); ++d) {
      FactPair pair;
      pair.entity = a.rows.entity;
      pair.dimension = shared[d];
      pair.a = a.source->name;
      pair.b = b.source->name;
      pair.a_entities = of_a.Int(0, 3 * d);
      pair.a_repeated = of_a.Int(0, 3 * d + 1);
      pair.a_several = of_a.Int(0, 3 * d + 2);
      pair.b_entities = of_b.Int(0, 3 * d);
      pair.b_repeated = of_b.Int(0, 3 * d + 1);
      pair.b_several = of_b.Int(0, 3 * d + 2);
      pair.compared = both.Int(0, 2 * d);
      if (both.Int(0, 2 * d + 1) == 0) continue;
      NS_RETURN_IF_ERROR(ReadDiffering(a, b, pair));
    }
    return Status::Ok();
  }

  Status ReadDiffering(const EntityTable& a, const EntityTable& b, FactPair& pair) {
    NS_ASSIGN(const Rows count,
              db_.Query(statement::CountDiffering(a.table, b.table, pair.dimension)));
    pair.differ = count.Int(0, 0);
    if (pair.differ == 0) return Status::Ok();
    NS_ASSIGN(const Rows rows,
              db_.Query(statement::SomeDiffering(a.table, b.table, pair.entity, pair.dimension,
                                                 kMisfitExamples)));
    NS_RETURN_IF_ERROR(AddExamples(rows, *a.source, a.rows, *b.source, b.rows, pair));
    facts_.facts.push_back(std::move(pair));
    return Status::Ok();
  }

  // Of (id, key, value of a, value of b).
  Status AddExamples(const Rows& rows, const Source& a, const statement::EntityRows& a_rows,
                     const Source& b, const statement::EntityRows& b_rows, FactPair& pair) {
    for (size_t r = 0; r < rows.rows.size(); ++r) {
      FactPair::Example example{rows.Text(r, 1), rows.Text(r, 2), rows.Text(r, 3), {}, {}};
      NS_ASSIGN(example.a_place,
                PlaceOf(a, a_rows, rows.Int(r, 0), pair.dimension, example.a_value));
      NS_ASSIGN(example.b_place,
                PlaceOf(b, b_rows, rows.Int(r, 0), pair.dimension, example.b_value));
      pair.examples.push_back(std::move(example));
    }
    return Status::Ok();
  }

  Result<RowPlace> PlaceOf(const Source& source, const statement::EntityRows& rows, int64_t id,
                           const std::string& dimension, const std::string& value) {
    NS_ASSIGN(const Rows found, db_.Query(statement::FirstRowWith(rows, id, dimension, value)));
    if (found.rows.empty()) return RowPlace{};
    return PlaceIn(source, found.Text(0, 0), found.Int(0, 1));
  }

  // --- files of one source
  Status ReadFiles(const Source& source, const std::string& entity) {
    if (source.dimensions.empty()) return Status::Ok();
    NS_ASSIGN(const Rows spans, db_.Query(statement::SpansOfFiles(source.name)));
    bool overlap = false;
    int64_t reached = 0;
    for (size_t r = 0; r < spans.rows.size(); ++r) {
      overlap = overlap || (r > 0 && spans.Int(r, 1) <= reached);
      reached = r == 0 ? spans.Int(r, 2) : std::max(reached, spans.Int(r, 2));
    }
    if (!overlap) return Status::Ok();  // what differs then is a change over time
    static constexpr const char* kTable = "ns_fit_files";
    std::vector<std::string> dimensions;
    for (const NamedExpr& dimension : source.dimensions) dimensions.push_back(dimension.name);
    NS_ASSIGN(const statement::EntityRows rows, RowsOf(source, entity));
    NS_RETURN_IF_ERROR(db_.Run(statement::CreateEntities(kTable, rows, dimensions, true)));
    NS_ASSIGN(const Rows within, db_.Query(statement::FactsOf(kTable, dimensions)));
    for (size_t d = 0; d < dimensions.size(); ++d) {
      FactPair pair;
      pair.entity = entity;
      pair.dimension = dimensions[d];
      pair.a = pair.b = source.name;
      pair.a_entities = pair.b_entities = within.Int(0, 3 * d);
      pair.a_repeated = pair.b_repeated = within.Int(0, 3 * d + 1);
      pair.a_several = pair.b_several = within.Int(0, 3 * d + 2);
      NS_RETURN_IF_ERROR(ReadTwiceTold(source, rows, kTable, pair));
    }
    NS_RETURN_IF_ERROR(db_.Run(statement::DropTableIfThere("ns_fit_twice")));
    return db_.Run(statement::DropTableIfThere(kTable));
  }

  Status ReadTwiceTold(const Source& source, const statement::EntityRows& rows,
                       const std::string& table, FactPair& pair) {
    NS_RETURN_IF_ERROR(db_.Run(statement::CreateTwiceTold(table, pair.dimension)));
    NS_ASSIGN(const Rows told, db_.Query(statement::CountTwiceTold()));
    pair.compared = told.Int(0, 0);
    if (pair.compared == 0) return Status::Ok();
    NS_ASSIGN(const Rows count, db_.Query(statement::CountTwiceDiffering(pair.dimension)));
    pair.differ = count.Int(0, 0);
    if (pair.differ == 0) return Status::Ok();
    NS_ASSIGN(const Rows some, db_.Query(statement::SomeTwiceDiffering(pair.entity, pair.dimension,
                                                                       kMisfitExamples)));
    NS_RETURN_IF_ERROR(AddExamples(some, source, rows, source, rows, pair));
    facts_.facts.push_back(std::move(pair));
    return Status::Ok();
  }

  Connection& db_;
  const Project& project_;
  std::vector<const Source*> sources_;
  MisfitFacts facts_;
};

}  // namespace

Result<MisfitFacts> ReadMisfits(Connection& connection, const Project& project) {
  return MisfitReader(connection, project).Read();
}

}  // namespace northstar::duck
