// All candidates through all tests, ranked: gates first, then the weighted sum and how sure the
// order is. One scan answers all candidates, tests and periods.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "analysis/cohorts/unit_evidence.h"
#include "analysis/evaluate/people.h"
#include "analysis/lead/lead.h"

namespace northstar {

// The questions that the articles ask, in the order of the scorecard.
enum class CriterionQuestion { kLeads, kValue, kActionable, kSimple, kMeasurable, kGame, kPeople };
inline constexpr int kQuestions = 7;
std::string_view QuestionName(CriterionQuestion question);   // "leads"
std::string_view QuestionTitle(CriterionQuestion question);  // "Does it lead revenue?"

// Rows beside a finding: doses, attacks, inputs.
struct DetailTable {
  using Value = std::variant<std::monostate, double, std::string>;  // monostate: not known
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
};
using DetailValue = std::variant<double, std::string, DetailTable>;

struct TestOutcome {
  std::string test;
  CriterionQuestion question = CriterionQuestion::kLeads;
  Verdict verdict = Verdict::kNotTested;
  std::string finding;  // "CUMULATIVE"; empty when the verdict says it all
  std::optional<double> value, low, high;
  std::string unit;
  std::optional<double> score;                  // 0-100; absent when unknown
  std::optional<double> score_low, score_high;  // where it lies for all that is known; else score
  bool gate_failed = false;
  Said said;  // its rule: the finding, or the verdict
  std::vector<std::pair<std::string, DetailValue>> detail;
};

// What became of the units that had much or little of it early.
struct CandidateCohorts {
  std::string entity;  // whose
  std::string dose;    // what early value is: "different users"
  CohortFindings retention, revenue;
};

// How sure the place of a question's points is, and how much it weighs. The mean of its tests, but
// no more than what a failed one has: nothing else makes up for a failure.
struct QuestionPoints {
  std::optional<double> points;  // 0-100; none: no test of it has an answer
  double low = 0, high = 100;
};

// What follows from all tests of a candidate.
enum class Recommendation { kRecommended, kPossible, kRejected };
std::string_view RecommendationName(Recommendation recommendation);  // "recommended"

struct CandidateReport {
  const Metric* metric = nullptr;
  int rank = 0;
  Recommendation recommendation = Recommendation::kPossible;
  std::string not_measured;     // why it has no values at all; empty: it was measured
  std::optional<double> score;  // 0-100, over the questions that have an answer; none: rejected
  double covered = 0;           // share of the weight that has an answer, 0-1
  double first_share = 0;       // share of weightings under which it comes first, 0-1
  std::array<QuestionPoints, kQuestions> questions;
  std::vector<TestOutcome> tests;
  LeadFindings lead;
  std::optional<CandidateCohorts> cohorts;  // none: its value does not come from entities
  MetricSeries series;                      // at its natural grain
  std::vector<std::string> periods;
};

struct Reason {
  std::string about;  // "Does it lead revenue?", or whom it is about; may be empty
  Sentence text;      // the answer
  std::string whole() const { return about.empty() ? text.text() : about + " " + text.text(); }
};

// The first page: what to decide, on what grounds, and what would change it.
struct Decision {
  std::string recommended;  // metric; empty: none
  std::vector<Reason> why, against;
  std::vector<std::string> would_change;  // what would change the answer, and from when on
};

struct Evaluation {
  ProjectRef project;
  const Metric* outcome = nullptr;  // may be null
  Said said;
  std::vector<std::string> notes;           // what is missing and from when on it can be judged
  std::vector<ActivityEvents> activities;   // by entity: what counts as coming back, and what not
  std::vector<CandidateReport> candidates;  // by rank
  MetricSeries outcome_series;
  std::vector<std::string> outcome_periods;
  int64_t as_of_us = 0;
  int weightings = 0;
  std::array<bool, kQuestions> asked{};    // some test of the question has an answer for somebody
  std::vector<std::vector<double>> beats;  // by rank: share of weightings in which a beats b
  PeopleFindings people;
  Decision decision;
};

struct EvaluateRequest {
  std::vector<std::string> candidates;  // empty: the project's
  std::string outcome;                  // empty: the project's
  std::optional<int64_t> as_of_us;
  std::string segments;  // dimension whose values make a panel; empty: none
  int permutations = 4999;
  int weightings = 100'000;
};

// Several steps run one after the other in here; the result is one immutable value.
Result<Evaluation> Evaluate(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                            const EvaluateRequest& request, int64_t now_us);

}  // namespace northstar
