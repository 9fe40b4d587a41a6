// What a single cell of text looks like, for telling how a file is laid out: a number, a time, a
// code. How the cells of a column are read in the end is decided elsewhere, by all of them; here a
// form that more than one reading fits (03/04/2026) is still a time.
// Pure and thread safe.
#pragma once

#include <string>
#include <string_view>

namespace northstar::files {

enum class CellForm { kEmpty, kNumber, kTime, kText };

// Of the text without blanks around it. Numbers in any style of written_number.h, in brackets too;
// times of written_time.h, dates in any order of day and month, with names of months in English,
// and times of day.
CellForm FormOf(std::string_view text);

// The build of a text: runs of letters are "a", runs of digits "9", all else stands for itself:
// "INV-0042" is "a-9", "7f3a" is "9a9a". At most 32 signs.
std::string BuildOf(std::string_view text);

// Whether an unquoted cell may be one value: no sign that parts cells elsewhere stands in it, but
// within a number or a time, no double quote, and no gap of three blanks.
bool MayBeOneValue(std::string_view text);

// Begins like the last row of a report: "Total", "Grand total", "Summe". Capitals aside.
bool IsTotalWord(std::string_view text);

}  // namespace northstar::files
