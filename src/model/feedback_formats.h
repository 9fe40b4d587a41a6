// The exports of feedback tools that are known by name: `format: quackback` stands for the columns
// that such a file has, so that a project need not list them. A new tool is one row of the table.
#pragma once

#include <string_view>
#include <vector>

#include "model/source.h"

namespace northstar {

struct FeedbackFormat {
  struct Column {
    std::string_view name,
        expr;  // a dimension or an entity, and the column or expression behind it
  };
  std::string_view name;
  std::string_view time, text, votes;  // columns or expressions
  std::string_view id;                 // a column; empty: the file has none
  std::vector<Column> entities, dimensions;
};

const std::vector<FeedbackFormat>& FeedbackFormats();

// What the project leaves open is taken from the format that it names, if it is one of these; what
// the project says stays as it is. Columns point to where the format is named.
void FillInFormat(Source& feedback, const SourceSpan& format_span);

}  // namespace northstar
