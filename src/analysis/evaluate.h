// All candidates through all tests, ranked: gates first, then the weighted sum and how sure the
// order is (METHODS 8.2, 10). One scan answers all candidates, tests and periods.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "analysis/lead.h"

namespace northstar {

// The questions that the articles ask, in the order of the scorecard.
enum class CriterionQuestion { kLeads, kValue, kActionable, kSimple, kMeasurable, kGame, kPeople };
inline constexpr int kQuestions = 7;
std::string_view QuestionName(CriterionQuestion question);   // "leads"
std::string_view QuestionTitle(CriterionQuestion question);  // "Does it lead revenue?"

using DetailValue = std::variant<double, std::string>;

struct TestOutcome {
  std::string test;
  CriterionQuestion question = CriterionQuestion::kLeads;
  Verdict verdict = Verdict::kNotTested;
  std::string finding;  // "CUMULATIVE"; empty when the verdict says it all
  std::optional<double> value, low, high;
  std::string unit;
  std::optional<double> score;  // 0-100; absent when unknown
  bool gate_failed = false;
  std::string sentence;
  std::vector<std::pair<std::string, DetailValue>> detail;
};

struct CandidateReport {
  const Metric* metric = nullptr;
  int rank = 0;
  std::string verdict;          // recommended, possible, rejected
  std::optional<double> score;  // 0-100, over the questions that have an answer
  double covered = 0;           // share of the weight that has an answer, 0-1
  double first_share = 0;       // share of weightings under which it comes first, 0-1
  std::vector<TestOutcome> tests;
  LeadFindings lead;
  MetricSeries series;  // at its natural grain
  std::vector<std::string> periods;
};

struct Evaluation {
  ProjectRef project;
  const Metric* outcome = nullptr;  // may be null
  std::string headline;
  std::vector<std::string> notes;           // what is missing and from when on it can be judged
  std::vector<CandidateReport> candidates;  // by rank
  MetricSeries outcome_series;
  std::vector<std::string> outcome_periods;
  int64_t as_of_us = 0;
  int weightings = 0;
};

struct EvaluateRequest {
  std::vector<std::string> candidates;  // empty: the project's
  std::string outcome;                  // empty: the project's
  std::optional<int64_t> as_of_us;
  int permutations = 4999;
  int weightings = 100'000;
};

Result<Evaluation> Evaluate(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                            const EvaluateRequest& request, int64_t now_us);

}  // namespace northstar
