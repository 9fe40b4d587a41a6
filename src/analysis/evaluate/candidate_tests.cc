#include "analysis/evaluate/candidate_test.h"

namespace northstar {

std::span<const CandidateTest> CandidateTests() {
  using Q = CriterionQuestion;
  using N = CandidateTest::Needs;
  static constexpr CandidateTest kTests[] = {
      {"leads_outcome", Q::kLeads, TestLeadsOutcome, N::kOutcome},
      {"stable_link", Q::kLeads, TestStableLink, N::kOutcome},
      {"predicts_retention", Q::kValue, TestPredictsRetention},
      {"predicts_revenue", Q::kValue, TestPredictsRevenue, N::kOutcome},
      {"value_not_reach", Q::kValue, TestValueNotReach},
      {"actionable", Q::kActionable, TestActionable},
      {"moves_fast_enough", Q::kActionable, TestMovesFastEnough},
      {"simple", Q::kSimple, TestSimple, N::kNothing},
      {"measurable", Q::kMeasurable, TestMeasurable},
      {"hard_to_game", Q::kGame, TestHardToGame},
      {"not_vanity", Q::kGame, TestNotVanity},
      {"not_decoupled", Q::kGame, TestNotDecoupled},
      {"people", Q::kPeople, TestPeople, N::kNothing},
  };
  return kTests;
}

TestOutcome NotEnough(Said said) {
  TestOutcome out;
  out.verdict = Verdict::kInsufficientData;
  out.finding = "NOT_ENOUGH_DATA";
  out.said = std::move(said);
  return out;
}

TestOutcome NoUnits(const CandidateEvidence& evidence, NotTestedStatement::Therefore therefore) {
  using Code = NotTestedStatement::Code;
  if (!evidence.ask_for_unit.empty())
    return NotEnough(Words(NotTestedStatement{Code::kUnitUnclear, evidence.ask_for_unit}));
  const auto* lifecycle = evidence.metric.As<kind::Lifecycle>();
  const bool once =
      evidence.metric.Is<kind::FirstTime>() || (lifecycle != nullptr && lifecycle->part == "new");
  NotTestedStatement statement{once ? Code::kCountsOnce : Code::kNoUnits};
  statement.metric = NameOf(evidence.metric);
  statement.therefore = therefore;
  return NotEnough(Words(statement));
}

TestOutcome OccursOnce(const CandidateEvidence& evidence) {
  NotTestedStatement statement{NotTestedStatement::Code::kOccursOnce};
  statement.entity = evidence.units->dose.entity;
  return NotEnough(Words(statement));
}

TestOutcome NeverSeenOutcome(const std::string& sentence) {
  TestOutcome out =
      NotEnough(Words(NotTestedStatement{NotTestedStatement::Code::kNeverSeen, sentence}));
  out.finding = "NEVER_SEEN";
  return out;
}

std::vector<DayRange> CompletePeriods(const CandidateEvidence& evidence) {
  std::vector<DayRange> ranges;
  const CandidateUnits& units = *evidence.units;
  for (size_t p = 0; p < evidence.series.points.size(); ++p) {
    if (!evidence.series.points[p].complete) continue;
    const DayRange range{p, units.DayOf(evidence.starts[p]), units.DayOf(evidence.starts[p + 1])};
    const bool whole_days = range.from < range.to;  // hours lie within one
    if (whole_days && range.from >= 0 && range.to <= units.histories.end_day)
      ranges.push_back(range);
  }
  return ranges;
}

std::pair<std::vector<double>, std::vector<double>> OnCommonPeriods(const PacedSeries& a,
                                                                    const PacedSeries& b) {
  std::pair<std::vector<double>, std::vector<double>> common;
  for (const auto& [day, value] : a) {
    const auto other = b.find(day);
    if (other == b.end()) continue;
    common.first.push_back(value);
    common.second.push_back(other->second);
  }
  return common;
}

std::vector<double> CompleteValues(const MetricSeries& series) {
  std::vector<double> values;
  for (const Point& point : series.points) {
    if (point.complete && point.value) values.push_back(*point.value);
  }
  return values;
}

std::string_view QuestionName(CriterionQuestion question) {
  static constexpr std::string_view kNames[] = {"leads",      "value", "actionable", "simple",
                                                "measurable", "game",  "people"};
  return kNames[static_cast<size_t>(question)];
}

std::string_view QuestionTitle(CriterionQuestion question) {
  static constexpr std::string_view kTitles[] = {
      "Does it lead revenue?",    "Is it value that customers receive?",
      "Can teams move it?",       "Is it simple?",
      "Can we trust the number?", "Is it hard to game?",
      "What do people say?"};
  return kTitles[static_cast<size_t>(question)];
}

}  // namespace northstar
