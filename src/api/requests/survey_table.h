// Tables of people and of answers, as form tools export them: columns found by name or as whoever
// asks names them, rows as texts without blanks around them. Internal to requests/.
// It refuses what would have to be guessed: missing columns, texts far longer than an answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/parameter.h"
#include "base/result.h"

namespace northstar {

// Code points that one answer may have.
inline constexpr size_t kLongestAnswer = 4'000;

struct SurveyColumn {
  // "email".
  std::string_view name;
  // Another name that it goes by; may be empty.
  std::string_view also = {};
  // Without it all of its cells are empty.
  bool optional = false;
};

// rows[i][c] is the cell of the column c in the row i of the file, from 0. The argument "columns"
// may name columns otherwise: name=…, several. kUsage where a column is missing, which names those
// that the file has, and where a cell is too long, which names its row; kData as of ReadAllColumns.
Result<std::vector<std::vector<std::string>>> ReadSurveyTable(
    const std::string& path, const std::vector<SurveyColumn>& columns, const Arguments& arguments);

// kUsage where it is too long; `where` names it in the message.
Status CheckAnswerLength(const std::string& text, const std::string& where);

}  // namespace northstar
