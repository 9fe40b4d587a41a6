#include "engine/duckdb/gather_function.h"

#include <duckdb.h>

#include "engine/duckdb/numbered.h"

namespace northstar::duck {
namespace {

using kernel::Chunk;
using kernel::ColumnView;
using kernel::GatherRun;
using kernel::ThreadState;

constexpr int kMostColumns = 61;  // beside run, ts and event

Numbered<GatherRun*>& Runs() {
  static Numbered<GatherRun*> runs;
  return runs;
}

// What DuckDB keeps per thread: a pointer into the run's states, taken at the first chunk.
struct Slot {
  ThreadState* state;
  GatherRun* run;
};

idx_t StateSize(duckdb_function_info) {
  return sizeof(Slot);
}

void StateInit(duckdb_function_info, duckdb_aggregate_state state) {
  *reinterpret_cast<Slot*>(state) = Slot{nullptr, nullptr};
}

ColumnView ViewOf(duckdb_data_chunk input, idx_t column) {
  duckdb_vector vector = duckdb_data_chunk_get_vector(input, column);
  return {duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector)};
}

void Update(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  const idx_t size = duckdb_data_chunk_get_size(input);
  if (size == 0) return;
  if (states[0] != states[size - 1]) {
    duckdb_aggregate_function_set_error(info, "ns_gather does not work with GROUP BY");
    return;
  }
  try {
    auto& slot = *reinterpret_cast<Slot*>(states[0]);
    const auto* numbers = static_cast<const int64_t*>(ViewOf(input, 0).data);
    if (slot.run == nullptr) {
      slot.run = Runs().Find(numbers[0]);
      if (slot.run == nullptr) {
        duckdb_aggregate_function_set_error(info, "ns_gather: unknown run");
        return;
      }
      slot.state = slot.run->Acquire();
    }
    Chunk chunk;
    chunk.size = static_cast<uint32_t>(size);
    chunk.ts = static_cast<const int64_t*>(ViewOf(input, 1).data);
    chunk.event = static_cast<const uint16_t*>(ViewOf(input, 2).data);
    const size_t columns = slot.run->program().columns().size();
    chunk.columns.reserve(columns);
    for (size_t c = 0; c < columns; ++c) chunk.columns.push_back(ViewOf(input, 3 + c));
    slot.run->program().Run(chunk, *slot.state);
  } catch (const std::bad_alloc&) {
    duckdb_aggregate_function_set_error(info, "Out of Memory: the accumulators do not fit");
  } catch (const std::exception& error) {
    duckdb_aggregate_function_set_error(info, error.what());
  }
}

// The states belong to the run, which merges them after the query.
void Combine(duckdb_function_info, duckdb_aggregate_state*, duckdb_aggregate_state*, idx_t) {}

void Finalize(duckdb_function_info, duckdb_aggregate_state*, duckdb_vector result, idx_t count,
              idx_t offset) {
  auto* out = static_cast<int64_t*>(duckdb_vector_get_data(result));
  for (idx_t i = 0; i < count; ++i) out[offset + i] = 0;
}

}  // namespace

RunHandle::RunHandle(GatherRun* run) : number_(Runs().Add(run)) {}
RunHandle::~RunHandle() {
  Runs().Remove(number_);
}

Status RegisterGatherFunction(Connection& connection) {
  duckdb_aggregate_function_set set = duckdb_create_aggregate_function_set("ns_gather");
  duckdb_logical_type number = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
  duckdb_logical_type any = duckdb_create_logical_type(DUCKDB_TYPE_ANY);
  bool added = true;
  for (int columns = 0; columns <= kMostColumns; ++columns) {
    duckdb_aggregate_function function = duckdb_create_aggregate_function();
    duckdb_aggregate_function_set_name(function, "ns_gather");
    duckdb_aggregate_function_add_parameter(function, number);
    for (int c = 0; c < columns + 2; ++c) duckdb_aggregate_function_add_parameter(function, any);
    duckdb_aggregate_function_set_return_type(function, number);
    duckdb_aggregate_function_set_functions(function, StateSize, StateInit, Update, Combine,
                                            Finalize);
    duckdb_aggregate_function_set_special_handling(function);
    added = duckdb_add_aggregate_function_to_set(set, function) == DuckDBSuccess && added;
    duckdb_destroy_aggregate_function(&function);
  }
  const duckdb_state state = duckdb_register_aggregate_function_set(connection.handle(), set);
  duckdb_destroy_aggregate_function_set(&set);
  duckdb_destroy_logical_type(&number);
  duckdb_destroy_logical_type(&any);
  if (!added || state == DuckDBError) return Error::Data("cannot register the gather kernel");
  return Status::Ok();
}

}  // namespace northstar::duck
