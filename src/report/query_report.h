// QueryResult → text. Scripts rely on the JSON and the CSV.
#pragma once

#include <string>

#include "analysis/query/query.h"
#include "report/format.h"

namespace northstar {

struct QueryLayout {
  TextForm form = TextForm::kTable;
  bool intervals = false;
  bool compare = false;
  bool parts = false;
  bool color = false;
};
std::string RenderQuery(const QueryResult& result, const QueryLayout& layout);

}  // namespace northstar
