// What a number in a workbook stands for, which only the format of its cell tells: a date is a
// count of days that is shown as one. Formats are codes of ECMA-376 part 1, 18.8.30 and 18.8.31
// ("yyyy-mm-dd", "[h]:mm", "#,##0.00 [$€-407]"). Pure and thread safe.
//
// It reads the first section of a code alone (that of positive numbers), and knows the letters of
// English codes, in which files are written whatever the language of the program.
#pragma once

#include <string_view>

namespace northstar::files {

enum class NumberLook {
  kNumber,    // also percent, currency, fractions, text
  kDate,      // a day: "yyyy-mm-dd", "mmm yy"
  kDateTime,  // "d/m/yyyy h:mm"
  kTime,      // a time of day: "h:mm AM/PM", "mm:ss"
  kDuration,  // hours, minutes or seconds that count on beyond a day: "[h]:mm"
};

// Of a code. One that holds a letter without a meaning is a number's.
NumberLook LookOfFormat(std::string_view code);
// Of the formats that a file names by number without saying their code: 14-22, 27-36, 45-47 and
// 50-58 are dates and times. Where languages differ (34, 35) it is kDate; SerialText goes by the
// value then.
NumberLook LookOfBuiltIn(int id);

}  // namespace northstar::files
