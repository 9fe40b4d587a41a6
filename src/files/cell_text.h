// Values of cells → texts as a table of plain text holds them: numbers in their shortest form, ISO
// dates, times of day, durations. Pure and thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "files/number_format.h"

namespace northstar::files {

// From which day a workbook counts. k1900: day 1 is 1900-01-01, and 60 a 29 February that never
// was, kept for old programs' sake. k1904: day 0 is 1904-01-01.
enum class Epoch { k1900, k1904 };

// A number as a file writes it: digits alone as they stand, so that long ids keep every digit; else
// the shortest text that reads back as the same number ("0.55000000000000004" → "0.55", "1E5" →
// "100000"). What is no number comes back as it is.
std::string NumberText(std::string_view written);

// A count of days as its look has it, rounded to milliseconds: "2024-03-01", "2024-03-01 13:45:00",
// "13:45:00", "36:30:00" (hours go on), "13:45:00.25". A date with a time of day shows it, whatever
// its format shows; a time of day with a date too. Nullopt for kNumber and for what no calendar
// has: negative dates, after 9999, and of k1900 day 0 and day 60.
std::optional<std::string> SerialText(double days, NumberLook look, Epoch epoch);

// ISO 8601 → the forms above: "2024-03-01T13:45:00.250000000" → "2024-03-01 13:45:00.25". What it
// does not know comes back as it is.
std::string IsoTimeText(std::string_view iso);
// "PT36H30M0S" → "36:30:00".
std::string IsoDurationText(std::string_view iso);

// Escapes of ECMA-376 part 1, 22.9.2.19 (ST_Xstring): "_x000D_" → a carriage return; an escaped NUL
// is left out, half a character becomes U+FFFD.
std::string Unescaped(std::string_view text);

}  // namespace northstar::files
