// not_decoupled: did it ever rise while customers got less? The candidate's own history beside who
// comes back, what customers say and the guardrails; and how much of its latest rise was pushed or
// paid for.
#include <algorithm>
#include <map>

#include "analysis/evaluate/candidate_test.h"
#include "model/project.h"
#include "stats/describe.h"
#include "stats/divergence.h"
#include "words/candidate/not_decoupled.h"

namespace northstar {
namespace {

constexpr size_t kLeastPeriods = 26;

struct Alarm {
  size_t compared = 0;  // with which guardrail
  Day from = 0, until = 0;
  double rise = 0, fall = 0;  // relative change over the window
  double p_value = 1;
};

struct Comparison {
  std::string guard;
  size_t periods = 0;
  double p_value = 1;
};

std::vector<Day> CommonDays(const PacedSeries& a, const PacedSeries& b) {
  std::vector<Day> days;
  for (const auto& [day, value] : a) {
    if (b.contains(day)) days.push_back(day);
  }
  return days;
}

void HoldAgainst(const CandidateEvidence& evidence, const CandidateEvidence::Guard& guard,
                 std::vector<Comparison>& compared, std::vector<Alarm>& alarms) {
  const auto& rules = evidence.project.judgement.not_decoupled;
  const auto [metric, values] = OnCommonPeriods(evidence.paced, guard.values);
  if (metric.size() < kLeastPeriods) return;
  const std::vector<Day> days = CommonDays(evidence.paced, guard.values);
  const auto window = static_cast<size_t>(rules.window_periods);
  const stats::DivergenceScan scan = stats::ScanDivergence(metric, values, guard.rise_is_good,
                                                           window, guard.tolerance, rules.alpha);
  compared.push_back({guard.label, metric.size(), scan.p_value});
  if (!scan.end || scan.p_value > rules.alpha) return;
  alarms.push_back({compared.size() - 1, days[*scan.end - window], days[*scan.end - 1],
                    scan.divergence.metric.change, scan.divergence.guardrail.change, scan.p_value});
}

// Several guardrails are several chances to find something: those remain that do so together.
void CorrectForFamily(const std::vector<Comparison>& compared, double alpha,
                      std::vector<Alarm>& alarms) {
  std::vector<double> p_values;
  for (const Comparison& one : compared) p_values.push_back(one.p_value);
  const std::vector<double> adjusted = stats::AdjustBenjaminiHochberg(p_values);
  std::erase_if(alarms, [&](const Alarm& alarm) { return adjusted[alarm.compared] > alpha; });
}

// Of the rise of the last periods over as many before: the share that was pushed or paid for.
std::optional<double> IncentivisedShare(const CandidateEvidence& evidence) {
  if (evidence.units == nullptr || evidence.units->incentivised == nullptr) return std::nullopt;
  const std::vector<DayRange> periods = CompletePeriods(evidence);
  const auto window = static_cast<size_t>(evidence.project.judgement.not_decoupled.window_periods);
  if (periods.size() < 2 * window) return std::nullopt;
  const int middle = periods[periods.size() - window].from;
  const int begin = periods[periods.size() - 2 * window].from;
  const int end = periods.back().to;
  const auto rise = [&](const Histories& histories) {
    double now = 0;
    double before = 0;
    for (const Histories::Entity& entity : histories.entities) {
      const DoseMeasure measure = evidence.units->dose.measure == DoseMeasure::kValue
                                      ? DoseMeasure::kValue
                                      : DoseMeasure::kRows;
      now += MeasureDose(histories, entity, measure, middle, end);
      before += MeasureDose(histories, entity, measure, begin, middle);
    }
    return now - before;
  };
  const double whole = rise(*evidence.units->doses);
  if (!(whole > 0)) return std::nullopt;
  return rise(*evidence.units->incentivised) / whole;
}

}  // namespace

TestOutcome TestNotDecoupled(const CandidateEvidence& evidence) {
  using Code = NotDecoupledStatement::Code;
  const auto& rules = evidence.project.judgement.not_decoupled;
  std::vector<Comparison> compared;
  std::vector<Alarm> alarms;
  for (const CandidateEvidence::Guard& guard : evidence.guards)
    HoldAgainst(evidence, guard, compared, alarms);
  CorrectForFamily(compared, rules.alpha, alarms);
  NotDecoupledStatement statement{Code::kNeverDecoupled, NameOf(evidence.metric)};
  if (compared.empty()) {
    statement.code = Code::kNothingToCompare;
    statement.least_periods = static_cast<int>(kLeastPeriods);
    return NotEnough(Words(statement));
  }
  TestOutcome out;
  DetailTable table{{"guardrail", "periods", "p_value"}, {}};
  for (const Comparison& one : compared) {
    statement.guards.push_back(one.guard);
    table.rows.push_back({one.guard, static_cast<double>(one.periods), one.p_value});
  }
  out.detail.emplace_back("guardrails", std::move(table));
  const auto incentivised = IncentivisedShare(evidence);
  statement.incentivised = incentivised;
  if (incentivised) out.detail.emplace_back("incentivised_share_of_rise", *incentivised);
  out.unit = "change of the guardrail while it rose";
  if (!alarms.empty()) {
    const Alarm& worst =
        *std::min_element(alarms.begin(), alarms.end(),
                          [](const Alarm& a, const Alarm& b) { return a.p_value < b.p_value; });
    out.verdict = Verdict::kFail;
    out.finding = "DECOUPLED";
    out.score = rules.decoupled;
    out.value = worst.fall;
    out.detail.emplace_back("from", FormatDay(worst.from));
    out.detail.emplace_back("until", FormatDay(worst.until));
    out.detail.emplace_back("rise", worst.rise);
    out.detail.emplace_back("p_value", worst.p_value);
    statement.code = Code::kDecoupled;
    statement.guards = {compared[worst.compared].guard};
    statement.from = worst.from;
    statement.until = worst.until;
    statement.rise = worst.rise;
    statement.guard_change = worst.fall;
  } else if (incentivised && *incentivised > rules.incentivised) {
    out.verdict = Verdict::kUnclear;
    out.finding = "INCENTIVISED";
    out.score = 50;
    statement.code = Code::kIncentivised;
  } else {
    out.verdict = Verdict::kPass;
    out.score = 100;
  }
  out.said = Words(statement);
  return out;
}

}  // namespace northstar
