#include "engine/duckdb/gather.h"

#include <algorithm>
#include <map>

#include "engine/duckdb/gather_function.h"
#include "engine/duckdb/merges.h"
#include "engine/kernel/finish.h"
#include "model/project.h"
#include "sql/duckdb/session_sql.h"
#include "sql/storage.h"

namespace northstar::duck {
namespace {

using kernel::CollectorLayout;
using kernel::Dictionaries;
using kernel::Finisher;
using kernel::GatherRun;
using kernel::Merges;
using kernel::ScanProgram;

constexpr int64_t kLeastForDuckDb = 128 << 20;

// The texts of dictionaries, read once per plan, each when first asked for.
class DictionaryCache {
 public:
  explicit DictionaryCache(Connection& connection) : connection_(connection) {}

  const std::vector<std::string>& Get(const ColumnRef& column) {
    const std::string table = column.kind == ColumnKind::kEvent ? "event_names"
                              : column.kind == ColumnKind::kEntity
                                  ? storage::EntityTable(column.name)
                                  : storage::DimensionTable(column.name);
    const auto [entry, fresh] = cache_.try_emplace(table);
    if (!fresh) return entry->second;
    const auto rows = connection_.Query(statement::DictionaryEntries(table));
    if (!rows.ok()) {
      status_ = rows.error();
      return entry->second;
    }
    for (size_t i = 0; i < rows->rows.size(); ++i) {
      const auto code = static_cast<size_t>(rows->Int(i, 0));
      if (code >= entry->second.size()) entry->second.resize(code + 1);
      entry->second[code] = rows->Text(i, 1);
    }
    return entry->second;
  }
  const Status& status() const { return status_; }

 private:
  Connection& connection_;
  std::map<std::string, std::vector<std::string>> cache_;
  Status status_;
};

Result<sql::Text> ScanOf(const ScanProgram& program, const Source& source,
                         const RunHandle& handle) {
  if (program.columns().size() > 60) {
    return Error::Usage("the question needs more than 60 columns of one source");
  }
  return statement::ScanForKernel({handle.number(), source.name, program.columns(),
                                   program.first_us(), program.last_us(), program.event_codes()});
}

class Gatherer {
 public:
  Gatherer(Connection& connection, const Project& project, const GatherPlan& plan,
           const DataFacts& facts)
      : db_(connection),
        project_(project),
        plan_(plan),
        facts_(facts),
        cache_(connection),
        dictionaries_{[this](const ColumnRef& column) -> const std::vector<std::string>& {
          return cache_.Get(column);
        }},
        layout_(plan, facts),
        finisher_(project, plan, facts, layout_, dictionaries_) {}

  Result<Gathered> Run() {
    NS_RETURN_IF_ERROR(finisher_.CheckSizes());
    NS_RETURN_IF_ERROR(cache_.status());
    NS_ASSIGN(merges_, ReadMerges(db_, EntitiesWithMerges()));
    for (int pass = 0; pass < plan_.passes; ++pass) NS_RETURN_IF_ERROR(RunPass(pass));
    Gathered gathered = std::move(finisher_).Tables();
    NS_RETURN_IF_ERROR(cache_.status());
    return gathered;
  }

 private:
  std::map<std::string, uint32_t> EntitiesWithMerges() const {
    std::map<std::string, uint32_t> entities;
    for (const auto& [entity, ordinals] : facts_.entity_ordinals) {
      if (facts_.merged_entities.contains(entity)) entities.emplace(entity, ordinals);
    }
    return entities;
  }

  Status RunPass(int pass) {
    GatherRun run(nullptr);
    const RunHandle handle(&run);
    for (const std::string& name : plan_.scans) {
      const Source& source = *project_.FindSource(name);
      const ScanProgram program(plan_, layout_, project_, source, facts_, dictionaries_, merges_,
                                pass);
      NS_RETURN_IF_ERROR(cache_.status());
      if (program.first_us() >= program.last_us()) continue;
      run.SetProgram(&program);
      NS_ASSIGN(const sql::Text scan, ScanOf(program, source, handle));
      NS_RETURN_IF_ERROR(db_.Run(scan));
    }
    finisher_.AddPass(run, pass);
    return Status::Ok();
  }

  Connection& db_;
  const Project& project_;
  const GatherPlan& plan_;
  const DataFacts& facts_;
  DictionaryCache cache_;
  Dictionaries dictionaries_;
  CollectorLayout layout_;
  Finisher finisher_;
  Merges merges_;
};

}  // namespace

Result<Gathered> RunKernel(Connection& connection, const Project& project, const GatherPlan& plan,
                           const DataFacts& facts) {
  const auto share = connection.memory().Take(plan.bytes, [&] { return connection.IsCanceled(); });
  const int64_t for_duckdb = std::max(kLeastForDuckDb, connection.memory().Left());
  NS_RETURN_IF_ERROR(connection.Run(statement::SetMemoryLimit(for_duckdb)));
  try {
    return Gatherer(connection, project, plan, facts).Run();
  } catch (const std::bad_alloc&) {
    return Error::Data("the accumulators do not fit into memory",
                       "lower warehouse: memory_limit: so that more passes are made");
  }
}

}  // namespace northstar::duck
