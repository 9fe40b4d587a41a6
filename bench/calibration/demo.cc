// Whether evaluate finds the demo's truth, on histories other than the one that is shown.
#include <unistd.h>

#include <filesystem>

#include "base/text.h"
#include "bench/calibration/calibration.h"
#include "cli/cli.h"

namespace northstar::calibration {
namespace {

struct Rates {
  int runs = 0, first = 0, recommended = 0, let_through = 0;
};

Rates RunDemos(int runs, const std::string& size) {
  Rates rates;
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("northstar_calibrate_{}", ::getpid());
  const SystemClock clock;
  for (int seed = 1001; seed < 1001 + runs; ++seed) {
    std::string out;
    cli::Context context;
    context.out = [&](const std::string& text) { out += text; };
    context.err = [](const std::string&) {};
    context.clock = &clock;
    context.environment = [](const std::string&) { return std::nullopt; };
    if (cli::Main({"demo", folder.string(), "--seed", std::to_string(seed), "--size", size,
                   "--format", "csv"},
                  context) != 0)
      continue;
    ++rates.runs;
    for (const std::string& line : Split(out, '\n')) {
      const auto fields = Split(line, ',');
      if (fields.size() < 6 || fields[5] != "leads_outcome") continue;
      if (fields[0] == "weekly_active_teams") {
        rates.first += fields[1] == "1";
        rates.recommended += fields[2] == "recommended";
      }
      const bool unfit = fields[0] == "signups_total" || fields[0] == "revenue";
      rates.let_through += unfit && fields[2] != "rejected";
    }
  }
  std::filesystem::remove_all(folder);
  return rates;
}

}  // namespace

void AddDemo(Page& page) {
  const bool quick = page.quick();
  const Rates rates = RunDemos(quick ? 2 : 20, quick ? "0.1" : "1");
  page.Add(fmt::format(
      "\n## The demo's truth\n\nOn {} other histories of the demo at {} size the right candidate "
      "came first in {} and was recommended in {}; the running total or revenue was let through in "
      "{}.\n",
      rates.runs, quick ? "a tenth of its" : "full", rates.first, rates.recommended,
      rates.let_through));
}

}  // namespace northstar::calibration
