// The time that a cell of a column holds, as SQL: of text as its source says that times are
// written, of typed columns as they are. Internal to loading.
#pragma once

#include <string>

#include "base/written_time.h"
#include "engine/duckdb/reader.h"
#include "model/source.h"

namespace northstar::duck {

// What the least part of a strptime format tells.
TimePrecision PrecisionOfFormat(const std::string& format);
// A number without exponent and with all its digits; else the text.
std::string EpochTextOf(const FileColumn& column);
// Packed microseconds, null where it is no time. `zone`: ZoneNumber of times that name none; `unit`
// of times that are numbers.
std::string TimeSqlOf(const FileColumn& column, const Source& source, int zone, EpochUnit unit);
// How the time is written, in bits of time_form.
std::string TimeFormSqlOf(const FileColumn& column, const Source& source);
// Microseconds since 1970 just after what the cell names is over: of a plain day the local midnight
// behind it, so of months and years; of an instant, the next microsecond.
std::string EndOfTimeSql(const FileColumn& column, const Source& source, int zone, EpochUnit unit);

}  // namespace northstar::duck
