#include "engine/duckdb/functions.h"

#include <duckdb.h>

#include <cmath>
#include <deque>
#include <mutex>

#include "base/calendar.h"
#include "base/hash.h"
#include "base/named_time.h"
#include "base/text.h"
#include "engine/duckdb/numbered.h"
#include "engine/table_profiler.h"
#include "model/text_functions.h"

namespace northstar::duck {
namespace {

class ZoneRegistry {
 public:
  Result<int> Number(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    for (size_t i = 0; i < zones_.size(); ++i) {
      if (zones_[i].name() == name) return static_cast<int>(i);
    }
    NS_ASSIGN(TimeZone zone, TimeZone::Load(name));
    zones_.push_back(std::move(zone));
    return static_cast<int>(zones_.size()) - 1;
  }
  const TimeZone& Get(int64_t number) {
    const std::scoped_lock lock(mutex_);
    return zones_[static_cast<size_t>(number)];
  }

 private:
  std::mutex mutex_;
  std::deque<TimeZone> zones_;  // never moves its elements
};

ZoneRegistry& Zones() {
  static ZoneRegistry registry;
  return registry;
}

Numbered<std::shared_ptr<const LookupTable>>& Tables() {
  static Numbered<std::shared_ptr<const LookupTable>> tables;
  return tables;
}

int64_t Pack(const ReadLocalTime& time) {
  return time.utc_us * 4 + static_cast<int64_t>(time.note);
}

std::string_view TextAt(duckdb_vector vector, idx_t row) {
  auto& text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector))[row];
  return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
}

bool Valid(duckdb_vector vector, idx_t row) {
  uint64_t* validity = duckdb_vector_get_validity(vector);
  return validity == nullptr || duckdb_validity_row_is_valid(validity, row);
}

void SetNull(duckdb_vector output, idx_t row) {
  duckdb_vector_ensure_validity_writable(output);
  duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
}

void BucketFunction(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector text = duckdb_data_chunk_get_vector(input, 0);
  auto* out = static_cast<uint32_t*>(duckdb_vector_get_data(output));
  for (idx_t i = 0; i < duckdb_data_chunk_get_size(input); ++i) {
    if (Valid(text, i)) {
      out[i] = BucketOf(TextAt(text, i));
    } else {
      SetNull(output, i);
    }
  }
}

int64_t PackedTime(const ParsedTime& parsed, const TimeZone& local) {
  return parsed.has_zone ? parsed.us * 4 : Pack(local.FromLocal(parsed.us));
}

// A day, a month or a year is over where the next one begins, an instant a microsecond later.
int64_t TimeEnd(const ParsedTime& parsed, const TimeZone& local) {
  if (parsed.has_zone) return parsed.us + 1;
  const bool instant = parsed.precision == TimePrecision::kInstant;
  return EndOfNamed(parsed.precision, parsed.us, local) + (instant ? 1 : 0);
}

// A function of a text that is a time, of the number of a zone and of a TimeCode.
template <int64_t (*kOf)(const ParsedTime&, const TimeZone&)>
void OfTime(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector text = duckdb_data_chunk_get_vector(input, 0);
  const auto* zone =
      static_cast<int32_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 1)));
  auto* out = static_cast<int64_t*>(duckdb_vector_get_data(output));
  const idx_t size = duckdb_data_chunk_get_size(input);
  if (size == 0) return;
  const TimeZone& local = Zones().Get(zone[0]);
  const int code =
      static_cast<int32_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 2)))[0];
  const auto unit = static_cast<EpochUnit>(code & 7);
  const auto order = static_cast<DateOrder>(code >> 3);
  for (idx_t i = 0; i < size; ++i) {
    const auto parsed = Valid(text, i) ? ParseTime(TextAt(text, i), unit, order) : std::nullopt;
    if (parsed) {
      out[i] = kOf(*parsed, local);
    } else {
      SetNull(output, i);
    }
  }
}

uint8_t TimeForm(std::string_view text) {
  const auto parsed = ParseTime(text);
  if (!parsed) return 0;
  auto form = static_cast<int>(parsed->precision);
  if (!parsed->number) return static_cast<uint8_t>(form);
  form |= time_form::kNumber;
  form |= static_cast<int>(UnitByDigits(text)) << time_form::kUnitShift;
  const double number = ParseNumber(text).value_or(0);
  if (number >= 20'000 && number < 80'000) form |= time_form::kSerialDay;
  if (number == 0 || number == -1) form |= time_form::kNoTime;
  return static_cast<uint8_t>(form);
}

