// Causes of a change of a ratio whose leaves have few units: how often the first one named is a
// true one, and how often one is named where there is none.
#include <array>

#include "bench/calibration/calibration.h"
#include "bench/ratio_tables.h"

namespace northstar::calibration {
namespace {

struct Outcome {
  bool clear = false, named = false, right = false;
};

Outcome Try(const RatioTableKind& kind, uint64_t seed) {
  Random random(seed, 61);
  RatioTable table = DrawRatioTable(random, kind);
  for (int i = 0; i < 50 && !table.clear; ++i) table = DrawRatioTable(random, kind);
  const auto found = stats::SearchSegments(table.leaves, {}).causes;
  Outcome outcome{table.clear, !found.empty(), false};
  for (const SegmentName& cause : table.causes)
    outcome.right = outcome.right || (!found.empty() && found[0].where == cause);
  return outcome;
}

}  // namespace

void AddRatioCauses(Page& page) {
  page.Add(
      "\n## Causes of a ratio's change\n\nLeaves of 3 to 400 units, rates of 0.1 to 30 %, one or "
      "two causes of 1 to 3 dimensions that multiply or divide the rate by 2 to 10, each at least "
      "5 of its own standard deviations from what was expected; expected is what was counted "
      "before, or the mean of five earlier moments. Share of tables whose first cause is a true "
      "one. Wanted: at least 75 %. Without a cause one may be named in at most 5 %.\n\n"
      "| expected | causes | tables | the first one is right | nothing is named |\n"
      "|---|---|---:|---:|---:|\n");
  int row = 0;
  for (const bool forecast : {false, true}) {
    const char* expected = forecast ? "mean of five" : "counted before";
    for (const int causes : {1, 2}) {
      for (const bool falls : {false, true}) {
        const int runs = page.Runs(400);
        const auto tried = Repeat(runs, ++row, [&](uint64_t seed) {
          return Try({forecast, falls, causes}, seed);
        });
        const int clear = CountIf(tried, [](const Outcome& one) { return one.clear; });
        const int right = CountIf(tried, [](const Outcome& one) { return one.clear && one.right; });
        const int silent =
            CountIf(tried, [](const Outcome& one) { return one.clear && !one.named; });
        page.ExpectAtLeast("causes of a ratio: the first is right", 75, right, clear);
        page.Add(fmt::format("| {} | {} {} | {} | {} | {} |\n", expected, causes,
                             falls ? "lower the rate" : "raise the rate", clear,
                             Percent(right, clear), Percent(silent, clear)));
      }
    }
    const int runs = page.Runs(1000);
    const auto tried = Repeat(runs, ++row, [&](uint64_t seed) {
      return Try({forecast, false, 0}, seed).named;
    });
    const int named = CountIf(tried, [](bool one) { return one; });
    page.Expect("causes of a ratio where there is none", 5, named, runs);
    page.Add(fmt::format("| {} | none | {} | named: {} | {} |\n", expected, runs,
                         Percent(named, runs), Percent(runs - named, runs)));
  }
}

}  // namespace northstar::calibration
