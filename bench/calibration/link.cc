// stable_link: pairs whose lead holds, and pairs that lose it, judged as evaluate does: the link is
// looked at where the lead test found one, at the lag that it found.
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "stats/lead_lag.h"
#include "stats/link_check.h"

namespace northstar::calibration {
namespace {

using stats::LinkFinding;

constexpr int kLag = 3;
constexpr int kLostMonths = 15;

struct Judged {
  bool found = false;  // the lead
  LinkFinding link = LinkFinding::kNotEnoughData;
  LinkFinding at_true_lag = LinkFinding::kNotEnoughData;  // found or not
};

// Half of the outcome's growth comes from the candidate, until `lost` months before the end.
Judged Simulate(int months, int lost, uint64_t seed) {
  Random random(seed, 19);
  const std::vector<double> x = Growth(random, months - 1 + kLag, 0, 0, 12);
  std::vector<double> seen;
  std::vector<double> dy;
  for (int t = 0; t < months - 1; ++t) {
    seen.push_back(x[static_cast<size_t>(t + kLag)]);
    const double share = t < months - 1 - lost ? 0.5 : 0;
    dy.push_back(0.015 + std::sqrt(share) * (x[static_cast<size_t>(t)] - 0.015) +
                 std::sqrt(1 - share) * 0.05 * Normal(random));
  }
  const std::vector<double> candidate = Levels(seen);
  const std::vector<double> outcome = Levels(dy);
  stats::LeadOptions options;
  options.permutations = 199;
  options.interval_permutations = 199;
  options.seed = seed;
  const stats::LeadResult lead = TestLead(candidate, outcome, false, options);
  Judged judged;
  judged.found = lead.finding == stats::LeadFinding::kLeads ||
                 lead.finding == stats::LeadFinding::kLikelyLeads;
  const double critical = lead.critical_value > 0 ? lead.critical_value : 3.0;
  const auto check = [&](int lag, int width) {
    stats::LinkOptions link;
    link.lag = lag;
    link.width = width;
    return stats::CheckLink(candidate, outcome, critical, link).finding;
  };
  if (judged.found) judged.link = check(lead.lag, lead.width);
  judged.at_true_lag = check(kLag, 1);
  return judged;
}

}  // namespace

void AddLink(Page& page) {
  page.Add(
      "\n## Has the link weakened?\n\nThe candidate explains half of the outcome's growth three "
      "months later; in some worlds only until 15 months before the end. Where the lead test found "
      "the lead, the share that is said to have weakened; beside it the same of all pairs, looked "
      "at with the true lag. Wanted of a link that holds: at most 7 %.\n\n"
      "| link | months | pairs | lead found | of these weakened | of all, at the true lag |\n"
      "|---|---:|---:|---:|---:|---:|\n");
  int row = 0;
  for (const int lost : {0, kLostMonths}) {
    for (const int months : {36, 48, 60}) {
      const int runs = page.Runs(1000);
      const auto results =
          Repeat(runs, ++row, [&](uint64_t seed) { return Simulate(months, lost, seed); });
      const int found = CountIf(results, [](const Judged& j) { return j.found; });
      const auto count = [&](LinkFinding Judged::*which) {
        return CountIf(results,
                       [&](const Judged& j) { return j.*which == LinkFinding::kWeakened; });
      };
      if (lost == 0) page.Expect("weakened link", 7, count(&Judged::link), found);
      page.Add(fmt::format("| {} | {} | {} | {} | {} | {} |\n", lost == 0 ? "holds" : "is lost",
                           months, runs, Percent(found, runs), Percent(count(&Judged::link), found),
                           Percent(count(&Judged::at_true_lag), runs)));
    }
  }
}

}  // namespace northstar::calibration
