// What the text of one cell looks like: a number, a time and how it is written, an id, an address,
// words. One cell can have several shapes ("20110131" is a number and a date); which of them is
// meant, only its column and its name tell (analysis/inspect/column_kind.h). Numbers and times are
// judged by base/written_number.h and base/written_time.h, as loading does; beside these, forms of
// dates with more than one reading ("03/04/2026", "4 Mar 2026") are told apart here.
// Pure and thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace northstar {

// Bits, to be joined by or.
namespace cell_shape {
inline constexpr uint32_t kNumber = 1U << 0;         // in any style of written_number.h
inline constexpr uint32_t kInteger = 1U << 1;        // digits alone, perhaps with a minus
inline constexpr uint32_t kDecimal = 1U << 2;        // a number with digits behind its sign
inline constexpr uint32_t kNegative = 1U << 3;       // a number below zero
inline constexpr uint32_t kLeadingZero = 1U << 4;    // "007": digits that are not an amount
inline constexpr uint32_t kRounded = 1U << 5;        // "12.0": an integer written as a decimal
inline constexpr uint32_t kInstant = 1U << 6;        // an ISO date with a time of day
inline constexpr uint32_t kDay = 1U << 7;            // a plain ISO date
inline constexpr uint32_t kMonth = 1U << 8;          // "2026-03"
inline constexpr uint32_t kYear = 1U << 9;           // "2026": four digits, 1900 to 2100
inline constexpr uint32_t kCompactDay = 1U << 10;    // "20260304", 1900 to 2100
inline constexpr uint32_t kClock = 1U << 11;         // "14:05", "2:05 PM"
inline constexpr uint32_t kDayFirst = 1U << 12;      // "31/12/2026": only day before month fits
inline constexpr uint32_t kMonthFirst = 1U << 13;    // "12/31/2026"
inline constexpr uint32_t kEitherOrder = 1U << 14;   // "03/04/2026"
inline constexpr uint32_t kNamedMonth = 1U << 15;    // "4 Mar 2026", "March 4, 2026"
inline constexpr uint32_t kSlashedIso = 1U << 16;    // "2026/03/04"
inline constexpr uint32_t kEpochSeconds = 1U << 17;  // 10 digits, 2000 to 2035
inline constexpr uint32_t kEpochMillis = 1U << 18;   // 13 digits, as above
inline constexpr uint32_t kEpochMicros = 1U << 19;   // 16 digits, as above
inline constexpr uint32_t kBoolean = 1U << 20;       // "true", "no", "y"
inline constexpr uint32_t kUuid = 1U << 21;
inline constexpr uint32_t kHex = 1U << 22;         // 8 or more hex digits, letters and digits both
inline constexpr uint32_t kPrefixedId = 1U << 23;  // "cus_IRb688lkE0", "ORD-10042"
inline constexpr uint32_t kToken = 1U << 24;       // one run of 6 or more letters and digits, mixed
inline constexpr uint32_t kEmail = 1U << 25;
inline constexpr uint32_t kUrl = 1U << 26;
inline constexpr uint32_t kJson = 1U << 27;  // an object or a list in brackets
inline constexpr uint32_t kIp = 1U << 28;
inline constexpr uint32_t kVersion = 1U << 29;   // "2.10.0"; "24.04.23", which is a date as well
inline constexpr uint32_t kSentence = 1U << 30;  // five or more words, or a line break

inline constexpr uint32_t kEpoch = kEpochSeconds | kEpochMillis | kEpochMicros;
inline constexpr uint32_t kOrderedDate = kDayFirst | kMonthFirst | kEitherOrder;
// What is a time in every column. Years, compact days and epochs are numbers just as well.
inline constexpr uint32_t kPlainTime =
    kInstant | kDay | kMonth | kClock | kOrderedDate | kNamedMonth | kSlashedIso;
inline constexpr uint32_t kUniqueForm = kUuid | kHex | kPrefixedId | kToken;
}  // namespace cell_shape

inline constexpr int kCellShapes = 31;

struct CellFacts {
  uint32_t shapes = 0;
  uint32_t number_evidence = 0;  // of numbers; 0 for what is none
  int words = 0;                 // runs between blanks
  // When it is a time whose order is certain (ISO, an epoch): microseconds since 1970, as wall
  // clock where it names no zone.
  std::optional<int64_t> us;
  // Of numbers that can be read in one way without the rest of their column.
  std::optional<double> number;
};

// `text` without blanks around it, not empty. Texts beyond 2,000 bytes are told from their first
// 2,000.
CellFacts LookAtCell(std::string_view text);

}  // namespace northstar
