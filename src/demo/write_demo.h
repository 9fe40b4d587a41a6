// Writes the example product as a project: northstar.yml, data/events.parquet and
// data/feedback.csv, who saw which experiment (data/experiments.csv), its star (constellation.yml),
// objectives (okrs.yml) and bets (bets.yml), what three people think of the candidates (scores/), a
// survey to import (survey/), and a .gitignore. The events are those of simulate.h; its truth is
// known, so that what is found can be checked. It leaves out the record of the decision, which is
// made of an evaluation: whoever calls writes that.
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
