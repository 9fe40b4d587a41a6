// Checks, on series: how often a year without any fault makes one fire, how soon the red flag is
// raised, how soon a source that stopped is missed. Weekly looks, as a team would take them.
#include <array>

#include "analysis/check/judge_series.h"
#include "analysis/check/judge_source.h"
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "stats/describe.h"

namespace northstar::calibration {
namespace {

constexpr double kYear = 365.25 / 7;
constexpr int kHistory = 130;  // weeks before the first look
constexpr int kLooks = 52;
constexpr int kInputs = 4;
constexpr int kGuardrails = 3;
constexpr double kTolerance = 0.02;
constexpr int kDrift = 8;  // weeks of the red flag
constexpr int kAllowed = 4;

// How the logarithm of a weekly series goes.
struct Course {
  double sd = 0.03;
  double ar = 0;      // of the noise; its spread stays `sd`
  double growth = 0;  // per week
  double season = 0;  // amplitude of the year's course
  double level = 1000;
};

std::vector<double> Weekly(const Course& course, int weeks, Random& random) {
  const double phase = random.Uniform() * 2 * std::numbers::pi;
  std::vector<double> values =
      Wander(random, weeks, course.ar, course.sd * std::sqrt(1 - course.ar * course.ar));
  for (int t = 0; t < weeks; ++t) {
    double& value = values[static_cast<size_t>(t)];
    value += course.growth * t + course.season * std::cos(2 * std::numbers::pi * t / kYear + phase);
    value = course.level * std::exp(value);
  }
  return values;
}

// The first weeks of it.
MetricHistory HistoryOf(const std::vector<double>& values, int weeks, bool share) {
  MetricHistory history;
  history.limits.least = 0;
  if (share) history.limits.most = 1;
  RegularSeries& series = history.series;
  series.grain = Grain::kWeek;
  series.step_seconds = SecondsOf(Grain::kWeek);
  for (int t = 0; t < weeks; ++t) {
    series.values.emplace_back(values[static_cast<size_t>(t)]);
    series.labels.push_back(FormatDay(19'723 + 7 * t));
    series.starts_us.push_back((19'723 + 7 * t) * kMicrosPerDay);
  }
  return history;
}

PeriodValues ByWeek(const std::vector<double>& values, int weeks) {
  PeriodValues out;
  for (int t = 0; t < weeks; ++t) out[19'723 + 7 * t] = values[static_cast<size_t>(t)];
  return out;
}

// A product: the star, its inputs and guardrails, and who comes back, which is known a week later.
struct Product {
  std::vector<double> star, retention;
  std::vector<std::vector<double>> inputs, guardrails;
};

Product Simulate(double sd, double ar, int weeks, Random& random) {
  Product product;
  product.star = Weekly({sd, ar, 0.003, 0.05, 1000}, weeks, random);
  product.retention = Weekly({sd, ar, 0, 0.02, 0.4}, weeks, random);
  for (int i = 0; i < kInputs; ++i)
    product.inputs.push_back(Weekly({sd, ar, 0.003, 0.05, 200}, weeks, random));
  for (int i = 0; i < kGuardrails; ++i)
    product.guardrails.push_back(Weekly({sd, ar, 0, 0.02, 0.6}, weeks, random));
  return product;
}

bool RedFlag(const Product& product, int weeks) {
  std::vector<Companion> companions;
  for (const auto& guardrail : product.guardrails)
    companions.push_back({{"guardrail", ""}, true, kTolerance, ByWeek(guardrail, weeks)});
  companions.push_back({{"retention", ""}, true, kTolerance, ByWeek(product.retention, weeks - 1)});
  return JudgeDecoupled({"star", ""}, ByWeek(product.star, weeks), companions, {}).look ==
         Look::kFails;
}

// Starts of firing over a year, by kind.
struct Starts {
  int anomaly = 0, guardrail = 0, decoupled = 0;
  int all() const { return anomaly + guardrail + decoupled; }
};

// What fired at the look before, by check and subject.
class Firing {
 public:
  bool Starts(size_t alert, bool fails) {
    if (alert >= was_.size()) was_.resize(alert + 1, false);
    const bool starts = fails && !was_[alert];
    was_[alert] = fails;
    return starts;
  }

 private:
  std::vector<bool> was_;
};

Starts QuietYear(double sd, double ar, uint64_t seed) {
  Random random(seed, 91);
  const Product product = Simulate(sd, ar, kHistory + kLooks, random);
  std::vector<const std::vector<double>*> watched{&product.star};
  for (const auto& input : product.inputs) watched.push_back(&input);
  for (const auto& guardrail : product.guardrails) watched.push_back(&guardrail);
  const double anomaly_level =
      LevelOfALook(kFalseAnomaliesAYear, std::vector<Grain>(watched.size(), Grain::kWeek));
  const double limit_level =
      LevelOfALook(kFalseLimitsAYear, std::vector<Grain>(kGuardrails, Grain::kWeek));
  // What is said of a point does not change when later ones come: once a series is enough.
  std::vector<std::vector<stats::AnomalyPoint>> points;
  for (size_t i = 0; i < watched.size(); ++i) {
    const MetricHistory history = HistoryOf(*watched[i], kHistory + kLooks, i > kInputs);
    points.push_back(PointsOf(history, {}, anomaly_level));
  }
  Firing firing;
  Starts starts;
  // Before the first look nothing fires: an alert that goes on then is no start of this year.
  for (int weeks = kHistory; weeks <= kHistory + kLooks; ++weeks) {
    const bool counts = weeks > kHistory;
    size_t alert = 0;
    for (size_t i = 0; i < watched.size(); ++i) {
      const stats::AnomalyPoint& point = points[i][static_cast<size_t>(weeks) - 1];
      if (firing.Starts(alert++, point.anomaly || point.data_suspect) && counts) ++starts.anomaly;
      if (i <= kInputs) continue;
      const MetricHistory history = HistoryOf(*watched[i], weeks, true);
      LimitEvidence evidence;
      evidence.values = history.series.values;
      evidence.limits = history.limits;
      AskedLimit asked;
      asked.tolerance = kTolerance;
      const bool broken =
          JudgeGuardrail(history, evidence, asked, limit_level).look == Look::kFails;
      if (firing.Starts(alert++, broken) && counts) ++starts.guardrail;
    }
    if (firing.Starts(alert++, RedFlag(product, weeks)) && counts) ++starts.decoupled;
  }
  return starts;
}

// `star` up and retention down by so much over the weeks of the drift, and there they stay. Looks
// from its first week to the allowed time after its last cohort is complete.
bool Raised(double star, double retention, uint64_t seed) {
  Random random(seed, 92);
  constexpr int kWeeks = kHistory + kDrift + 1 + kAllowed;
  Product product = Simulate(0.03, 0, kWeeks, random);
  for (int t = kHistory; t < kWeeks; ++t) {
    const double way = std::min(1.0, static_cast<double>(t - kHistory + 1) / kDrift);
    product.star[static_cast<size_t>(t)] *= std::pow(1 + star, way);
    product.retention[static_cast<size_t>(t)] *= std::pow(1 + retention, way);
  }
  for (int weeks = kHistory + 1; weeks <= kWeeks; ++weeks) {
    if (RedFlag(product, weeks)) return true;
  }
  return false;
}

struct Rhythm {
  const char* name;
  double an_hour;  // events in an open hour
  bool office;     // from 8 to 18 on weekdays; else at any time
};

// By the hour, from a Monday on.
std::vector<int64_t> Hours(const Rhythm& rhythm, int days, Random& random) {
  std::vector<int64_t> hours;
  for (int h = 0; h < 24 * days; ++h) {
    const int weekday = h / 24 % 7;
    const int hour = h % 24;
    const bool open = !rhythm.office || (weekday < 5 && hour >= 8 && hour < 18);
    hours.push_back(open ? Poisson(random, rhythm.an_hour) : 0);
  }
  return hours;
}

struct Outage {
  bool in_time = false;  // missed within twice the longest silence before
  int false_starts = 0;  // in the year before
};

// A year of looks by the hour, and then nothing more.
Outage Stops(const Rhythm& rhythm, uint64_t seed) {
  Random random(seed, 93);
  constexpr int kDays = 2 * 365;
  SourceHistory history;
  history.by_itself = true;
  const std::vector<int64_t> all = Hours(rhythm, kDays, random);
  Outage out;
  bool was = false;
  const auto look = [&](int hour) {
    history.hours.assign(all.begin(), all.begin() + hour);
    while (!history.hours.empty() && history.hours.back() == 0) history.hours.pop_back();
    history.last_us = static_cast<int64_t>(history.hours.size()) * kMicrosPerHour;
    return JudgeSource(history, hour * kMicrosPerHour).judged.look == Look::kFails;
  };
  // Once a day, at another hour each time.
  for (int day = 365; day < kDays; ++day) {
    const bool fails = look(24 * day + 7 * day % 24);
    out.false_starts += fails && !was;
    was = fails;
  }
  history.hours = all;
  while (history.hours.back() == 0) history.hours.pop_back();
  history.last_us = static_cast<int64_t>(history.hours.size()) * kMicrosPerHour;
  const double longest = LongestSilence(history).value_or(0);
  const int64_t at = *history.last_us + static_cast<int64_t>(2e6 * longest);
  out.in_time = JudgeSource(history, at).judged.look == Look::kFails;
  return out;
}

void AddQuietYears(Page& page) {
  page.Add(fmt::format(
      "\n## Checks\n\nYears in which nothing happens: a star, {} inputs, {} guardrails (no more "
      "than 2 % worse than the 8 weeks before) and who comes back, with growth, a yearly season "
      "and noise, {} weeks of history, and {} weekly looks. How many checks start to fire in a "
      "year (wanted: at most one in the median year, at most three in 95 % of years).\n\n"
      "| noise of a week | years | median | at most 3 | mean | of anomaly | of guardrail | of "
      "decoupled |\n|---|---:|---:|---:|---:|---:|---:|---:|\n",
      kInputs, kGuardrails, kHistory, kLooks));
  struct Noise {
    const char* name;
    double sd, ar;
  };
  constexpr Noise kNoises[] = {
      {"3 %", 0.03, 0}, {"6 %", 0.06, 0}, {"3 %, autocorrelation 0.5", 0.03, 0.5}};
  int row = 0;
  for (const Noise& noise : kNoises) {
    const int runs = page.Runs(400);
    const auto years =
        Repeat(runs, ++row, [&](uint64_t seed) { return QuietYear(noise.sd, noise.ar, seed); });
    std::vector<double> counts;
    Starts sum;
    for (const Starts& one : years) {
      counts.push_back(one.all());
      sum.anomaly += one.anomaly;
      sum.guardrail += one.guardrail;
      sum.decoupled += one.decoupled;
    }
    const int calm = CountIf(counts, [](double count) { return count <= 3; });
    const int noisy = CountIf(counts, [](double count) { return count > 1; });
    if (noise.ar == 0) {
      page.Expect("quiet years with more than three alarms", 5, runs - calm, runs);
      page.Expect("quiet years with more than one alarm", 50, noisy, runs);
    }
    const auto mean = [&](int count) { return static_cast<double>(count) / runs; };
    page.Add(fmt::format("| {} | {} | {:.0f} | {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} |\n",
                         noise.name, runs, stats::Quantile(counts, 0.5), Percent(calm, runs),
                         mean(sum.all()), mean(sum.anomaly), mean(sum.guardrail),
                         mean(sum.decoupled)));
  }
}

void AddRedFlags(Page& page) {
  page.Add(fmt::format(
      "\nThe red flag: over {} weeks the star drifts up, beside growth of 0.3 % a week, while "
      "who comes back drifts down, with noise of 3 % a week, and there they stay. How often "
      "`decoupled` fires by {} weeks after the "
      "last of these cohorts is complete (wanted: in at least 80 %, and in at most 5 % where only "
      "the star rises).\n\n| star | who comes back | worlds | raised |\n|---:|---:|---:|---:|\n",
      kDrift, kAllowed));
  struct World {
    double star, retention;
  };
  constexpr World kWorlds[] = {{0.1, -0.1}, {0.1, 0}, {0, -0.1}, {0.05, -0.05}};
  int row = 10;
  for (const World& world : kWorlds) {
    const int runs = page.Runs(1000);
    const auto raised = Repeat(runs, ++row, [&](uint64_t seed) {
      return static_cast<int>(Raised(world.star, world.retention, seed));
    });
    const int count = CountIf(raised, [](int one) { return one == 1; });
    if (world.star == 0.1 && world.retention == -0.1)
      page.ExpectAtLeast("red flags raised", 80, count, runs);
    if (world.retention == 0) page.Expect("red flags where only the star rises", 5, count, runs);
    page.Add(fmt::format("| {:+.0f} % | {:+.0f} % | {} | {} |\n", 100 * world.star,
                         100 * world.retention, runs, Percent(count, runs)));
  }
}

void AddOutagesOfSources(Page& page) {
  page.Add(
      "\nSources that arrive by themselves, two years of them, with a look a day in the second; "
      "then nothing more comes. How often that is missed within twice the longest silence before "
      "(wanted: always), and how often a year without an outage has a false alarm.\n\n"
      "| events | sources | in time | years with a false alarm |\n|---|---:|---:|---:|\n");
  constexpr Rhythm kRhythms[] = {{"20 an hour, at any time", 20, false},
                                 {"2 an hour, at any time", 2, false},
                                 {"5 an hour in office hours", 5, true},
                                 {"one in five hours, at any time", 0.2, false}};
  int row = 20;
  for (const Rhythm& rhythm : kRhythms) {
    const int runs = page.Runs(200);
    const auto outages = Repeat(runs, ++row, [&](uint64_t seed) { return Stops(rhythm, seed); });
    const int in_time = CountIf(outages, [](const Outage& o) { return o.in_time; });
    const int alarmed = CountIf(outages, [](const Outage& o) { return o.false_starts > 0; });
    page.ExpectAtLeast("silent sources noticed in time", 100, in_time, runs);
    page.Add(fmt::format("| {} | {} | {} | {} |\n", rhythm.name, runs, Percent(in_time, runs),
                         Percent(alarmed, runs)));
  }
}

}  // namespace

void AddChecks(Page& page) {
  AddQuietYears(page);
  AddRedFlags(page);
  AddOutagesOfSources(page);
}

}  // namespace northstar::calibration
