// QueryResult → text. The JSON and CSV are the interface that scripts rely on (docs/interface.md).
#pragma once

#include <string>

#include "analysis/query.h"
#include "report/format.h"

namespace northstar {

struct QueryLayout {
  Format format = Format::kTable;
  bool intervals = false;
  bool compare = false;
  bool parts = false;
  bool color = false;
};
std::string RenderQuery(const QueryResult& result, const QueryLayout& layout);

}  // namespace northstar
