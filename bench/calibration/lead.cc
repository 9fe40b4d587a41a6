// The lead test: two series that have nothing to do with each other, and a planted lead.
#include <tuple>

#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "stats/lead_lag.h"

namespace northstar::calibration {
namespace {

using stats::LeadFinding;

struct Pair {
  std::vector<double> candidate, outcome;
};

struct Setting {
  const char* name;
  int n;
  double ar;
  double season;
  bool weekly;
};

Pair Independent(const Setting& s, uint64_t seed) {
  Random random(seed, 11);
  const double period = s.weekly ? 365.25 / 7 : 12;
  Pair pair;
  pair.candidate = Levels(Growth(random, s.n - 1, s.ar, s.season, period));
  pair.outcome = Levels(Growth(random, s.n - 1, s.ar, s.season, period));
  return pair;
}

// The candidate explains `share` of the variance of the outcome's growth, `lag` periods later.
Pair Leading(int n, int lag, double share, uint64_t seed) {
  Random random(seed, 13);
  const std::vector<double> x = Growth(random, n - 1 + lag, 0, 0, 12);
  std::vector<double> y;
  std::vector<double> seen;
  for (int t = 0; t < n - 1; ++t) {
    seen.push_back(x[static_cast<size_t>(t + lag)]);
    y.push_back(0.015 + std::sqrt(share) * (x[static_cast<size_t>(t)] - 0.015) +
                std::sqrt(1 - share) * 0.05 * Normal(random));
  }
  return {Levels(seen), Levels(y)};
}

stats::LeadResult Test(const Pair& pair, bool weekly, uint64_t seed) {
  stats::LeadOptions options;
  options.permutations = weekly ? 199 : 999;
  options.interval_permutations = 19;
  options.weekly = weekly;
  options.seed = seed - 1;
  return TestLead(pair.candidate, pair.outcome, false, options);
}

bool Passes(const stats::LeadResult& r) {
  return r.finding == LeadFinding::kLeads || r.finding == LeadFinding::kLikelyLeads;
}

constexpr Setting kSettings[] = {{"random walks with drift", 36, 0, 0, false},
                                 {"random walks with drift", 24, 0, 0, false},
                                 {"growth with autocorrelation 0.5", 36, 0.5, 0, false},
                                 {"random walks with drift", 60, 0, 0, false},
                                 {"with a yearly season each", 60, 0, 0.05, false},
                                 {"weeks: random walks with drift", 104, 0, 0, true},
                                 {"weeks: growth with autocorrelation 0.5", 104, 0.5, 0, true},
                                 {"weeks: with a yearly season each", 156, 0, 0.03, true}};

constexpr std::tuple<const char*, int, double> kLeads[] = {
    {"strong: four fifths of growth explained", 36, 0.8},
    {"half of growth explained", 36, 0.5},
    {"half of growth explained", 24, 0.5},
    {"a third of growth explained", 36, 1.0 / 3}};

}  // namespace

void AddLead(Page& page) {
  page.Add(
      "\n## False alarms: two series that have nothing to do with each other\n\n"
      "Share of pairs with p ≤ 0.05, and share with a passing verdict (LEADS or LIKELY_LEADS).\n\n"
      "| world | periods | pairs | p ≤ 0.05 | passes |\n|---|---:|---:|---:|---:|\n");
  for (const Setting& s : kSettings) {
    const int runs = page.Runs(400);
    const auto results =
        Repeat(runs, 0, [&](uint64_t seed) { return Test(Independent(s, seed), s.weekly, seed); });
    const int positive = CountIf(results, [](const auto& r) { return r.p_value <= 0.05; });
    const int passing = CountIf(results, Passes);
    page.Expect("lead", 8, passing, runs);
    page.Add(fmt::format("| {} | {} | {} | {} | {} |\n", s.name, s.n, runs, Percent(positive, runs),
                         Percent(passing, runs)));
  }
  page.Add(
      "\n## Power: a lead of three months\n\nShare of pairs with a passing verdict, and how many "
      "of those name the right lag or one beside it.\n\n"
      "| world | months | pairs | found | at the right lag ± 1 |\n|---|---:|---:|---:|---:|\n");
  for (const auto& lead : kLeads) {
    const auto& [name, n, share] = lead;
    const int runs = page.Runs(200);
    const int months = n;
    const double explained = share;
    const auto results = Repeat(runs, 0, [&](uint64_t seed) {
      return Test(Leading(months, 3, explained, seed), false, seed);
    });
    const int found = CountIf(results, Passes);
    const int near = CountIf(
        results, [](const auto& r) { return Passes(r) && 3 >= r.lag - 1 && 3 <= r.lag + r.width; });
    page.Add(fmt::format("| {} | {} | {} | {} | {} |\n", name, n, runs, Percent(found, runs),
                         Percent(near, found)));
  }
}

}  // namespace northstar::calibration
