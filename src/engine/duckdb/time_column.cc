#include "engine/duckdb/time_column.h"

#include <string_view>

#include "engine/duckdb/functions.h"
#include "sql/duckdb/stage_row_sql.h"

namespace northstar::duck {
namespace {

bool HasCode(const std::string& format, std::string_view codes) {
  for (size_t i = 0; i + 1 < format.size(); ++i) {
    if (format[i] != '%') continue;
    const char code = format[++i] == '-' && i + 1 < format.size() ? format[++i] : format[i];
    if (codes.find(code) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

// A format without a day names a month, one without a month a year.
TimePrecision PrecisionOfFormat(const std::string& format) {
  if (format == "excel" || HasCode(format, "dejcxDsFuUwWaA")) return TimePrecision::kInstant;
  return HasCode(format, "mbBh") ? TimePrecision::kMonth : TimePrecision::kYear;
}

std::string EpochTextOf(const FileColumn& column) {
  const bool fraction = column.type == ValueType::kNumber && !column.whole;
  return fraction ? statement::AsDecimalText(column.sql) : statement::AsText(column.sql);
}

std::string TimeSqlOf(const FileColumn& column, const Source& source, int zone, EpochUnit unit) {
  if (column.type == ValueType::kTime) {
    return column.zoned ? statement::InstantOf(column.sql)
                        : statement::WallClockOf(column.sql, zone);
  }
  const bool excel = source.time_format == "excel";
  if (source.time_format.empty() || excel) {
    return statement::WrittenTimeOf(
        EpochTextOf(column), zone,
        TimeCode(excel ? EpochUnit::kSpreadsheetDays : unit, source.date_order));
  }
  const bool zoned = HasCode(source.time_format, "zZ");
  return statement::FormattedTimeOf(column.sql, source.time_format, zone, zoned);
}

std::string EndOfTimeSql(const FileColumn& column, const Source& source, int zone, EpochUnit unit) {
  const bool excel = source.time_format == "excel";
  const int code = TimeCode(excel ? EpochUnit::kSpreadsheetDays : unit, source.date_order);
  if (column.type == ValueType::kTime && !column.is_date)
    return statement::JustAfter(TimeSqlOf(column, source, zone, unit));
  if (column.type == ValueType::kTime || source.time_format.empty() || excel)
    return statement::EndOfWrittenTime(EpochTextOf(column), zone, code);
  // A format of days, months or years alone.
  if (HasCode(source.time_format, "HIMSTpcXsrR"))
    return statement::JustAfter(TimeSqlOf(column, source, zone, unit));
  const TimePrecision precision = PrecisionOfFormat(source.time_format);
  const char* iso = precision == TimePrecision::kYear    ? "%Y"
                    : precision == TimePrecision::kMonth ? "%Y-%m"
                                                         : "%Y-%m-%d";
  return statement::EndOfWrittenTime(statement::WrittenAnew(column.sql, source.time_format, iso),
                                     zone, TimeCode(EpochUnit::kByDigits, DateOrder::kUnknown));
}

std::string TimeFormSqlOf(const FileColumn& column, const Source& source) {
  if (column.type == ValueType::kTime)
    return std::to_string(
        static_cast<int>(column.is_date ? TimePrecision::kDay : TimePrecision::kInstant));
  if (source.time_format.empty()) return statement::TimeFormOf(EpochTextOf(column));
  return std::to_string(static_cast<int>(PrecisionOfFormat(source.time_format)));
}

}  // namespace northstar::duck