// A function of one text whose answer is never null; null counts as an empty text.
template <typename T, T (*kOf)(std::string_view)>
void OfText(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector text = duckdb_data_chunk_get_vector(input, 0);
  auto* out = static_cast<T*>(duckdb_vector_get_data(output));
  for (idx_t i = 0; i < duckdb_data_chunk_get_size(input); ++i)
    out[i] = kOf(Valid(text, i) ? TextAt(text, i) : std::string_view());
}

void MidnightFunction(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  const auto* us =
      static_cast<int64_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 0)));
  const auto* zone =
      static_cast<int32_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 1)));
  auto* out = static_cast<bool*>(duckdb_vector_get_data(output));
  const idx_t size = duckdb_data_chunk_get_size(input);
  if (size == 0) return;
  const TimeZone& local = Zones().Get(zone[0]);
  for (idx_t i = 0; i < size; ++i) {
    const int64_t clock = local.ToLocal(us[i]);
    const int64_t of_day = (clock % kMicrosPerDay + kMicrosPerDay) % kMicrosPerDay;
    out[i] = of_day == 0 || local.FirstInstantAt(clock - of_day) == us[i];
  }
}

void NumberFunction(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector text = duckdb_data_chunk_get_vector(input, 0);
  const auto* code =
      static_cast<int32_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 1)));
  auto* out = static_cast<double*>(duckdb_vector_get_data(output));
  const idx_t size = duckdb_data_chunk_get_size(input);
  if (size == 0) return;
  const NumberStyle style{static_cast<char>(code[0] & 255), static_cast<char>(code[0] >> 8)};
  for (idx_t i = 0; i < size; ++i) {
    const auto number = Valid(text, i) ? ReadNumber(TextAt(text, i), style) : std::nullopt;
    if (number) {
      out[i] = *number;
    } else {
      SetNull(output, i);
    }
  }
}

void FiniteFunction(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector number = duckdb_data_chunk_get_vector(input, 0);
  const auto* numbers = static_cast<double*>(duckdb_vector_get_data(number));
  auto* out = static_cast<double*>(duckdb_vector_get_data(output));
  for (idx_t i = 0; i < duckdb_data_chunk_get_size(input); ++i) {
    if (Valid(number, i) && std::isfinite(numbers[i])) {
      out[i] = numbers[i];
    } else {
      SetNull(output, i);
    }
  }
}

void ParamFunction(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector list = duckdb_data_chunk_get_vector(input, 0);
  duckdb_vector key = duckdb_data_chunk_get_vector(input, 1);
  for (idx_t i = 0; i < duckdb_data_chunk_get_size(input); ++i) {
    const auto value = Valid(list, i) && Valid(key, i)
                           ? text_functions::Param(TextAt(list, i), TextAt(key, i))
                           : std::nullopt;
    if (value) {
      duckdb_vector_assign_string_element_len(output, i, value->data(), value->size());
    } else {
      SetNull(output, i);
    }
  }
}

// The tables are the same for all rows of a statement.
std::shared_ptr<const LookupTable> TableOf(duckdb_data_chunk input) {
  return Tables().Find(
      static_cast<int64_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 0)))[0]);
}

template <bool kAt>
void FindFunction(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const idx_t size = duckdb_data_chunk_get_size(input);
  if (size == 0) return;
  const auto table = TableOf(input);
  if (table == nullptr) return duckdb_scalar_function_set_error(info, "the table is gone");
  duckdb_vector key = duckdb_data_chunk_get_vector(input, 1);
  duckdb_vector time = kAt ? duckdb_data_chunk_get_vector(input, 2) : key;
  auto* out = static_cast<uint32_t*>(duckdb_vector_get_data(output));
  for (idx_t i = 0; i < size; ++i) {
    std::optional<uint32_t> row;
    if (Valid(key, i) && Valid(time, i)) {
      row = kAt ? table->FindAt(TextAt(key, i),
                                static_cast<int64_t*>(duckdb_vector_get_data(time))[i])
                : table->Find(TextAt(key, i));
    }
    if (row) {
      out[i] = *row;
    } else {
      SetNull(output, i);
    }
  }
}

void FieldFunction(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const idx_t size = duckdb_data_chunk_get_size(input);
  if (size == 0) return;
  const auto table = TableOf(input);
  if (table == nullptr) return duckdb_scalar_function_set_error(info, "the table is gone");
  duckdb_vector row = duckdb_data_chunk_get_vector(input, 1);
  const auto* rows = static_cast<uint32_t*>(duckdb_vector_get_data(row));
  const auto field = static_cast<size_t>(
      static_cast<int32_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 2)))[0]);
  for (idx_t i = 0; i < size; ++i) {
    const auto cell = Valid(row, i) ? table->Field(rows[i], field) : std::nullopt;
    if (cell) {
      duckdb_vector_assign_string_element_len(output, i, cell->data(), cell->size());
    } else {
      SetNull(output, i);
    }
  }
}

