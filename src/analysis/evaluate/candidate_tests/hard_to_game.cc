// hard_to_game: how far would the number rise if people did cheap things that help nobody? The
// metric is recomputed on what real units did in its latest complete period, after attacks of
// different breadth and depth; remedies are proposed with the score that they would give. How
// concentrated it is, and who acts like a machine, stands beside.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/evaluate/candidate_test.h"
#include "base/text.h"
#include "stats/attack.h"
#include "stats/concentration.h"
#include "stats/describe.h"
#include "words/phrases.h"

namespace northstar {
namespace {

constexpr double kWorthProposing = 5;  // points that a remedy must gain
constexpr double kLargeLift = 0.2;     // that nobody would call little
constexpr int kMachineRows = 50;       // events of one unit, before its rhythm is judged
constexpr int kYear = 365;             // days
constexpr double kClockwork = -0.7;    // burstiness; -1 is a clock

// One unit in the period: its qualifying events, and what the metric may look at.
struct Acts {
  double events = 0, value = 0, days = 0, others = 0, reached = 0;
};

bool HasEntry(const Histories& histories, const Histories::Entity& entity, int from, int to) {
  const auto begin = histories.steps.begin() + entity.first;
  const auto end = histories.steps.begin() + entity.last;
  const auto first = std::lower_bound(
      begin, end, from, [](const Histories::Step& step, int day) { return step.period < day; });
  return first != end && first->period < to;
}

// All units that were there within the year up to the period's end, those without a qualifying
// event in the period included.
std::vector<Acts> ActsIn(const CandidateUnits& units, const DayRange& range) {
  std::vector<Acts> all;
  auto dosed = units.doses->entities.begin();
  for (const Histories::Entity& entity : units.histories.activity->entities) {
    const Histories& activity = *units.histories.activity;
    if (!HasEntry(activity, entity, range.to - kYear, range.to)) continue;
    while (dosed != units.doses->entities.end() && dosed->id < entity.id) ++dosed;
    Acts acts;
    if (dosed != units.doses->entities.end() && dosed->id == entity.id) {
      const auto measure = [&](DoseMeasure m) {
        return MeasureDose(*units.doses, *dosed, m, range.from, range.to);
      };
      acts = {measure(DoseMeasure::kRows), measure(DoseMeasure::kValue),
              measure(DoseMeasure::kDays), measure(DoseMeasure::kOthers),
              measure(DoseMeasure::kReached)};
    }
    all.push_back(acts);
  }
  return all;
}

using Contribution = std::function<double(const Acts& acts, double extra)>;

// What a unit adds to the metric when it does so many cheap events more than it did. One person
// repeating the same thing on the same day is one more day, and one more person at most.
Contribution ContributionTo(const CandidateUnits& units, double mean_value) {
  const double threshold = std::max(1.0, units.dose.threshold);
  const double repeated = 1;
  // Entities that are seen once by nature are made by the act itself.
  if (units.passing) return [](const Acts&, double extra) { return 1 + extra; };
  switch (units.dose.measure) {
    case DoseMeasure::kRows:
      if (units.dose.threshold > 0)
        return [=](const Acts& a, double extra) { return a.events + extra >= threshold ? 1 : 0; };
      return [](const Acts& a, double extra) { return a.events + extra; };
    case DoseMeasure::kValue:
    case DoseMeasure::kMean:
      return [=](const Acts& a, double extra) { return a.value + extra * mean_value; };
    case DoseMeasure::kDays:
      return [](const Acts& a, double extra) { return a.events + extra >= 1 ? 1 : 0; };
    case DoseMeasure::kOthers:
      return [=](const Acts& a, double extra) {
        return a.others + std::min(extra, repeated) >= threshold ? 1 : 0;
      };
    case DoseMeasure::kReached:
      return [](const Acts& a, double extra) { return a.events > 0 && extra > 0 ? 1 : a.reached; };
  }
  return [](const Acts& a, double extra) { return a.events + extra; };
}

std::optional<stats::GamingScore> ScoreOf(const std::vector<Acts>& acts,
                                          const Contribution& contribution) {
  std::vector<double> events;
  for (const Acts& a : acts) events.push_back(a.events);
  return stats::AttackBattery(
      events, [&](size_t unit, double extra) { return contribution(acts[unit], extra); },
      contribution(Acts{}, 1));
}

struct Remedy {
  std::string words;
  double score;
};

std::vector<Remedy> Remedies(const CandidateEvidence& evidence, const std::vector<Acts>& acts,
                             double now) {
  const CandidateUnits& units = *evidence.units;
  const std::string one = units.dose.entity;
  std::vector<Remedy> remedies;
  const auto propose = [&](std::string words, const Contribution& contribution) {
    const auto score = ScoreOf(acts, contribution);
    if (score && score->score > now + kWorthProposing)
      remedies.push_back({std::move(words), score->score});
  };
  std::vector<double> positive;
  double others = 0;
  for (const Acts& a : acts) {
    if (a.events > 0) positive.push_back(a.events);
    others = std::max(others, a.others);
  }
  const bool counts = units.dose.threshold == 0 && (units.dose.measure == DoseMeasure::kRows ||
                                                    units.dose.measure == DoseMeasure::kValue);
  if (counts && !positive.empty()) {
    const double cap = std::max(1.0, std::round(stats::Quantile(positive, 0.75)));
    propose(
        fmt::format("count at most {} per {}", Plural(static_cast<long long>(cap), "event"), one),
        [=](const Acts& a, double extra) { return std::min(a.events + extra, cap); });
    propose(fmt::format("count active days per {} instead of events", one),
            [](const Acts& a, double extra) { return a.days + std::min(extra, 1.0); });
    propose(fmt::format("count {} that did it at least once", Several(one)),
            [](const Acts& a, double extra) { return a.events + extra >= 1 ? 1 : 0; });
  }
  if (units.dose.measure != DoseMeasure::kOthers && others >= 2) {
    propose(
        fmt::format("count {} in which at least two {} did it", Several(one),
                    Several(DistinctOf(units.dose.leaf))),
        [](const Acts& a, double extra) { return a.others + std::min(extra, 1.0) >= 2 ? 1 : 0; });
  }
  if (units.dose.measure == DoseMeasure::kDays || counts) {
    propose(fmt::format("count {} that did it on at least two days", Several(one)),
            [](const Acts& a, double extra) { return a.days + std::min(extra, 1.0) >= 2 ? 1 : 0; });
  }
  std::stable_sort(remedies.begin(), remedies.end(),
                   [](const Remedy& a, const Remedy& b) { return a.score > b.score; });
  return remedies;
}

struct Machines {
  int64_t units = 0;
  double rows = 0;  // share of all events, 0-1
};

Machines FindMachines(const Histories& doses) {
  Machines machines;
  double all = 0;
  for (const Histories::Entity& entity : doses.entities) {
    all += entity.rows;
    if (entity.rows < kMachineRows) continue;
    const double n = entity.rows - 1;
    const double mean = entity.gap_sum / n;
    if (!(mean > 0)) continue;
    const double variance = std::max(0.0, entity.gap_square_sum / n - mean * mean);
    const auto rhythm = stats::Burstiness(entity.rows, mean, std::sqrt(variance));
    if (!rhythm || *rhythm > kClockwork) continue;
    ++machines.units;
    machines.rows += entity.rows;
  }
  if (all > 0) machines.rows /= all;
  return machines;
}

std::string AttackWords(const stats::AttackLift& attack, const std::string& units) {
  return fmt::format(
      "{} of {} do it {} more", Percent(attack.attack.share), units,
      attack.attack.extra == 1
          ? "once"
          : fmt::format("{} times", WithThousands(static_cast<long long>(attack.attack.extra))));
}

void AddDetail(const std::vector<Acts>& acts, const stats::GamingScore& score,
               const std::vector<Remedy>& remedies, const Machines& machines,
               const std::string& entity, const std::string& period, TestOutcome& out) {
  const std::string units = Several(entity);
  std::vector<double> events;
  for (const Acts& a : acts) events.push_back(a.events);
  out.detail.emplace_back("period", period);
  out.detail.emplace_back("entity", entity);
  out.detail.emplace_back("units", static_cast<double>(acts.size()));
  DetailTable attacks{{"attack", "share", "extra", "lift", "raw_lift"}, {}};
  for (const stats::AttackLift& attack : score.attacks) {
    attacks.rows.push_back({AttackWords(attack, units), attack.attack.share, attack.attack.extra,
                            attack.lift, attack.raw_lift});
  }
  out.detail.emplace_back("attacks", std::move(attacks));
  out.detail.emplace_back("fake_accounts_lift", score.fake_accounts);
  out.detail.emplace_back("worst_case_lift", score.worst_case);
  DetailTable proposed{{"remedy", "score"}, {}};
  for (const Remedy& remedy : remedies) proposed.rows.push_back({remedy.words, remedy.score});
  out.detail.emplace_back("remedies", std::move(proposed));
  out.detail.emplace_back("gini", stats::Gini(events));
  out.detail.emplace_back("top_1_percent_share", stats::TopShare(events, 0.01));
  out.detail.emplace_back("machine_like_units", static_cast<double>(machines.units));
  out.detail.emplace_back("machine_like_share", machines.rows);
}

}  // namespace

TestOutcome TestHardToGame(const CandidateEvidence& evidence) {
  const auto& rules = evidence.project.judgement.hard_to_game;
  const std::string& label = evidence.metric.label;
  if (evidence.units == nullptr) return NoUnits(evidence, "it cannot be tested for gaming");
  const CandidateUnits& units = *evidence.units;
  const std::vector<DayRange> periods = CompletePeriods(evidence);
  std::vector<Acts> acts;
  size_t period = 0;
  for (size_t i = periods.size(); i-- > 0 && i + 8 >= periods.size();) {
    acts = ActsIn(units, periods[i]);
    period = periods[i].period;
    if (static_cast<double>(acts.size()) >= rules.least_units) break;
  }
  if (static_cast<double>(acts.size()) < rules.least_units) {
    return NotEnough(
        fmt::format("{} {} active within a year; simulating attacks takes at least {}.",
                    Plural(static_cast<long long>(acts.size()), units.dose.entity),
                    acts.size() == 1 ? "was" : "were", FormatNumber(rules.least_units)));
  }
  double value = 0;
  double events = 0;
  for (const Acts& a : acts) value += a.value, events += a.events;
  const auto score =
      ScoreOf(acts, ContributionTo(units, events > 0 ? std::fabs(value) / events : 0));
  if (!score)
    return NotEnough(
        fmt::format("Nobody did it in the most recent {}.", GrainName(evidence.grain)));
  TestOutcome out;
  out.value = out.score = score->score;
  out.unit = "0 to 100 points: 0 is as easy to game as a count of events, 100 cannot be moved";
  const std::vector<Remedy> remedies = Remedies(evidence, acts, score->score);
  const std::string several = Several(units.dose.entity);
  AddDetail(acts, *score, remedies, FindMachines(*units.doses), units.dose.entity,
            evidence.periods[period], out);
  const auto worst = std::max_element(score->attacks.begin(), score->attacks.end(),
                                      [](const auto& a, const auto& b) { return a.lift < b.lift; });
  const std::string attack = fmt::format("if {}, it rises by {} with no benefit to customers",
                                         AttackWords(*worst, several), Percent(worst->lift));
  // A score is a mean over attacks: one that multiplies the number speaks against it all the same.
  const bool passes = score->score >= rules.pass && worst->lift < rules.most_lift;
  out.verdict = passes                       ? Verdict::kPass
                : score->score <= rules.fail ? Verdict::kFail
                                             : Verdict::kUnclear;
  if (out.verdict == Verdict::kPass) {
    out.said.first =
        worst->lift < kLargeLift
            ? fmt::format("Repeating cheap actions barely moves it; at worst, {}.", attack)
            : fmt::format("Repetition by a few barely moves it, but a push by many would: {}.",
                          attack);
  } else {
    out.finding = out.verdict == Verdict::kFail ? "EASY_TO_GAME" : "SOMEWHAT_GAMEABLE";
    out.said.first =
        fmt::format("{} can be inflated {}: {}.", label,
                    out.verdict == Verdict::kFail ? "cheaply" : "to some extent", attack);
    if (!remedies.empty()) {
      out.said.Add(fmt::format("Better: {} ({:.0f} of 100 points instead of {:.0f}).",
                               remedies[0].words, remedies[0].score, score->score));
    }
  }
  return out;
}

}  // namespace northstar
