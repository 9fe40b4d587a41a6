#include "engine/duckdb/kernel/gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "base/thread_pool.h"
#include "engine/duckdb/kernel/gather_function.h"
#include "sql/dialect.h"
#include "sql/storage.h"

namespace northstar::kernel {
namespace {

constexpr int64_t kMostGroups = 1 << 22;
constexpr int64_t kLeastForDuckDb = 128 << 20;

// The texts of dictionaries, read once per plan, each when first asked for.
class DictionaryCache {
 public:
  explicit DictionaryCache(duck::Connection& connection) : connection_(connection) {}

  const std::vector<std::string>& Get(const ColumnRef& column) {
    const std::string table = column.kind == ColumnKind::kEvent ? "event_names"
                              : column.kind == ColumnKind::kEntity
                                  ? storage::EntityTable(column.name)
                                  : storage::DimensionTable(column.name);
    const auto [entry, fresh] = cache_.try_emplace(table);
    if (!fresh) return entry->second;
    const auto rows = connection_.Query("select id, key from " + sql::Identifier(table));
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
  duck::Connection& connection_;
  std::map<std::string, std::vector<std::string>> cache_;
  Status status_;
};

Result<std::string> ScanSql(const ScanProgram& program, const Source& source) {
  std::string columns = "ts, event";
  for (const std::string& column : program.columns()) columns += ", " + sql::Identifier(column);
  if (program.columns().size() > 60) {
    return Error::Usage("the question needs more than 60 columns of one source");
  }
  std::string where =
      fmt::format(" where ts >= {} and ts < {}", program.first_us(), program.last_us());
  if (!program.event_codes().empty()) {
    where += fmt::format(" and event in ({})", fmt::join(program.event_codes(), ", "));
  }
  return fmt::format("select ns_gather($1::bigint, {}) from {}{}", columns,
                     sql::Identifier(storage::EventsTable(source.name)), where);
}

class Gatherer {
 public:
  Gatherer(duck::Connection& connection, const Project& project, const GatherPlan& plan,
           const DataFacts& facts)
      : db_(connection),
        project_(project),
        plan_(plan),
        facts_(facts),
        dictionaries_(connection),
        layout_(plan) {}

  Result<Gathered> Run() {
    NS_RETURN_IF_ERROR(PrepareTables());
    for (int pass = 0; pass < plan_.passes; ++pass) NS_RETURN_IF_ERROR(RunPass(pass));
    for (size_t i = 0; i < plan_.accumulators.size(); ++i) DropEmptyGroups(i);
    return std::move(gathered_);
  }

 private:
  std::vector<uint32_t> GroupSizes(const Accumulator& a) {
    std::vector<uint32_t> sizes;
    for (const std::string& dimension : a.by) {
      sizes.push_back(
          static_cast<uint32_t>(dictionaries_.Get({ColumnKind::kDimension, dimension}).size()) + 1);
    }
    return sizes;
  }

  Status PrepareTables() {
    for (const Accumulator& a : plan_.accumulators) {
      int64_t groups = 1;
      for (const uint32_t size : GroupSizes(a)) groups *= size;
      const int periods = plan_.grids[static_cast<size_t>(a.grid)].size();
      if (groups > kMostGroups || groups * periods > (int64_t{1} << 28)) {
        return Error::Usage(fmt::format("{} groups are too many", WithThousands(groups)),
                            "choose a dimension with fewer values, or a shorter range");
      }
      GatheredTable table;
      table.periods = periods;
      table.bucketed = a.bucketed;
      gathered_.tables.push_back(std::move(table));
      group_count_.push_back(static_cast<size_t>(groups));
      touched_.emplace_back(static_cast<size_t>(groups), a.by.empty());
    }
    return dictionaries_.status();
  }

  Status RunPass(int pass) {
    Dictionaries dictionaries{[this](const ColumnRef& column) -> const std::vector<std::string>& {
      return dictionaries_.Get(column);
    }};
    GatherRun run(nullptr);
    const RunHandle handle(&run);
    for (const std::string& name : plan_.scans) {
      const Source& source = *project_.FindSource(name);
      const ScanProgram program(plan_, layout_, project_, source, facts_, dictionaries, pass);
      NS_RETURN_IF_ERROR(dictionaries_.status());
      if (program.first_us() >= program.last_us()) continue;
      run.SetProgram(&program);
      NS_ASSIGN(const std::string sql, ScanSql(program, source));
      NS_RETURN_IF_ERROR(db_.Run(sql, {handle.number()}));
    }
    for (const auto& state : run.states()) {
      if (state->overflow) {
        return Error::Data("a value is too large to be summed exactly (beyond 10^18)",
                           "look for wrong values with a 'max' metric, or filter them out");
      }
    }
    Finish(run, pass);
    return Status::Ok();
  }

