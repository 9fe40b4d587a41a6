#include "engine/duckdb/arrival_rows.h"

#include <duckdb.h>

#include "engine/duckdb/numbered.h"
#include "sql/duckdb/arrival_sql.h"

namespace northstar::duck {
namespace {

// Time, name and id stand before the paths.
constexpr size_t kFixed = 3;

Numbered<ArrivalRows*>& AllRows() {
  static Numbered<ArrivalRows*> all;
  return all;
}

void AddColumn(duckdb_bind_info info, const std::string& name, duckdb_type id) {
  duckdb_logical_type type = duckdb_create_logical_type(id);
  duckdb_bind_add_result_column(info, name.c_str(), type);
  duckdb_destroy_logical_type(&type);
}

void Bind(duckdb_bind_info info) {
  duckdb_value parameter = duckdb_bind_get_parameter(info, 0);
  ArrivalRows* rows = AllRows().Find(duckdb_get_int64(parameter));
  duckdb_destroy_value(&parameter);
  if (rows == nullptr) return duckdb_bind_set_error(info, "what arrived is gone");
  AddColumn(info, statement::kArrivalTime, DUCKDB_TYPE_BIGINT);
  AddColumn(info, statement::kArrivalName, DUCKDB_TYPE_VARCHAR);
  AddColumn(info, statement::kArrivalId, DUCKDB_TYPE_VARCHAR);
  for (size_t i = 0; i < rows->paths(); ++i)
    AddColumn(info, statement::ArrivalColumn(i), DUCKDB_TYPE_VARCHAR);
  duckdb_bind_set_bind_data(info, rows, nullptr);
}

// One thread, so that rows keep their order.
void Begin(duckdb_init_info info) {
  duckdb_init_set_max_threads(info, 1);
  duckdb_init_set_init_data(info, new size_t(0),
                            [](void* next) { delete static_cast<size_t*>(next); });
}

void Next(duckdb_function_info info, duckdb_data_chunk output) {
  auto& rows = *static_cast<ArrivalRows*>(duckdb_function_get_bind_data(info));
  size_t& next = *static_cast<size_t*>(duckdb_function_get_init_data(info));
  if (next == rows.chunks().size()) return duckdb_data_chunk_set_size(output, 0);
  duckdb_data_chunk chunk = rows.chunks()[next++];
  for (idx_t i = 0; i < kFixed + rows.paths(); ++i) {
    duckdb_vector_reference_vector(duckdb_data_chunk_get_vector(output, i),
                                   duckdb_data_chunk_get_vector(chunk, i));
  }
  duckdb_data_chunk_set_size(output, duckdb_data_chunk_get_size(chunk));
}

}  // namespace

Status RegisterArrivalFunction(Connection& connection) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, statement::kArrivedFunction);
  duckdb_logical_type number = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
  duckdb_table_function_add_parameter(function, number);
  duckdb_destroy_logical_type(&number);
  duckdb_table_function_set_bind(function, Bind);
  duckdb_table_function_set_init(function, Begin);
  duckdb_table_function_set_function(function, Next);
  const duckdb_state state = duckdb_register_table_function(connection.handle(), function);
  duckdb_destroy_table_function(&function);
  return state == DuckDBSuccess ? Status::Ok() : Status(Error::Data("cannot register ns_arrived"));
}

ArrivalRows::ArrivalRows() : number_(AllRows().Add(this)) {}

ArrivalRows::~ArrivalRows() {
  AllRows().Remove(number_);
  Clear();
}

std::string ArrivalRows::relation() const {
  return statement::ArrivalRelation(number_);
}

void ArrivalRows::BeginChunk() {
  std::vector<duckdb_logical_type> types{duckdb_create_logical_type(DUCKDB_TYPE_BIGINT)};
  for (size_t i = 1; i < kFixed + paths_; ++i)
    types.push_back(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
  chunks_.push_back(duckdb_create_data_chunk(types.data(), types.size()));
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  rows_ = 0;
}

void ArrivalRows::SetText(size_t column, std::string_view text) {
  duckdb_vector_assign_string_element_len(duckdb_data_chunk_get_vector(chunks_.back(), column),
                                          rows_, text.data(), text.size());
}

void ArrivalRows::Add(const Arrival& arrival) {
  if (chunks_.empty() || rows_ == duckdb_vector_size()) BeginChunk();
  duckdb_vector time = duckdb_data_chunk_get_vector(chunks_.back(), 0);
  static_cast<int64_t*>(duckdb_vector_get_data(time))[rows_] = arrival.time_us;
  SetText(1, arrival.name);
  SetText(2, arrival.id);
  for (size_t i = 0; i < paths_; ++i) {
    if (arrival.cells[i].there) {
      SetText(kFixed + i, arrival.cells[i].text);
      continue;
    }
    duckdb_vector cells = duckdb_data_chunk_get_vector(chunks_.back(), kFixed + i);
    duckdb_vector_ensure_validity_writable(cells);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(cells), rows_);
  }
  duckdb_data_chunk_set_size(chunks_.back(), ++rows_);
}

void ArrivalRows::Clear() {
  for (duckdb_data_chunk& chunk : chunks_) duckdb_destroy_data_chunk(&chunk);
  chunks_.clear();
}

}  // namespace northstar::duck
