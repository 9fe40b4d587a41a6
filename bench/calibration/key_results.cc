// Odds of key results: of those that were given 20 % to 40 %, are 20 % to 40 % made? Quarters of 13
// weeks behind two years of history, judged as `okrs` does after 3, 6 and 9 of them.
#include "analysis/okrs/key_result.h"

#include <array>

#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"

namespace northstar::calibration {
namespace {

constexpr int kHistory = 104;
constexpr int kQuarter = 13;
constexpr std::array kAfter{3, 6, 9};
constexpr int kFifths = 5;
constexpr int kLeast = 30;     // key results in a fifth that say something
constexpr double kErrors = 3;  // standard errors that a share may lie outside of its fifth

enum class Kind { kLevel, kWalk, kGrowth, kCounts, kShifts };
struct Series {
  const char* name;
  Kind kind;
};
constexpr Series kSeries[] = {{"a level with noise", Kind::kLevel},
                              {"a random walk with drift", Kind::kWalk},
                              {"growth with a yearly season, autocorrelation 0.3", Kind::kGrowth},
                              {"counts, eight a week", Kind::kCounts},
                              {"a trend whose level shifts twice a year", Kind::kShifts}};

std::vector<double> Simulate(Kind kind, Random& random) {
  constexpr int kWeeks = kHistory + kQuarter;
  std::vector<double> values;
  switch (kind) {
    case Kind::kLevel:
      for (int t = 0; t < kWeeks; ++t) values.push_back(1000 * std::exp(0.05 * Normal(random)));
      return values;
    case Kind::kWalk: {
      std::vector<double> growth = Wander(random, kWeeks - 1, 0, 0.03);
      for (double& g : growth) g += 0.003;
      return Levels(growth);
    }
    case Kind::kGrowth: {
      std::vector<double> growth = Growth(random, kWeeks - 1, 0.3, 0.01, 365.25 / 7);
      for (double& g : growth) g -= 0.01;  // that of months is too much for weeks
      return Levels(growth);
    }
    case Kind::kCounts:
      for (int t = 0; t < kWeeks; ++t) values.push_back(Poisson(random, 8));
      return values;
    case Kind::kShifts: {
      double level = 1000;
      for (int t = 0; t < kWeeks; ++t) {
        level *= std::exp(0.002);
        if (random.Uniform() < 1.0 / 26) level *= std::exp(0.1 * Normal(random));
        values.push_back(level * std::exp(0.03 * Normal(random)));
      }
      return values;
    }
  }
  return values;
}

const Calendar& UtcWeeks() {
  static const Calendar calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1);
  return calendar;
}

// The first weeks of the history and of the quarter behind it.
MetricHistory HistoryOf(const std::vector<double>& values, int weeks, Day first) {
  MetricHistory history;
  history.limits.least = 0;
  RegularSeries& series = history.series;
  series.grain = Grain::kWeek;
  series.step_seconds = SecondsOf(Grain::kWeek);
  for (int t = 0; t < weeks; ++t) {
    series.values.emplace_back(values[static_cast<size_t>(t)]);
    series.labels.push_back(FormatDay(first + 7 * t));
    series.starts_us.push_back((first + 7 * t) * kMicrosPerDay);
    series.given.push_back(true);
  }
  return history;
}

// A target that people might set: what the last quarter came to, up to a fifth more or less, many
// of them close to it, where it may turn out either way.
KeyResult SomeTarget(const std::vector<double>& values, Random& random) {
  static constexpr const char* kOver[] = {"last", "sum", "average"};
  KeyResult result;
  result.over = kOver[random.Below(3)];
  double sum = 0;
  for (int t = kHistory - kQuarter; t < kHistory; ++t) sum += values[static_cast<size_t>(t)];
  const double before = result.over == "sum" ? sum : sum / kQuarter;
  const double reach = 0.2 * std::pow(20, -random.Uniform());
  result.to = before * std::exp(reach * (2 * random.Uniform() - 1));
  result.from = before;
  if (*result.to < before && random.Uniform() < 0.5) result.from = *result.to / 2;
  return result;
}

struct Judged {
  std::optional<double> odds;  // none: settled, or too short to tell
  bool made = false;
};
using Quarter = std::array<Judged, kAfter.size()>;

Quarter Judge(Kind kind, uint64_t seed) {
  Random random(seed, 83);
  const std::vector<double> values = Simulate(kind, random);
  const KeyResult result = SomeTarget(values, random);
  Metric metric;
  metric.name = metric.label = "m";
  const Day first = DayOf({2024, 1, 1});
  const LocalDays days{first + 7 * kHistory, first + 7 * (kHistory + kQuarter) - 1};
  const auto judge = [&](int weeks) {
    return JudgeKeyResult(result, metric, days, UtcWeeks(), HistoryOf(values, weeks, first));
  };
  const bool made = judge(kHistory + kQuarter).status == KeyResultStatus::kAchieved;
  Quarter quarter;
  for (size_t i = 0; i < kAfter.size(); ++i) {
    const KeyResultFinding found = judge(kHistory + kAfter[i]);
    if (!found.settled) quarter[i] = {found.odds, made};
  }
  return quarter;
}

struct Fifth {
  int given = 0, made = 0;

