// What is odd about somebody's data, in words.
#pragma once

#include <cstdint>
#include <string>

namespace northstar {

// Which fields count depends on the code; the others are ignored.
struct OddStatement {
  enum class Code {
    kFooter,          // `count` rows at the end are no data
    kRoundedIds,      // ids of the column were written as fractions: 17850.0
    kSeveralTimes,    // times of the column are written in several ways
    kEitherOrder,     // every date of the column reads both ways
    kNoValues,        // `count` cells of the column say so in words: `other`
    kEitherNumber,    // amounts of the column such as `other` read both ways
    kNobody,          // `count` of `of` cells of the column name somebody `other` that is nobody
    kNameTwice,       // `count` columns have the name
    kPadded,          // `count` cells of the column have blanks around them
    kSampled,         // only `count` of `of` rows were looked at
    kColumnsLeft,     // `count` columns were left out
    kKeysDiffer,      // keys of `column` and `other` agree more without regard to case and blanks
    kNothingMatches,  // keys of `column` and `other` have one name and no value in common
    kNote,            // `other` is a sentence
  };
  Code code = Code::kNote;
  std::string column = {}, other = {};
  int64_t count = 0, of = 0;
};

// A sentence without full stop.
std::string Words(const OddStatement& statement);

}  // namespace northstar
