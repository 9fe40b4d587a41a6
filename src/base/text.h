// Small text helpers that several modules need. All functions are pure and thread safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace northstar {

std::vector<std::string> Split(std::string_view text, char separator);
std::string Join(std::span<const std::string> parts, std::string_view separator);
std::string_view Trim(std::string_view text);
bool IsName(std::string_view text);  // [a-z][a-z0-9_]*

// Optimal string alignment: edits of one byte and swaps of neighbours.
size_t EditDistance(std::string_view a, std::string_view b);
// The entry of `known` closest to `word`, when close enough to be what was meant.
std::optional<std::string> Suggest(std::string_view word, std::span<const std::string> known);
// " did you mean 'x'?" as a hint, or the list of `known` when it is short, or "".
std::string DidYouMean(std::string_view word, std::span<const std::string> known);

std::optional<double> ParseNumber(std::string_view text);  // the whole text, finite
// Shortest text that reads back as the same double; integers without a point.
std::string FormatNumber(double value);
// For people: 12,345 or 1.2M (B, T) or 0.034, at most `digits` significant digits, three from a
// million on. What rounds up to the next form is written in it: 999,999,999 is 1B.
std::string Humanize(double value, int digits = 3);
std::string WithThousands(long long value);

std::string ReplaceAll(std::string text, std::string_view from, std::string_view to);
// By the rules of English: "companies", "boxes", "people"; what ends in a plural s stays as it is.
std::string PluralOf(std::string_view noun);
std::string SingularOf(std::string_view nouns);
// "1 row", "2 rows", "3 companies".
std::string Plural(long long count, std::string_view noun);
std::string HumanBytes(double bytes);

size_t DisplayWidth(std::string_view utf8);  // columns on a terminal, one per code point
std::string PadRight(std::string_view utf8, size_t width);
std::string PadLeft(std::string_view utf8, size_t width);
// Breaks at spaces so that no line is wider than `width` columns, where words allow.
std::vector<std::string> Wrap(std::string_view text, size_t width);

// Control characters become spaces: what comes from data must not steer a terminal.
std::string Printable(std::string_view text);
bool IsValidUtf8(std::string_view text);
// The first letter in upper case, where it is one of ASCII.
std::string Capitalised(std::string text);
size_t CodePoints(std::string_view utf8);
std::string LowerUtf8(std::string_view utf8);  // per code point, like DuckDB's lower()
std::string UpperUtf8(std::string_view utf8);
// SQL LIKE: % any run, _ one code point; case-sensitive, no escape character.
bool Like(std::string_view text, std::string_view pattern);

}  // namespace northstar