  void Finish(GatherRun& run, int pass) {
    for (size_t i = 0; i < plan_.accumulators.size(); ++i) {
      const Accumulator& a = plan_.accumulators[i];
      std::vector<size_t> kept_in = layout_.states[i];
      kept_in.erase(std::unique(kept_in.begin(), kept_in.end()), kept_in.end());
      std::vector<StateShare> threads;
      for (const auto& state : run.states()) {
        for (const size_t p : kept_in) {
          if (!state->states.empty())
            threads.push_back({&state->states[p], layout_.physical[p].planes});
        }
      }
      FinishSpec spec;
      spec.scale = a.scale;
      spec.maximum = a.kind == Aggregate::kMax;
      spec.percentile = a.percentile;
      spec.at_least = a.at_least;
      spec.bucketed = a.bucketed;
      spec.space = SpaceOf(a, facts_, pass, plan_.passes);
      GatheredTable& table = gathered_.tables[i];
      const auto periods = static_cast<size_t>(table.periods);
      if (pass == 0) {
        table.cells.resize(group_count_[i] * periods);
        if (a.bucketed) table.bucket_cells.resize(group_count_[i] * periods * kBuckets);
      }
      const bool rows_by_bucket =
          a.bucketed && (a.kind == Aggregate::kCount || a.kind == Aggregate::kSum);
      ParallelFor(static_cast<int>(group_count_[i]), facts_.threads, [&](int g) {
        const auto group = static_cast<size_t>(g);
        if (group_count_[i] > 1 && !GroupPresent(threads, group)) return;
        touched_[i][group] = 1;
        for (size_t p = 0; p < periods; ++p) {
          const size_t cell = group * periods + p;
          FinishCell(threads, group, rows_by_bucket ? p * kBuckets : p, spec, table.cells[cell],
                     a.bucketed ? &table.bucket_cells[cell * kBuckets] : nullptr);
        }
      });
    }
  }

  static bool GroupPresent(const std::vector<StateShare>& threads, size_t group) {
    for (const StateShare& share : threads) {
      const bool present = std::visit(
          [&](const auto& s) {
            if constexpr (std::is_same_v<std::decay_t<decltype(s)>, std::monostate>) {
              return false;
            } else {
              return s.Find(group) != nullptr;
            }
          },
          *share.state);
      if (present) return true;
    }
    return false;
  }

  // Keeps the groups that occurred, sorted by their texts, "no value" last.
  void DropEmptyGroups(size_t index) {
    const Accumulator& a = plan_.accumulators[index];
    GatheredTable& table = gathered_.tables[index];
    const std::vector<uint32_t> sizes = GroupSizes(a);
    std::vector<std::pair<GroupKey, size_t>> present;
    for (size_t group = 0; group < group_count_[index]; ++group) {
      if (!touched_[index][group]) continue;
      GroupKey key(a.by.size());
      size_t rest = group;
      for (size_t d = a.by.size(); d-- > 0;) {
        const size_t code = rest % sizes[d];
        rest /= sizes[d];
        const auto& texts = dictionaries_.Get({ColumnKind::kDimension, a.by[d]});
        if (code < texts.size()) key[d] = texts[code];
      }
      present.emplace_back(std::move(key), group);
    }
    std::sort(present.begin(), present.end(), [](const auto& x, const auto& y) {
      for (size_t d = 0; d < x.first.size(); ++d) {
        if (x.first[d] == y.first[d]) continue;
        if (!x.first[d] || !y.first[d]) return x.first[d].has_value();
        return *x.first[d] < *y.first[d];
      }
      return false;
    });
    GatheredTable out;
    out.periods = table.periods;
    out.bucketed = table.bucketed;
    const auto periods = static_cast<size_t>(table.periods);
    for (auto& [key, group] : present) {
      out.groups.push_back(std::move(key));
      const auto first = table.cells.begin() + static_cast<std::ptrdiff_t>(group * periods);
      out.cells.insert(out.cells.end(), first, first + static_cast<std::ptrdiff_t>(periods));
      if (!table.bucketed) continue;
      const size_t width = periods * kBuckets;
      const auto bucket = table.bucket_cells.begin() + static_cast<std::ptrdiff_t>(group * width);
      out.bucket_cells.insert(out.bucket_cells.end(), bucket,
                              bucket + static_cast<std::ptrdiff_t>(width));
    }
    table = std::move(out);
  }

  duck::Connection& db_;
  const Project& project_;
  const GatherPlan& plan_;
  const DataFacts& facts_;
  DictionaryCache dictionaries_;
  StateLayout layout_;
  Gathered gathered_;
  std::vector<size_t> group_count_;
  std::vector<std::vector<char>> touched_;  // by accumulator and group
};

}  // namespace

Result<Gathered> RunPlan(duck::Connection& connection, const Project& project,
                         const GatherPlan& plan, const DataFacts& facts, int64_t memory_limit) {
  const int64_t for_duckdb = std::max(kLeastForDuckDb, memory_limit - plan.bytes);
  NS_RETURN_IF_ERROR(connection.Run(fmt::format("set memory_limit = '{}B'", for_duckdb)));
  try {
    return Gatherer(connection, project, plan, facts).Run();
  } catch (const std::bad_alloc&) {
    return Error::Data("the accumulators do not fit into memory",
                       "lower warehouse: memory_limit: so that more passes are made");
  }
}

}  // namespace northstar::kernel
