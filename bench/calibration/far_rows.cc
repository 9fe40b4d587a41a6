// How often a source without a stray row is said to have one, and how often a stray row is found.
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "plan/data_extent.h"

namespace northstar::calibration {
namespace {

constexpr int64_t kDayUs = 86'400'000'000;
constexpr int64_t kNow = 100'000 * kDayUs;

struct Rhythm {
  const char* name;
  double a_day;       // events on an ordinary day
  double clump;       // 0: Poisson; else the coefficient of variation of each day's rate
  bool weekends;      // quiet on two days of seven
  int closed_days;    // at the end of each year
  double pause_tail;  // > 0: pauses between events are Pareto with this exponent
};

DayRows Day(int64_t day, int64_t rows) {
  return {day, rows, day * kDayUs, day * kDayUs + kDayUs / 2};
}

std::vector<DayRows> Simulate(const Rhythm& rhythm, int days, Random& random) {
  std::vector<DayRows> out;
  if (rhythm.pause_tail > 0) {
    const double least = (rhythm.pause_tail - 1) / rhythm.pause_tail / rhythm.a_day;
    double at = 0;
    while (at < days) {
      const auto day = static_cast<int64_t>(at);
      if (out.empty() || out.back().day != day) out.push_back(Day(day, 0));
      ++out.back().rows;
      at += least * std::pow(random.Uniform(), -1 / rhythm.pause_tail);
    }
    return out;
  }
  for (int day = 0; day < days; ++day) {
    if (rhythm.weekends && day % 7 >= 5) continue;
    if (day % 365 >= 365 - rhythm.closed_days) continue;
    double rate = rhythm.a_day;
    if (rhythm.clump > 0) {
      const double s = std::sqrt(std::log(1 + rhythm.clump * rhythm.clump));
      rate *= std::exp(s * Normal(random) - s * s / 2);
    }
    if (const int rows = Poisson(random, rate); rows > 0) out.push_back(Day(day, rows));
  }
  return out;
}

}  // namespace

void AddFarRows(Page& page) {
  page.Add(
      "\n## Rows far from all others\n\nSources of two years. Share in which rows that belong to "
      "the source are taken for rows far from all others (wanted: at most 1 %), and share in which "
      "one row 400 days behind the last one is.\n\n| source | events a day | sources | rows of its "
      "own | the far row |\n|---|---:|---:|---:|---:|\n");
  constexpr Rhythm kRhythms[] = {{"by chance", 0.05, 0, false, 0, 0},
                                 {"by chance", 0.2, 0, false, 0, 0},
                                 {"by chance", 1, 0, false, 0, 0},
                                 {"by chance", 10, 0, false, 0, 0},
                                 {"in bursts (rate varies by 300 %)", 0.2, 3, false, 0, 0},
                                 {"in bursts (rate varies by 300 %)", 1, 3, false, 0, 0},
                                 {"on weekdays, two weeks closed a year", 0.5, 0, true, 14, 0},
                                 {"on weekdays, half a year closed", 2, 0, true, 180, 0},
                                 {"pauses with a heavy tail (Pareto 1.5)", 0.3, 0, false, 0, 1.5},
                                 {"pauses with a heavy tail (Pareto 2.5)", 1, 0, false, 0, 2.5}};
  int row = 0;
  for (const Rhythm& rhythm : kRhythms) {
    struct Outcome {
      bool own = false, found = false;
    };
    const int runs = page.Runs(4000);
    const auto results = Repeat(runs, ++row, [&](uint64_t seed) {
      Random random(seed, 77);
      std::vector<DayRows> days = Simulate(rhythm, 730, random);
      Outcome outcome;
      outcome.own = !ExtentOfDays(days, kNow).far.empty();
      if (days.empty()) return outcome;
      days.push_back(Day(days.back().day + 400, 1));
      const auto far = ExtentOfDays(days, kNow).far;
      outcome.found = !far.empty() && far.back().day == days.back().day;
      return outcome;
    });
    const int own = CountIf(results, [](const Outcome& o) { return o.own; });
    page.Expect("rows far from all others", 1, own, runs);
    page.Add(fmt::format(
        "| {} | {} | {} | {} | {} |\n", rhythm.name, rhythm.a_day, runs, Percent(own, runs),
        Percent(CountIf(results, [](const Outcome& o) { return o.found; }), runs)));
  }
}

}  // namespace northstar::calibration
