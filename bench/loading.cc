// Loading files: `northstar load` against `create table as select` of the same files in DuckDB.
#include "bench/bench.h"

namespace northstar::bench {

std::string Loading(const Settings&) {
  return "";
}

}  // namespace northstar::bench
