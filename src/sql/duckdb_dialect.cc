// What DuckDB calls what the tree means. It has words for everything; ns_time is a function that
// loading registers (engine/duckdb/functions.h).
#include "sql/dialect.h"

namespace northstar::sql {
namespace {

// fsum is compensated, but loses digits beside sizes from 2^53 on, which are added apart.
constexpr std::string_view kExactSum =
    "(coalesce(fsum(case when (abs({0}) < 9007199254740992::double) then {0} end), 0::double) + "
    "coalesce(fsum(case when (abs({0}) >= 9007199254740992::double) then {0} end), 0::double))";

}  // namespace

constexpr Dialect kDuckDb{
    .name = "DuckDB",
    .functions = {{
        {Fn::kCountRows, "count(*)"},
        {Fn::kCount, "count({})"},
        {Fn::kCountDistinct, "count(distinct {})"},
        {Fn::kCountIf, "count_if({})"},
        {Fn::kSum, "sum({})"},
        {Fn::kExactSum, kExactSum},
        {Fn::kMin, "min({})"},
        {Fn::kMax, "max({})"},
        {Fn::kArgMin, "arg_min({})"},
        {Fn::kArgMax, "arg_max({})"},
        {Fn::kQuantile7, "quantile_cont({})"},
        {Fn::kLag, "lag({})"},
        {Fn::kLead, "lead({})"},
        {Fn::kCoalesce, "coalesce({})"},
        {Fn::kNullIf, "nullif({})"},
        {Fn::kLeast, "least({})"},
        {Fn::kGreatest, "greatest({})"},
        {Fn::kList, "({})"},
        {Fn::kAbs, "abs({})"},
        {Fn::kTruncate, "trunc({})"},
        {Fn::kRound, "round({})"},
        {Fn::kIsFinite, "isfinite({})"},
        {Fn::kRemainder, "({0} % {1})"},
        {Fn::kWholeDivide, "({0} // {1})"},
        {Fn::kBitAnd, "({0} & {1})"},
        {Fn::kLower, "lower({})"},
        {Fn::kUpper, "upper({})"},
        {Fn::kLength, "length({})"},
        {Fn::kByteLength, "strlen({})"},
        {Fn::kConcat, "concat({})"},
        {Fn::kPosition, "strpos({})"},
        {Fn::kTrimStart, "ltrim({})"},
        {Fn::kTrimEnd, "rtrim({})"},
        {Fn::kPadStart, "lpad({})"},
        {Fn::kTranslate, "translate({})"},
        {Fn::kSubstr, "substring({})"},
        {Fn::kSplitPart, "split_part({})"},
        {Fn::kReplace, "replace({})"},
        {Fn::kStartsWith, "starts_with({})"},
        {Fn::kContains, "contains({})"},
        {Fn::kJsonLength,
         "(case when json_valid({0}) then case when json_type({0}) = 'ARRAY' then "
         "json_array_length({0})::double end end)"},
        {Fn::kParam, "ns_param({})"},
        {Fn::kRegexMatches, "regexp_matches({})"},
        {Fn::kRegexGroup, "regexp_extract({})"},
        {Fn::kLocalTime, "timezone({1}, timezone('UTC', make_timestamp({0})))"},
        {Fn::kClockMicros, "epoch_us({})"},
        {Fn::kDateTrunc, "epoch_us(timezone({2}, date_trunc({0}, {1})))"},
        {Fn::kDateDiff, "date_diff({})"},
        {Fn::kWrittenTime, "(ns_time({}) >> 2)"},
    }},
    .types = {"varchar", "boolean", "double", "integer", "uinteger", "bigint", "hugeint"},
    .cast_or_null = "try_cast",
    .star_except = "exclude",
};
static_assert(IsComplete(kDuckDb));

}  // namespace northstar::sql
