// How often the lead test is wrong and how often it finds what is there, by simulation; and whether
// evaluate finds the demo's truth at full size. Writes docs/calibration.md.
//
//   northstar_calibrate [--out FILE] [--quick]
#include <fmt/format.h>

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numbers>

#include "base/random.h"
#include "base/text.h"
#include "base/thread_pool.h"
#include "cli/cli.h"
#include "stats/lead_lag.h"

namespace northstar {
namespace {

using stats::LeadFinding;

double Normal(Random& random) {
  return std::sqrt(-2 * std::log(random.Uniform())) *
         std::cos(2 * std::numbers::pi * random.Uniform());
}

struct World {
  std::vector<double> candidate, outcome;
};

std::vector<double> Levels(const std::vector<double>& growth) {
  std::vector<double> levels{1000};
  for (const double g : growth) levels.push_back(levels.back() * std::exp(g));
  return levels;
}

// Growth with drift, an AR(1) part and a yearly shape shared by nobody.
std::vector<double> Growth(Random& random, int n, double ar, double season, double period) {
  std::vector<double> g;
  double last = 0;
  const double phase = random.Uniform() * 2 * std::numbers::pi;
  for (int t = 0; t < n; ++t) {
    last = ar * last + 0.05 * Normal(random);
    g.push_back(0.015 + last + season * std::cos(2 * std::numbers::pi * t / period + phase));
  }
  return g;
}

struct Setting {
  const char* name;
  int n;
  double ar;
  double season;
  bool weekly;
};

World Independent(const Setting& s, uint64_t seed) {
  Random random(seed, 11);
  const double period = s.weekly ? 365.25 / 7 : 12;
  return {Levels(Growth(random, s.n - 1, s.ar, s.season, period)),
          Levels(Growth(random, s.n - 1, s.ar, s.season, period))};
}

// The candidate explains `share` of the variance of the outcome's growth, `lag` periods later.
World Leading(int n, int lag, double share, uint64_t seed) {
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

bool Passes(LeadFinding f) {
  return f == LeadFinding::kLeads || f == LeadFinding::kLikelyLeads;
}

struct Rates {
  int runs = 0, positive = 0, pass = 0, near = 0;  // near: passes at the right lag or beside it
};

Rates Simulate(int runs, bool weekly, int lag, const std::function<World(uint64_t)>& make) {
  std::vector<stats::LeadResult> results(static_cast<size_t>(runs));
  ParallelFor(runs, DefaultThreads(), [&](int i) {
    const World world = make(static_cast<uint64_t>(i) + 1);
    stats::LeadOptions options;
    options.permutations = weekly ? 199 : 999;
    options.interval_permutations = 19;
    options.weekly = weekly;
    options.weekly_verdicts = true;
    options.seed = static_cast<uint64_t>(i);
    results[static_cast<size_t>(i)] =
        TestLead({world.candidate}, world.outcome, {false}, options)[0];
  });
  Rates rates{runs, 0, 0, 0};
  for (const stats::LeadResult& r : results) {
    rates.positive += r.p_value <= 0.05;
    rates.pass += Passes(r.finding);
    rates.near += Passes(r.finding) && lag >= r.lag - 1 && lag <= r.lag + r.width;
  }
  return rates;
}

std::string Percent(int part, int whole) {
  return fmt::format("{:.1f} %", 100.0 * part / std::max(whole, 1));
}

struct DemoRates {
  int runs = 0, first = 0, recommended = 0, let_through = 0;
};

DemoRates RunDemos(int runs, const std::string& size) {
  DemoRates rates;
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

int Run(const std::string& path, bool quick) {
  const auto start = std::chrono::steady_clock::now();
  std::string out =
      "# Calibration\n\nMade by `make calibrate`; fixed seeds, so the same figures come out "
      "again.\n\n"
      "## False alarms: two series that have nothing to do with each other\n\n"
      "Share of pairs with p ≤ 0.05, and share with a passing verdict (LEADS or LIKELY_LEADS).\n\n"
      "| world | periods | pairs | p ≤ 0.05 | passes |\n|---|---:|---:|---:|---:|\n";
  const int many = quick ? 60 : 400;
  const Setting settings[] = {{"random walks with drift", 36, 0, 0, false},
                              {"random walks with drift", 24, 0, 0, false},
                              {"growth with autocorrelation 0.5", 36, 0.5, 0, false},
                              {"random walks with drift", 60, 0, 0, false},
                              {"with a yearly season each", 60, 0, 0.05, false},
                              {"weeks: random walks with drift", 104, 0, 0, true},
                              {"weeks: growth with autocorrelation 0.5", 104, 0.5, 0, true},
                              {"weeks: with a yearly season each", 156, 0, 0.03, true}};
  for (const Setting& s : settings) {
    const Rates r =
        Simulate(many, s.weekly, 0, [&](uint64_t seed) { return Independent(s, seed); });
    const std::string row = fmt::format("| {} | {} | {} | {} | {} |\n", s.name, s.n, r.runs,
                                        Percent(r.positive, r.runs), Percent(r.pass, r.runs));
    fmt::print("{}", row);
    out += row;
  }
  out +=
      "\n## Power: a lead of three months\n\nShare of pairs with a passing verdict, and how many "
      "of those name the right lag "
      "or one beside it.\n\n| world | months | pairs | found | at the right lag ± 1 "
      "|\n|---|---:|---:|---:|---:|\n";
  const std::tuple<const char*, int, double> leads[] = {
      {"strong: four fifths of growth explained", 36, 0.8},
      {"half of growth explained", 36, 0.5},
      {"half of growth explained", 24, 0.5},
      {"a third of growth explained", 36, 1.0 / 3}};
  for (const auto& [name, n, share] : leads) {
    const int months = n;
    const double explained = share;
    const Rates r = Simulate(many / 2, false, 3,
                             [&](uint64_t seed) { return Leading(months, 3, explained, seed); });
    const std::string row = fmt::format("| {} | {} | {} | {} | {} |\n", name, n, r.runs,
                                        Percent(r.pass, r.runs), Percent(r.near, r.pass));
    fmt::print("{}", row);
    out += row;
  }
  const DemoRates demo = RunDemos(quick ? 2 : 20, quick ? "0.1" : "1");
  const std::string demo_text = fmt::format(
      "\n## The demo's truth\n\nOn {} other histories of the demo at {} size the right candidate "
      "came first in {} and was recommended in {}; "
      "the running total or revenue was let through in {}.\n",
      demo.runs, quick ? "a tenth of its" : "full", demo.first, demo.recommended, demo.let_through);
  fmt::print("{}", demo_text);
  out += demo_text;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("took {:.0f} s\n", seconds);
  if (!path.empty()) {
    std::ofstream file(path);
    file << out;
    if (!file.flush()) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace northstar

int main(int argc, char** argv) {
  std::string path;
  bool quick = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--out") == 0 && i + 1 < argc) path = argv[++i];
    if (std::strcmp(argv[i], "--quick") == 0) quick = true;
  }
  return northstar::Run(path, quick);
}
