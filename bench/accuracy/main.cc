// northstar_accuracy: what the detectors, searches and forecasts reach on benchmarks that others
// made and published scores for. The data are not part of the project; what is absent is said to
// be.
//
//   northstar_accuracy FOLDER TEXTS [--out FILE]
//     FOLDER  with nab/, rca/ and m4/; TEXTS  the labelled texts, tests/reference
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/calendar.h"
#include "bench/accuracy/anomalies.h"
#include "bench/accuracy/daily_anomalies.h"
#include "bench/accuracy/event_families.h"
#include "bench/accuracy/forecasts.h"
#include "bench/accuracy/root_causes.h"
#include "bench/accuracy/sentiment.h"

namespace northstar::accuracy {
namespace {

constexpr int kDailySeries = 1500;

std::string Absent(const std::string& folder) {
  return fmt::format("Not measured: there is nothing in '{}'.\n", folder);
}

bool IsThere(const std::string& folder) {
  std::error_code ignored;
  return std::filesystem::is_directory(folder, ignored);
}

std::string RootCauses(const std::string& folder) {
  std::string out =
      "## Which segments explain it\n\n"
      "Leaf tables with known causes, made with the generator of the RiskLoc paper (Kalander "
      "2022). A cause counts when all of its conditions are found and no other. Published "
      "figures are over 100 cases of the same kind each.\n\n"
      "| set | cases | F1 | precision | recall | RiskLoc | AutoRoot | seconds a case (median, "
      "most) |\n"
      "|---|---:|---:|---:|---:|---:|---:|---:|\n";
  constexpr const char* kPublished[][3] = {{"S", "0.594", "0.450"}, {"L", "0.711", "0.500"}};
  for (const auto& [set, riskloc, autoroot] : kPublished) {
    const std::string own = folder + "/" + set;
    if (!IsThere(own)) {
      out += "\n" + Absent(own);
      continue;
    }
    const RootCauseScores s = MeasureRootCauses(own);
    out += fmt::format("| {} | {} | **{:.3f}** | {:.3f} | {:.3f} | {} | {} | {:.3f}, {:.3f} |\n",
                       set, s.cases, s.f1, s.precision, s.recall, riskloc, autoroot,
                       s.median_seconds, s.most_seconds);
  }
  return out;
}

std::string GroupOf(const NabSeries& series) {
  return series.name.substr(0, series.name.find('/'));
}

// The threshold of the other groups, used on the one that was left out.
std::string LeftOut(const std::vector<NabSeries>& corpus) {
  std::string out =
      "| folder left out | score there | windows found | false rows |\n|---|---:|---:|---:|\n";
  std::string last;
  for (const NabSeries& series : corpus) {
    const std::string group = GroupOf(series);
    if (group == last) continue;
    last = group;
    std::vector<NabSeries> own;
    std::vector<NabSeries> others;
    for (const NabSeries& one : corpus) (GroupOf(one) == group ? own : others).push_back(one);
    const double threshold = NabScore(others, kNabStandard).threshold;
    const NabResult r = NabScoreAt(own, threshold, kNabStandard);
    out += fmt::format("| {} | {} | {} of {} | {} |\n", group,
                       r.windows > 0 ? fmt::format("{:.1f}", r.score) : "–", r.found, r.windows,
                       r.false_alerts);
  }
  return out;
}

std::string Anomalies(const std::string& folder) {
  std::string out =
      "\n"
      "## Anomalies of machine series\n\n"
      "Three folders of the Numenta Anomaly Benchmark, scored as Lavin & Ahmad 2015 describe: "
      "windows, a sigmoid over the place in the window, the first 15 % free, one threshold for "
      "all series. Published, over the whole benchmark and the standard profile: Windowed "
      "Gaussian 39.6, Twitter ADVec 47.1, KNN-CAD 58.0, HTM 70. The method's structure and "
      "constants were chosen while looking at these series, none of them for one series; on "
      "others expect less.\n\n";
  if (!IsThere(folder)) return out + Absent(folder);
  const NabScores s = MeasureAnomalies(folder);
  out += "| profile | score | windows found | false rows |\n|---|---:|---:|---:|\n";
  for (const auto& [name, r] :
       {std::pair("standard", &s.standard), std::pair("few false alarms", &s.low_false_positives),
        std::pair("few misses", &s.low_false_negatives)}) {
    out += fmt::format("| {} | **{:.1f}** | {} of {} | {} |\n", name, r->score, r->found,
                       r->windows, r->false_alerts);
  }
  out += fmt::format(
      "\n"
      "The `anomaly` flag itself, at its usual level: {} of {} alerts lie in a window, and {} "
      "of {} windows have one.\n\n",
      s.alerts.true_alerts, s.alerts.alerts, s.alerts.found, s.alerts.windows);
  return out + LeftOut(s.corpus);
}

std::string Daily() {
  std::string out =
      "\n"
      "## Anomalies of daily metrics\n\n"
      "Simulated days with the shape of a week; one day falls by 15 %.\n\n"
      "| series | so many | false alarms a day | falls found |\n"
      "|---|---:|---:|---:|\n";
  for (const DailyRow& row : MeasureDailyAnomalies(kDailySeries)) {
    out += fmt::format("| {} | {} | {:.2f} % | {:.1f} % |\n", row.world, row.series,
                       100 * row.false_alarms_per_day, 100 * row.detected);
  }
  return out;
}

std::string Forecasts(const std::string& folder) {
  std::string out =
      "\n"
      "## Forecasts\n\n"
      "M4, all weekly series, 13 weeks ahead (Makridakis et al. 2020). Published sMAPE / MASE: "
      "Naive 9.161 / 2.777, Theta 9.093 / 2.637, Damped 8.866 / 2.404, lowest of all methods "
      "6.582 / 2.107.\n\n";
  if (!IsThere(folder)) return out + Absent(folder);
  const ForecastScores s = MeasureForecasts(folder);
  out +=
      "| series | sMAPE | MASE | in the 95 % interval | scaled interval score | seconds |\n"
      "|---:|---:|---:|---:|---:|---:|\n";
  return out + fmt::format("| {} | **{:.3f}** | {:.3f} | **{:.1f} %** | {:.2f} | {:.1f} |\n",
                           s.series, s.smape, s.mase, 100 * s.coverage, s.msis, s.seconds);
}

std::string Hours() {
  const ForecastScores s = MeasureHours();
  return fmt::format(
      "\n"
      "Own series by hour, 48 hours ahead; shapes of a day and of a week, noise and a level that "
      "wanders are drawn for each. MASE against the value of 24 hours before.\n\n"
      "| series | sMAPE | MASE | in the 95 % interval | seconds |\n"
      "|---:|---:|---:|---:|---:|\n"
      "| {} | **{:.3f}** | {:.3f} | **{:.1f} %** | {:.1f} |\n",
      s.series, s.smape, s.mase, 100 * s.coverage, s.seconds);
}

std::string Ratios() {
  std::string out =
      "\n"
      "Own tables of a ratio, whose leaves have 3 to 400 units and whose rates are 0.1 to 30 %; "
      "one or two causes of 1 to 3 dimensions, each five of its own standard deviations from what "
      "was expected. Share of tables whose first cause is a true one.\n\n"
      "| tables | causes | first right | precision | recall |\n|---:|---|---:|---:|---:|\n";
  for (const bool falls : {false, true}) {
    for (const int causes : {1, 2}) {
      const RatioScores s = MeasureRatioCauses(falls, causes);
      out += fmt::format("| {} | {} that {} | **{:.1f} %** | {:.3f} | {:.3f} |\n", s.tables, causes,
                         falls ? "lower the rate" : "raise the rate", 100 * s.first_right,
                         s.precision, s.recall);
    }
  }
  return out;
}

std::string Events() {
  std::string out =
      "\n"
      "## Events in machine series of our own\n\n"
      "Series of 5, 15 or 60 minutes with a daily season and autocorrelated errors, one event in "
      "200 "
      "to 1,000 values, of 2 to 6 standard deviations; five families in equal parts. Wanted of "
      "`--sensitivity normal`: 45 % found at a precision of 75 %.\n\n"
      "| alert level | family | events | found | alerts | precision |\n"
      "|---:|---|---:|---:|---:|---:|\n";
  for (const FamilyRow& row : MeasureEventFamilies(12)) {
    out += fmt::format("| {} | {} | {} | {:.1f} % | {} | {:.1f} % |\n", row.alert_level, row.family,
                       row.events, 100.0 * row.found / std::max(row.events, 1), row.alerts,
                       100.0 * row.true_alerts / std::max(row.alerts, 1));
  }
  return out;
}

std::string Families(const std::vector<FamilyScore>& families) {
  std::string out =
      "\n| family | looked at | held out | held out, published words |\n|---|---:|---:|---:|\n";
  for (const FamilyScore& one : families) {
    const auto of = [](int right, int all) {
      return fmt::format("{} of {} ({:.1f} %)", right, all, 100.0 * right / std::max(all, 1));
    };
    out +=
        fmt::format("| {} | {} | {} | {} |\n", one.family, of(one.built_right, one.built),
                    of(one.held_out_right, one.held_out), of(one.held_out_published, one.held_out));
  }
  return out;
}

std::string Moods(const std::string& texts) {
  const SentimentScores s = MeasureSentiment(texts);
  std::string out = fmt::format(
      "\n"
      "## Sentiment of texts\n\n"
      "The published examples of VADER (Hutto & Gilbert 2014): **{} of {}** compounds are the "
      "same to four digits. Own texts about software, labelled by hand; every second was not "
      "looked at while our own words were chosen, the later ones were written afterwards, to be "
      "hard.\n\n"
      "| texts | words | so many | accuracy | macro F1 |\n"
      "|---|---|---:|---:|---:|\n",
      s.published_equal, s.published);
  const auto row = [&](const char* name, const char* words, const MoodScore& m) {
    out += fmt::format("| {} | {} | {} | {:.3f} | {:.3f} |\n", name, words, m.texts, m.accuracy,
                       m.macro_f1);
  };
  row("looked at", "published", s.lexicon_seen);
  row("looked at", "with ours", s.product_seen);
  row("held out", "published", s.lexicon_held_out);
  row("held out", "with ours", s.product_held_out);
  row("later, hard", "published", s.lexicon_later);
  row("later, hard", "with ours", s.product_later);
  out +=
      "\n### Families of sentences\n\n300 short sentences about products, 25 of each construction, "
      "written and labelled without sight of the rules, from a description of the families by "
      "those who made them; half of them was not looked at. Right: the side "
      "(positive, negative, or neither) is the labelled one. Wanted: 85 % of those held out.\n";
  out += Families(s.families);
  out +=
      "\n300 more that need idioms, irony, comparison or knowledge of the world, in the same way. "
      "A lexicon with rules is not made for these; the figures say what it misses.\n";
  out += Families(s.hard);
  return out;
}

int Run(const std::string& data, const std::string& texts, const std::string& file) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  std::string page = fmt::format(
      "# Accuracy\n\n"
      "What `make bench-accuracy` printed on {} with northstar {}. The data are others'; "
      "nothing in the product knows them by name or number.\n\n",
      FormatInstant(us).substr(0, 10), NORTHSTAR_VERSION);
  for (const std::string& part :
       {RootCauses(data + "/rca"), Ratios(), Anomalies(data + "/nab"), Daily(), Events(),
        Forecasts(data + "/m4"), Hours(), Moods(texts)}) {
    std::fputs(part.c_str(), stdout);
    std::fflush(stdout);
    page += part;
  }
  if (file.empty()) return 0;
  std::ofstream out(file);
  out << page;
  return out.flush() ? 0 : 1;
}

}  // namespace
}  // namespace northstar::accuracy

int main(int count, char** arguments) {
  const std::string option = count > 3 ? arguments[3] : "";
  if (count != 3 && !(count == 5 && option == "--out")) {
    std::fprintf(stderr, "usage: northstar_accuracy FOLDER TEXTS [--out FILE]\n");
    return 2;
  }
  return northstar::accuracy::Run(arguments[1], arguments[2], count == 5 ? arguments[4] : "");
}
