// The functions and types of the SQL tree, by what they mean: each with its arguments. What an
// engine calls them stands in its dialect (dialect.h), where a new one needs a row, or nothing
// compiles.
//
// A result is null where an argument is, and an aggregate leaves nulls out, unless it says
// otherwise. Places in texts are counted in characters, from 1.
#pragma once

#include <cstddef>

namespace northstar::sql {

enum class Fn {
  // Aggregates over rows.
  kCountRows,      // (): all rows
  kCount,          // (x): rows where x is there
  kCountDistinct,  // (x): different values
  kCountIf,        // (condition): rows where it holds
  kSum,            // (x)
  // (x): the sum of doubles in which no absurdly large value takes the digits of the others:
  // compensated, sizes from 2^53 on apart. 0 without a value, never null.
  kExactSum,
  kMin,        // (x)
  kMax,        // (x)
  kArgMin,     // (x, by): x of the row with the smallest `by`
  kArgMax,     // (x, by)
  kQuantile7,  // (x, share 0-1): interpolated between neighbors, type 7 of Hyndman and Fan
  // Over a window in its order: x of the row before, and of the row after.
  kLag,
  kLead,
  // Of nulls and choices.
  kCoalesce,  // (x, …): the first that is there
  kNullIf,    // (x, y): x, or null where it equals y
  kLeast,     // (x, …): nulls left out
  kGreatest,
  kList,  // (x, …): the right side of `in`
  // Of numbers.
  kAbs,
  kTruncate,     // (x): towards 0
  kRound,        // (x), (x, digits): halves away from 0
  kIsFinite,     // (x): neither infinity nor NaN
  kRemainder,    // (x, y): with the sign of x
  kWholeDivide,  // (x, y): of integers, without the remainder
  kBitAnd,       // (x, y): of integers
  // Of texts.
  kLower,
  kUpper,
  kLength,        // (x): in characters
  kByteLength,    // (x): in bytes of UTF-8
  kConcat,        // (x, …): a null is an empty text
  kPosition,      // (x, part): of the first occurrence, 0 for none
  kTrimStart,     // (x, set): without leading characters of the set
  kTrimEnd,       // (x, set)
  kPadStart,      // (x, length, with): cut where it is longer
  kTranslate,     // (x, from, to): character by character
  kSubstr,        // (x, from), (x, from, length): in characters, from 1
  kSplitPart,     // (x, separator, number): parts count from 1, empty beyond the last
  kReplace,       // (x, part, with)
  kStartsWith,    // (x, part)
  kContains,      // (x, part)
  kJsonLength,    // (x): elements of a JSON list, null for all else
  kParam,         // (list, key): text_functions::Param (model/text_functions.h); in loading alone
  kRegexMatches,  // (x, pattern): somewhere in x
  kRegexGroup,    // (x, pattern, number): the text of a group, empty without a match
  // Of times.
  kLocalTime,    // (UTC microseconds, IANA zone): the wall clock there
  kClockMicros,  // (wall clock): microseconds since 1970-01-01 on that clock
  kDateTrunc,    // (unit, wall clock, IANA zone): UTC microseconds where the unit begins
  kDateDiff,     // (unit, from, to): boundaries of the unit between two wall clocks
  kWrittenTime,  // (text, zone number, EpochUnit): UTC microseconds, null where it is no time
};
inline constexpr size_t kFunctions = static_cast<size_t>(Fn::kWrittenTime) + 1;

enum class SqlType { kText, kBoolean, kDouble, kInt32, kUInt32, kInt64, kInt128 };
inline constexpr size_t kSqlTypes = static_cast<size_t>(SqlType::kInt128) + 1;

}  // namespace northstar::sql
