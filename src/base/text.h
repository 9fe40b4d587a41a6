// Small text helpers that several modules need. All functions are pure and thread safe, and none
// fails: what is no valid UTF-8 is passed through byte by byte, or becomes U+FFFD where a function
// says so. Sizes are bytes unless a name or comment says otherwise. It leaves out locales: nothing
// here depends on the machine's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace northstar {

// Every part, empty ones too: "" is one empty part, "a," is "a" and "".
std::vector<std::string> Split(std::string_view text, char separator);
std::string Join(std::span<const std::string> parts, std::string_view separator);
// Without white space of ASCII at both ends; a view into `text`.
std::string_view Trim(std::string_view text);
// [a-z][a-z0-9_]*, as metrics, dimensions and groups are called.
bool IsName(std::string_view text);

// Optimal string alignment: edits of one byte and swaps of neighbors. O(|a| · |b|) in time and
// memory: for words, not for texts.
size_t EditDistance(std::string_view a, std::string_view b);
// The entry of `known` closest to `word`, capitals aside, when close enough to be what was meant:
// at most a third of its letters differ, or two. The first of equally close ones. Nullopt for words
// beyond 64 bytes.
std::optional<std::string> Suggest(std::string_view word, std::span<const std::string> known);
// "did you mean 'x'?" as a hint, or "known: a, b, c" when there are at most 24, or "".
std::string DidYouMean(std::string_view word, std::span<const std::string> known);

// The whole text, white space around it aside, as one finite number with a point and perhaps an
// exponent; nullopt otherwise, also for "1,5", "inf" and what overflows.
std::optional<double> ParseNumber(std::string_view text);
// Shortest text that reads back as the same double; integers below 1e15 without a point or
// exponent. For files and machines: never rounds, no separators.
std::string FormatNumber(double value);
// For people: 12,345 or 1.2M (B, T) or 0.034, at most `digits` significant digits, but three from a
// million on and whole between a thousand and a million. What rounds up to the next form is written
// in it: 999,999,999 is 1B. A minus is "-"; number_words.h writes numbers with their units.
std::string Humanize(double value, int digits = 3);
// Every digit: "1,234,567", "-12".
std::string WithThousands(long long value);

// What is put in is not searched again. REQUIRES: `from` is not empty.
std::string ReplaceAll(std::string text, std::string_view from, std::string_view to);
// By the rules of English: "companies", "boxes", "people"; what ends in a plural s stays as it is.
std::string PluralOf(std::string_view noun);
std::string SingularOf(std::string_view nouns);
// "1 row", "2 rows", "3 companies".
std::string Plural(long long count, std::string_view noun);
// In powers of 1,000: "999 B", "1.5 KB", "120 MB".
std::string HumanBytes(double bytes);

// Columns on a terminal, one per code point: wide characters and combining marks count as one too.
size_t DisplayWidth(std::string_view utf8);
// Filled with spaces to `width` columns, at the end or at the start; never cut.
std::string PadRight(std::string_view utf8, size_t width);
std::string PadLeft(std::string_view utf8, size_t width);
// Breaks at spaces so that no line is wider than `width` columns, where words allow. Runs of spaces
// become one; at least one line, which may be empty.
std::vector<std::string> Wrap(std::string_view text, size_t width);

// Control characters and line breaks become spaces, and what cannot be seen is written out
// ("[U+200B]"), but for joiners and variants where a script or an emoji needs them: what comes from
// data must not steer a terminal or hide. Bytes that are no UTF-8 become U+FFFD.
std::string Printable(std::string_view text);
// True for the empty text.
bool IsValidUtf8(std::string_view text);
// The first letter in upper case, where it is one of ASCII.
std::string Capitalised(std::string text);
size_t CodePoints(std::string_view utf8);
// Per code point, like DuckDB's lower(), so that one letter stays one (not "ß" to "SS"); invalid
// bytes become U+FFFD.
std::string LowerUtf8(std::string_view utf8);
std::string UpperUtf8(std::string_view utf8);
// SQL LIKE over the whole text: % any run, _ one code point; case-sensitive, no escape character.
// O(|text| · |pattern|) at worst.
bool Like(std::string_view text, std::string_view pattern);

}  // namespace northstar