void LocalFunction(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector clock = duckdb_data_chunk_get_vector(input, 0);
  const auto* us = static_cast<int64_t*>(duckdb_vector_get_data(clock));
  const auto* zone =
      static_cast<int32_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 1)));
  auto* out = static_cast<int64_t*>(duckdb_vector_get_data(output));
  const idx_t size = duckdb_data_chunk_get_size(input);
  if (size == 0) return;
  const TimeZone& local = Zones().Get(zone[0]);
  for (idx_t i = 0; i < size; ++i) {
    if (Valid(clock, i)) {
      out[i] = Pack(local.FromLocal(us[i]));
    } else {
      SetNull(output, i);
    }
  }
}

Status Register(Connection& connection, const char* name,
                const std::vector<duckdb_type>& parameters, duckdb_type result,
                duckdb_scalar_function_t body) {
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, name);
  for (const duckdb_type parameter : parameters) {
    duckdb_logical_type type = duckdb_create_logical_type(parameter);
    duckdb_scalar_function_add_parameter(function, type);
    duckdb_destroy_logical_type(&type);
  }
  duckdb_logical_type type = duckdb_create_logical_type(result);
  duckdb_scalar_function_set_return_type(function, type);
  duckdb_destroy_logical_type(&type);
  duckdb_scalar_function_set_special_handling(function);  // nulls arrive, and null may be answered
  duckdb_scalar_function_set_function(function, body);
  const duckdb_state state = duckdb_register_scalar_function(connection.handle(), function);
  duckdb_destroy_scalar_function(&function);
  if (state == DuckDBError) return Error::Data(std::string("cannot register ") + name);
  return Status::Ok();
}

}  // namespace

Result<int> ZoneNumber(const std::string& zone) {
  return Zones().Number(zone);
}

int StyleCode(const NumberStyle& style) {
  return style.decimal | style.thousands << 8;
}

int TimeCode(EpochUnit unit, DateOrder order) {
  return static_cast<int>(unit) | static_cast<int>(order) << 3;
}

KeptTable::KeptTable(std::shared_ptr<const LookupTable> table)
    : number_(Tables().Add(std::move(table))) {}

KeptTable::~KeptTable() {
  if (number_ != 0) Tables().Remove(number_);
}

Status RegisterFunctions(Connection& connection) {
  struct Function {
    const char* name;
    std::vector<duckdb_type> parameters;
    duckdb_type result;
    duckdb_scalar_function_t body;
  };
  constexpr auto kText = DUCKDB_TYPE_VARCHAR;
  constexpr auto kInt = DUCKDB_TYPE_INTEGER;
  constexpr auto kLong = DUCKDB_TYPE_BIGINT;
  const Function functions[] = {
      {"ns_bucket", {kText}, DUCKDB_TYPE_UINTEGER, BucketFunction},
      {"ns_time", {kText, kInt, kInt}, kLong, OfTime<PackedTime>},
      {"ns_time_end", {kText, kInt, kInt}, kLong, OfTime<TimeEnd>},
      {"ns_time_form", {kText}, DUCKDB_TYPE_UTINYINT, OfText<uint8_t, TimeForm>},
      {"ns_local", {kLong, kInt}, kLong, LocalFunction},
      {"ns_midnight", {kLong, kInt}, DUCKDB_TYPE_BOOLEAN, MidnightFunction},
      {"ns_number", {kText, kInt}, DUCKDB_TYPE_DOUBLE, NumberFunction},
      {"ns_finite", {DUCKDB_TYPE_DOUBLE}, DUCKDB_TYPE_DOUBLE, FiniteFunction},
      {"ns_number_evidence", {kText}, DUCKDB_TYPE_UINTEGER, OfText<uint32_t, NumberEvidence>},
      {"ns_param", {kText, kText}, kText, ParamFunction},
      {"ns_find", {kLong, kText}, DUCKDB_TYPE_UINTEGER, FindFunction<false>},
      {"ns_find_at", {kLong, kText, kLong}, DUCKDB_TYPE_UINTEGER, FindFunction<true>},
      {"ns_field", {kLong, DUCKDB_TYPE_UINTEGER, kInt}, kText, FieldFunction},
      {"ns_key", {kText}, DUCKDB_TYPE_UBIGINT, OfText<uint64_t, KeyOf>},
  };
  for (const Function& f : functions)
    NS_RETURN_IF_ERROR(Register(connection, f.name, f.parameters, f.result, f.body));
  return Status::Ok();
}

}  // namespace northstar::duck
