// hard_to_game: how far would the number rise if people did cheap things that help nobody? The
// metric is recomputed on what real units did in its latest complete period, after attacks of
// different breadth and depth; remedies are proposed with the score that they would give. How
// concentrated it is, and who acts like a machine, stands beside.
#include <algorithm>
#include <cmath>

#include "analysis/evaluate/candidate_test.h"
#include "analysis/evaluate/machine_like.h"
#include "model/project.h"
#include "stats/attack.h"
#include "stats/concentration.h"
#include "stats/describe.h"
#include "words/candidate/hard_to_game.h"

namespace northstar {
namespace {

constexpr double kWorthProposing = 5;  // points that a remedy must gain
constexpr double kLargeLift = 0.2;     // that nobody would call little
constexpr int kYear = 365;             // days

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

// Other definitions that would be harder to game, the hardest first.
std::vector<GamingRemedy> Remedies(const CandidateEvidence& evidence, const std::vector<Acts>& acts,
                                   double now) {
  using Kind = GamingRemedy::Kind;
  const CandidateUnits& units = *evidence.units;
  std::vector<GamingRemedy> remedies;
  const auto propose = [&](GamingRemedy remedy, const Contribution& contribution) {
    const auto score = ScoreOf(acts, contribution);
    if (!score || !(score->score > now + kWorthProposing)) return;
    remedy.entity = units.dose.entity;
    remedy.score = score->score;
    remedies.push_back(std::move(remedy));
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
    GamingRemedy capped{Kind::kCap};
    capped.cap = std::max(1.0, std::round(stats::Quantile(positive, 0.75)));
    propose(capped, [cap = capped.cap](const Acts& a, double extra) {
      return std::min(a.events + extra, cap);
    });
    propose({Kind::kActiveDays},
            [](const Acts& a, double extra) { return a.days + std::min(extra, 1.0); });
    propose({Kind::kAtLeastOnce},
            [](const Acts& a, double extra) { return a.events + extra >= 1 ? 1 : 0; });
  }
  if (units.dose.measure != DoseMeasure::kOthers && others >= 2) {
    GamingRemedy two{Kind::kTwoOthers};
    two.other = DistinctOf(units.dose.leaf);
    propose(two, [](const Acts& a, double extra) {
      return a.others + std::min(extra, 1.0) >= 2 ? 1 : 0;
    });
  }
  if (units.dose.measure == DoseMeasure::kDays || counts) {
    propose({Kind::kTwoDays},
            [](const Acts& a, double extra) { return a.days + std::min(extra, 1.0) >= 2 ? 1 : 0; });
  }
  std::stable_sort(remedies.begin(), remedies.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
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
    if (!IsMachineLike(entity)) continue;
    ++machines.units;
    machines.rows += entity.rows;
  }
  if (all > 0) machines.rows /= all;
  return machines;
}

GamingAttack AttackOf(const stats::AttackLift& attack) {
  return {attack.attack.share, attack.attack.extra, attack.lift};
}

// A score is a mean over attacks: one that multiplies the number speaks against it all the same.
HardToGameStatement::Code Judge(const decltype(Judgement::hard_to_game)& rules, double lift,
                                TestOutcome& out) {
  using Code = HardToGameStatement::Code;
  if (*out.score >= rules.pass && lift < rules.most_lift) {
    out.verdict = Verdict::kPass;
    return lift < kLargeLift ? Code::kHard : Code::kPushByMany;
  }
  if (*out.score <= rules.fail) {
    out.verdict = Verdict::kFail;
    out.finding = "EASY_TO_GAME";
    return Code::kEasy;
  }
  out.verdict = Verdict::kUnclear;
  out.finding = "SOMEWHAT_GAMEABLE";
  return Code::kSomewhat;
}

void AddDetail(const std::vector<Acts>& acts, const stats::GamingScore& score,
               const std::vector<GamingRemedy>& remedies, const Machines& machines,
               const std::string& entity, const std::string& period, TestOutcome& out) {
  std::vector<double> events;
  for (const Acts& a : acts) events.push_back(a.events);
  out.detail.emplace_back("period", period);
  out.detail.emplace_back("entity", entity);
  out.detail.emplace_back("units", static_cast<double>(acts.size()));
  DetailTable attacks{{"attack", "share", "extra", "lift", "raw_lift"}, {}};
  for (const stats::AttackLift& attack : score.attacks) {
    attacks.rows.push_back({AttackWords(AttackOf(attack), entity), attack.attack.share,
                            attack.attack.extra, attack.lift, attack.raw_lift});
  }
  out.detail.emplace_back("attacks", std::move(attacks));
  out.detail.emplace_back("fake_accounts_lift", score.fake_accounts);
  out.detail.emplace_back("worst_case_lift", score.worst_case);
  DetailTable proposed{{"remedy", "score"}, {}};
  for (const GamingRemedy& remedy : remedies)
    proposed.rows.push_back({RemedyWords(remedy), remedy.score});
  out.detail.emplace_back("remedies", std::move(proposed));
  out.detail.emplace_back("gini", stats::Gini(events));
  out.detail.emplace_back("top_1_percent_share", stats::TopShare(events, 0.01));
  out.detail.emplace_back("machine_like_units", static_cast<double>(machines.units));
  out.detail.emplace_back("machine_like_share", machines.rows);
}

}  // namespace

TestOutcome TestHardToGame(const CandidateEvidence& evidence) {
  using Code = HardToGameStatement::Code;
  const auto& rules = evidence.project.judgement.hard_to_game;
  if (evidence.units == nullptr)
    return NoUnits(evidence, NotTestedStatement::Therefore::kNoAttacks);
  const CandidateUnits& units = *evidence.units;
  const std::vector<DayRange> periods = CompletePeriods(evidence);
  std::vector<Acts> acts;
  size_t period = 0;
  for (size_t i = periods.size(); i-- > 0 && i + 8 >= periods.size();) {
    acts = ActsIn(units, periods[i]);
    period = periods[i].period;
    if (static_cast<double>(acts.size()) >= rules.least_units) break;
  }
  HardToGameStatement statement{Code::kTooFewUnits, NameOf(evidence.metric), units.dose.entity,
                                evidence.grain};
  if (static_cast<double>(acts.size()) < rules.least_units) {
    statement.units = static_cast<long long>(acts.size());
    statement.least_units = rules.least_units;
    return NotEnough(Words(statement));
  }
  double value = 0;
  double events = 0;
  for (const Acts& a : acts) value += a.value, events += a.events;
  const auto score =
      ScoreOf(acts, ContributionTo(units, events > 0 ? std::fabs(value) / events : 0));
  if (!score) {
    statement.code = Code::kNobody;
    return NotEnough(Words(statement));
  }
  TestOutcome out;
  out.value = out.score = score->score;
  out.unit = "0 to 100 points: 0 is as easy to game as a count of events, 100 cannot be moved";
  const std::vector<GamingRemedy> remedies = Remedies(evidence, acts, score->score);
  AddDetail(acts, *score, remedies, FindMachines(*units.doses), units.dose.entity,
            evidence.periods[period], out);
  const auto worst = std::max_element(score->attacks.begin(), score->attacks.end(),
                                      [](const auto& a, const auto& b) { return a.lift < b.lift; });
  statement.code = Judge(rules, worst->lift, out);
  statement.score = score->score;
  statement.worst = AttackOf(*worst);
  if (!remedies.empty()) statement.remedy = remedies.front();
  out.said = Words(statement);
  return out;
}

}  // namespace northstar
