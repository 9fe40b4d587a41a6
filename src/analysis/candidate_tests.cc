#include "analysis/candidate_test.h"

namespace northstar {

std::span<const CandidateTest> CandidateTests() {
  using Q = CriterionQuestion;
  static constexpr CandidateTest kTests[] = {
      {"leads_outcome", Q::kLeads, TestLeadsOutcome},
      {"stable_link", Q::kLeads, nullptr},
      {"predicts_retention", Q::kValue, nullptr},
      {"predicts_revenue", Q::kValue, nullptr},
      {"value_not_reach", Q::kValue, nullptr},
      {"actionable", Q::kActionable, nullptr},
      {"moves_fast_enough", Q::kActionable, TestMovesFastEnough},
      {"simple", Q::kSimple, TestSimple},
      {"measurable", Q::kMeasurable, TestMeasurable},
      {"hard_to_game", Q::kGame, nullptr},
      {"not_vanity", Q::kGame, TestNotVanity},
      {"not_decoupled", Q::kGame, nullptr},
      {"people", Q::kPeople, nullptr},
  };
  return kTests;
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
