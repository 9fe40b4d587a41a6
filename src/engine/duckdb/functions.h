// Scalar functions that loading adds to DuckDB: reading times in a zone, numbers in a style, entity
// buckets, and finding rows of tables in memory.
//
//   ns_bucket(text) → uinteger               SipHash bucket, 0-63
//   ns_time(text, zone, unit) → bigint       packed; null if unreadable
//   ns_time_form(text) → utinyint            how it is written: see time_form
//   ns_local(wall clock us, zone) → bigint   packed
//   ns_midnight(us, zone) → boolean          whether a local day starts there
//   ns_number(text, style) → double          null if it is none in this style
//   ns_time_end(text, zone, code) → bigint   microseconds when the day, month, year is over
//   ns_finite(number) → double               null if it is not finite
//   ns_number_evidence(text) → uinteger      see base/written_number.h
//   ns_param(list, key) → text               see model/text_functions.h
//   ns_find(table, key) → uinteger           the row; null: none
//   ns_find_at(table, key, us) → uinteger    the row that is valid then
//   ns_field(table, row, field) → text
//   ns_key(text) → ubigint                   KeyOf of engine/table_profiler.h
// A packed time is us * 4 + LocalTimeNote; `zone` is a number from ZoneNumber, `unit` from
// TimeCode, `style` from StyleCode, `table` from a KeptTable.
#pragma once

#include <memory>
#include <utility>

#include "base/result.h"
#include "base/time_zone.h"
#include "base/written_number.h"
#include "base/written_time.h"
#include "engine/duckdb/database.h"
#include "engine/lookup_table.h"

namespace northstar::duck {

// Bits of ns_time_form.
namespace time_form {
inline constexpr int kPrecision = 3;   // a TimePrecision
inline constexpr int kUnitShift = 2;   // an EpochUnit in three bits, of UnitByDigits
inline constexpr int kNumber = 32;     // a number, not a date
inline constexpr int kSerialDay = 64;  // between 20,000 and 80,000, as spreadsheets count days
inline constexpr int kNoTime = 128;    // 0 or -1, written by who knows no time
}  // namespace time_form

int StyleCode(const NumberStyle& style);
int TimeCode(EpochUnit unit, DateOrder order);

// A table that the functions find by its number, while this object lives. Thread safe.
class KeptTable {
 public:
  explicit KeptTable(std::shared_ptr<const LookupTable> table);
  KeptTable(KeptTable&& other) noexcept : number_(std::exchange(other.number_, 0)) {}
  KeptTable& operator=(KeptTable&&) = delete;
  ~KeptTable();
  int64_t number() const { return number_; }

 private:
  int64_t number_;  // 0: moved away
};

// Once per database. The functions live as long as the process.
Status RegisterFunctions(Connection& connection);
// Registers a zone for the life of the process and returns its number. Thread safe.
Result<int> ZoneNumber(const std::string& zone);

}  // namespace northstar::duck
