// What the text functions of expressions say of a text, one place for all who evaluate them by
// themselves; sql/expr_sql.cc prints the same as SQL. Characters are code points. Pure functions;
// thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace northstar::text_functions {

// Blanks, tabs and line ends that `trim` takes off.
inline constexpr std::string_view kBlanks = " \t\r\n";

std::string TrimmedText(std::string_view text);
// `length` characters from character `from` on, which counts from 1; none: up to the end. REQUIRES:
// from >= 1, length >= 0.
std::string Substr(std::string_view text, int64_t from, std::optional<int64_t> length);
// Part `number`, from 1, of what `separator` parts; empty beyond the last. REQUIRES: a separator
// that is not empty, number >= 1.
std::string SplitPart(std::string_view text, std::string_view separator, int64_t number);
// REQUIRES: `part` is not empty.
std::string Replace(std::string_view text, std::string_view part, std::string_view with);
// Elements of a JSON list; none for all else, and for a list with a number beyond the largest
// double, which SQL counts all the same.
std::optional<int64_t> JsonLength(std::string_view json);
// Of a JSON list of {key, value}: the value of the first whose `key` (or `name`) is this one. A
// value that is an object ({"string_value": null, "int_value": "7"}) stands for its first field
// that is filled. As text; none: there is none.
std::optional<std::string> Param(std::string_view list, std::string_view key);

}  // namespace northstar::text_functions
