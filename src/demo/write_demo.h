// Writes the example product as a project: northstar.yml, data/events.parquet and
// data/feedback.csv, what three people think of the candidates (scores/), and a .gitignore. The
// events are those of simulate.h; its truth is known, so that what evaluate finds can be checked.
#pragma once

#include <string>

#include "demo/simulate.h"

namespace northstar::demo {

struct DemoFiles {
  // Rows of events.parquet.
  int64_t events = 0;
};
// `directory` must be empty, absent, or hold an earlier demo, even one whose writing was
// interrupted, which is written again; anything else is left alone and kUsage. kData where a file
// cannot be written. The same spec writes the same events.
Result<DemoFiles> WriteDemo(const std::string& directory, const SimulationSpec& spec);

}  // namespace northstar::demo
