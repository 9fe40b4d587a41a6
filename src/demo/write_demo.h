// Writes the example product as a project: northstar.yml, its README, and data/events.parquet.
#pragma once

#include <string>

#include "demo/simulate.h"

namespace northstar::demo {

struct DemoFiles {
  int64_t events = 0;
};
// `directory` must be empty, absent, or hold an earlier demo; anything else is left alone and an
// error.
Result<DemoFiles> WriteDemo(const std::string& directory, const SimulationSpec& spec);

}  // namespace northstar::demo
