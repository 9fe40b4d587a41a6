// The lead test over segments: segments that have nothing to do with each other, a lead within
// segments, and the reverse of it.
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "stats/panel_lead.h"

namespace northstar::calibration {
namespace {

using stats::PanelFinding;
using stats::PanelSegment;

constexpr int kLag = 2;
constexpr double kNoise = 0.05;

struct World {
  const char* name;
  double ar = 0;
  double common = 0;     // shocks to all segments; the outcome has them kLag months later
  double season = 0;     // of all segments, in the candidate and in the outcome
  bool unequal = false;  // a few large segments; small ones are noisier
};

struct Size {
  double level, noise;
};

std::vector<Size> Sizes(Random& random, int segments, bool unequal) {
  std::vector<Size> sizes;
  for (int s = 0; s < segments; ++s) {
    const double log_size = unequal ? 1.2 * Normal(random) : 0;
    sizes.push_back({1000 * std::exp(log_size), kNoise * std::exp(-log_size / 4)});
  }
  return sizes;
}

// What all segments share, month by month: the candidate's part, and the outcome's.
struct Shared {
  std::vector<double> candidate, outcome;
};

Shared SharedGrowth(Random& random, const World& world, int months) {
  const std::vector<double> shocks = Wander(random, months + kLag, 0, world.common);
  const double phase = random.Uniform() * 2 * std::numbers::pi;
  Shared shared;
  for (int t = 0; t < months; ++t) {
    const double angle = 2 * std::numbers::pi * t / 12 + phase;
    shared.candidate.push_back(0.01 + shocks[static_cast<size_t>(t + kLag)] +
                               world.season * std::cos(angle));
    shared.outcome.push_back(0.01 + shocks[static_cast<size_t>(t)] +
                             world.season * std::cos(angle - 1));
  }
  return shared;
}

// Segments react to what they share in their own strength. `share` of the variance of a segment's
// own growth of the outcome comes from its own candidate, kLag months before.
std::vector<PanelSegment> Simulate(const World& world, int segments, int months, double share,
                                   uint64_t seed) {
  Random random(seed, 17);
  const int growths = months - 1;
  const Shared shared = SharedGrowth(random, world, growths);
  std::vector<PanelSegment> panel;
  for (const Size& size : Sizes(random, segments, world.unequal)) {
    const std::vector<double> x = Wander(random, growths + kLag, world.ar, size.noise);
    const std::vector<double> own = Wander(random, growths, world.ar, size.noise);
    const double candidate_reacts = 0.5 + random.Uniform();
    const double outcome_reacts = 0.5 + random.Uniform();
    std::vector<double> dx;
    std::vector<double> dy;
    for (int t = 0; t < growths; ++t) {
      const auto now = static_cast<size_t>(t);
      dx.push_back(candidate_reacts * shared.candidate[now] + x[now + kLag]);
      dy.push_back(outcome_reacts * shared.outcome[now] + std::sqrt(share) * x[now] +
                   std::sqrt(1 - share) * own[now]);
    }
    panel.push_back({Levels(dx, size.level), Levels(dy, size.level)});
  }
  return panel;
}

stats::PanelResult Test(const std::vector<PanelSegment>& panel, uint64_t seed) {
  stats::PanelOptions options;
  options.permutations = 199;
  options.seed = seed;
  return stats::TestPanelLead(panel, options);
}

void AddFalseAlarms(Page& page) {
  page.Add(
      "\n## Segments: false alarms\n\nIn every segment the candidate and the outcome go their own "
      "ways. Shocks and seasons reach all segments, in different strength, and the outcome two "
      "months after the candidate. Wanted at p ≤ 0.05: 2 to 8 %.\n\n"
      "| world | segments | months | panels | p ≤ 0.05 | LEADS | FOLLOWS |\n"
      "|---|---:|---:|---:|---:|---:|---:|\n");
  constexpr World kWorlds[] = {{"random walks with drift"},
                               {"shocks and a season for all", 0, 0.05, 0.05},
                               {"growth with autocorrelation 0.5", 0.5},
                               {"segments of unequal size", 0, 0.03, 0, true}};
  int row = 0;
  for (const World& world : kWorlds) {
    for (const int segments : {8, 12, 30}) {
      for (const int months : {24, 36}) {
        const int runs = page.Runs(400);
        const auto results = Repeat(runs, ++row, [&](uint64_t seed) {
          return Test(Simulate(world, segments, months, 0, seed), seed);
        });
        const auto count = [&](PanelFinding finding) {
          return CountIf(results, [&](const auto& r) { return r.finding == finding; });
        };
        const int positive = CountIf(results, [](const auto& r) { return r.p_value <= 0.05; });
        page.Expect("lead within segments", 8, positive, runs);
        page.Add(fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", world.name, segments, months,
                             runs, Percent(positive, runs),
                             Percent(count(PanelFinding::kLeads), runs),
                             Percent(count(PanelFinding::kFollows), runs)));
      }
    }
  }
}

void AddPower(Page& page) {
  page.Add(
      "\n## Segments: a lead of two months within each\n\nShocks and a season reach all segments "
      "besides. Reversed: the candidate follows the outcome by two months.\n\n"
      "| of a segment's growth explained | segments | months | panels | LEADS | at the right lag ± "
      "1 | reversed: FOLLOWS | reversed: LEADS |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
  constexpr World kWorld{"", 0, 0.05, 0.05};
  struct Row {
    const char* name;
    double share;
    int segments, months;
  };
  constexpr Row kRows[] = {{"half", 0.5, 8, 24},       {"a quarter", 0.25, 8, 24},
                           {"a quarter", 0.25, 8, 36}, {"a quarter", 0.25, 12, 36},
                           {"a tenth", 0.1, 12, 36},   {"a tenth", 0.1, 30, 36}};
  int number = 100;
  for (const Row& row : kRows) {
    const int runs = page.Runs(200);
    const auto panel = [&](uint64_t seed) {
      return Simulate(kWorld, row.segments, row.months, row.share, seed);
    };
    const auto found =
        Repeat(runs, ++number, [&](uint64_t seed) { return Test(panel(seed), seed); });
    const auto reversed = Repeat(runs, ++number, [&](uint64_t seed) {
      std::vector<PanelSegment> segments = panel(seed);
      for (PanelSegment& segment : segments) std::swap(segment.candidate, segment.outcome);
      return Test(segments, seed);
    });
    const auto leads = [](const auto& r) { return r.finding == PanelFinding::kLeads; };
    const int hits = CountIf(found, leads);
    const int near = CountIf(found, [&](const auto& r) {
      return leads(r) && kLag >= r.lag - 1 && kLag <= r.lag + r.width;
    });
    const int follows =
        CountIf(reversed, [](const auto& r) { return r.finding == PanelFinding::kFollows; });
    page.Add(fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", row.name, row.segments,
                         row.months, runs, Percent(hits, runs), Percent(near, hits),
                         Percent(follows, runs), Percent(CountIf(reversed, leads), runs)));
  }
}

}  // namespace

void AddPanel(Page& page) {
  AddFalseAlarms(page);
  AddPower(page);
}

}  // namespace northstar::calibration
