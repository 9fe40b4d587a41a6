// The lead test: two series that have nothing to do with each other, and a planted lead.
#include "bench/calibration/calibration.h"
#include "bench/calibration/lead_worlds.h"
#include "stats/lead_lag.h"

namespace northstar::calibration {
namespace {

stats::LeadResult Test(const LeadPair& pair, bool weekly, uint64_t seed) {
  const int n = static_cast<int>(pair.outcome.size());
  return TestLead(pair.candidate, pair.outcome, false, LeadOptionsFor(n, weekly, seed));
}

const char* Unit(bool weekly) {
  return weekly ? "weeks" : "months";
}

void AddFalseAlarms(Page& page) {
  page.Add(
      "\n## False alarms: two series that have nothing to do with each other\n\n"
      "Share of pairs with p ≤ 0.05, and share with a passing verdict (LEADS or LIKELY_LEADS) of "
      "either sign; a candidate that should rise with the outcome passes half as often. Wanted: at "
      "most 8 % of a row, 5 % of all.\n\n"
      "| world | periods | pairs | p ≤ 0.05 | passes | moves together |\n"
      "|---|---:|---:|---:|---:|---:|\n");
  int all = 0;
  int all_passing = 0;
  for (const NullWorld& world : kNullWorlds) {
    for (const int n : {30, 48, 72, 120}) {
      const bool weekly = n == 120;
      if (weekly && !world.weekly_too) continue;
      const int runs = page.Runs(400);
      const auto results = Repeat(
          runs, 0, [&](uint64_t seed) { return Test(world.draw(n, weekly, seed), weekly, seed); });
      const int positive = CountIf(results, [](const auto& r) { return r.p_value <= 0.05; });
      const int passing = CountIf(results, LeadPasses);
      const int together = CountIf(
          results, [](const auto& r) { return r.finding == stats::LeadFinding::kMovesTogether; });
      all += runs;
      all_passing += passing;
      page.Expect("lead", 8, passing, runs);
      page.Add(fmt::format("| {} | {} {} | {} | {} | {} | {} |\n", world.name, n, Unit(weekly),
                           runs, Percent(positive, runs), Percent(passing, runs),
                           Percent(together, runs)));
    }
  }
  page.Expect("lead, all worlds together", 5, all_passing, all);
  page.Add(fmt::format("| all | | {} | | {} | |\n", all, Percent(all_passing, all)));
}

struct Power {
  int n;
  bool weekly;
  double share;  // of growth explained
  std::vector<int> lags;
  double wanted;  // per cent found, over the lags
};
const Power kPowers[] = {{48, false, 0.5, {1, 4, 7}, 60},
                         {48, false, 0.8, {1, 4, 7}, 78},
                         {120, true, 0.8, {1, 4, 13, 26}, 80}};

void AddPower(Page& page) {
  page.Add(
      "\n## Power: a lead in series with season, a break and heavy tails\n\nShare of pairs with a "
      "passing verdict, and how many of those name the right lag or one beside it.\n\n"
      "| growth explained | periods | lag | pairs | found | at the right lag ± 1 |\n"
      "|---|---:|---:|---:|---:|---:|\n");
  for (const Power& power : kPowers) {
    const std::string label =
        fmt::format("{:.0f} % | {} {}", power.share * 100, power.n, Unit(power.weekly));
    int tried = 0;
    int found_of_all = 0;
    for (const int lag : power.lags) {
      const int runs = page.Runs(200);
      const auto results = Repeat(runs, 0, [&](uint64_t seed) {
        return Test(LeadInARoughWorld(power.n, power.weekly, lag, power.share, seed), power.weekly,
                    seed);
      });
      const int found = CountIf(results, LeadPasses);
      const int near = CountIf(results, [&](const auto& r) {
        return LeadPasses(r) && lag >= r.lag - 1 && lag <= r.lag + r.width;
      });
      tried += runs;
      found_of_all += found;
      page.Add(fmt::format("| {} | {} | {} | {} | {} |\n", label, lag, runs, Percent(found, runs),
                           Percent(near, found)));
    }
    page.ExpectAtLeast(fmt::format("a lead found, {:.0f} % explained, {} {}", power.share * 100,
                                   power.n, Unit(power.weekly)),
                       power.wanted, found_of_all, tried);
    page.Add(fmt::format("| {} | all | {} | {} | wanted: {:.0f} % |\n", label, tried,
                         Percent(found_of_all, tried), power.wanted));
  }
}

}  // namespace

void AddLead(Page& page) {
  AddFalseAlarms(page);
  AddPower(page);
}

}  // namespace northstar::calibration
