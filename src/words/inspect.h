// Why a column of somebody's data was taken for what it is, in words.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "words/rule.h"
#include "words/said.h"

namespace northstar {

// Which fields count depends on the code; the others are ignored.
struct ColumnStatement {
  enum class Code {
    kEmpty,
    kConstant,
    kStructure,
    kTechnical,
    kTimes,
    kEpoch,
    kTimePart,
    kYesNo,
    kFewValues,
    kCode,
    kUniqueForm,
    kRowNumber,
    kNamesRow,
    kNamesSomebody,
    kEmail,
    kEventName,
    kAmounts,
    kNotAmounts,
    kSentences,
    kManyTexts,
    kAddress,
    kVersion,
    kPointsTo,
    kSharedNames,
  };

  Code code = Code::kEmpty;
  // 0 to 1: of the filled cells that look as the statement says.
  double share = 1;
  // Different values, and filled cells.
  int64_t distinct = 0, filled = 0;
  // The word of the column's name that counts; kTimes: how the times are written ("ISO dates with a
  // time"); kUniqueForm: the plural noun ("UUIDs"); kEpoch: the unit ("milliseconds"); kConstant:
  // the value; kPointsTo, kSharedNames: the other column.
  std::string word = {};
};

// By code.
std::span<const Rule> ColumnRules();
Said Words(const ColumnStatement& statement);

}  // namespace northstar