  // Allowing for chance.
  bool IsWithin(int index) const {
    const double share = static_cast<double>(made) / given;
    const double low = static_cast<double>(index) / kFifths;
    const double high = static_cast<double>(index + 1) / kFifths;
    const double bound = std::clamp(share, low, high);
    return std::fabs(share - bound) <= kErrors * std::sqrt(bound * (1 - bound) / given);
  }
};

void AddRow(Page& page, const Series& series, size_t after, const std::vector<Quarter>& quarters) {
  std::array<Fifth, kFifths> fifths;
  double squares = 0;
  int given = 0;
  int made = 0;
  for (const Quarter& quarter : quarters) {
    const Judged& one = quarter[after];
    if (!one.odds) continue;
    const int index = std::min(kFifths - 1, static_cast<int>(*one.odds * kFifths));
    Fifth& fifth = fifths[static_cast<size_t>(index)];
    ++fifth.given;
    fifth.made += one.made;
    ++given;
    made += one.made;
    const double miss = *one.odds - (one.made ? 1 : 0);
    squares += miss * miss;
  }
  if (given == 0) return;
  std::string row = fmt::format("| {} | {} | {} |", series.name, kAfter[after], given);
  int judged = 0;
  int outside = 0;
  for (int i = 0; i < kFifths; ++i) {
    const Fifth& fifth = fifths[static_cast<size_t>(i)];
    row += fmt::format(" {} of {} |", Percent(fifth.made, fifth.given), fifth.given);
    if (fifth.given < kLeast) continue;
    ++judged;
    outside += !fifth.IsWithin(i);
  }
  const double base = static_cast<double>(made) / given;
  page.Expect("odds of key results outside of their fifth", 0, outside, judged);
  page.Add(fmt::format("{} {:.3f} | {:.3f} |\n", row, squares / given, base * (1 - base)));
}

}  // namespace

void AddKeyResults(Page& page) {
  page.Add(fmt::format(
      "\n## Odds of key results\n\nTwo years of weeks, then a quarter with a target at most 1 % to "
      "20 % above or below what the quarter before came to, for its last week, its sum or "
      "its average. "
      "After 3, 6 and 9 weeks: how many of the key results given odds in each fifth were made "
      "(wanted: a share within that fifth, where there are {} and chance allows for it: {} "
      "standard errors), and the Brier score of the odds beside that of always saying how many "
      "are made. Those that nothing can change any more are left out.\n\n"
      "| series | after weeks | key results | 0–20 % | 20–40 % | 40–60 % | 60–80 % | 80–100 % | "
      "Brier score | of the base rate |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
      kLeast, kErrors));
  int row = 0;
  for (const Series& series : kSeries) {
    const auto quarters =
        Repeat(page.Runs(1000), ++row, [&](uint64_t seed) { return Judge(series.kind, seed); });
    for (size_t after = 0; after < kAfter.size(); ++after) AddRow(page, series, after, quarters);
  }
}

}  // namespace northstar::calibration
