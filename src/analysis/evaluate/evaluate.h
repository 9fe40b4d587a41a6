// All candidates through all tests, ranked: gates first, then the weighted sum and how sure the
// order is. One scan answers all candidates, tests and periods. The tests are in candidate_tests/,
// one per file; what they cost and weigh is judgement/defaults.yml.
// It leaves out choosing: a recommendation is the strongest thing it says, and it says so only of a
// candidate that leads the outcome. The same data, project and request give the same evaluation, on
// any number of threads.
#pragma once

#include <array>
#include <functional>
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
// Also the place in every array of questions.
enum class CriterionQuestion { kLeads, kValue, kActionable, kSimple, kMeasurable, kGame, kPeople };
inline constexpr int kQuestions = 7;
// "leads": for JSON and options.
std::string_view QuestionName(CriterionQuestion question);
// "Does it lead revenue?": for people.
std::string_view QuestionTitle(CriterionQuestion question);

// Rows beside a finding: doses, attacks, inputs. Every row is as long as `columns`.
struct DetailTable {
  // monostate: not known.
  using Value = std::variant<std::monostate, double, std::string>;
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
};
using DetailValue = std::variant<double, std::string, DetailTable>;

// What one test says of one candidate.
struct TestOutcome {
  // Its name, as in candidate_tests.cc.
  std::string test;
  CriterionQuestion question = CriterionQuestion::kLeads;
  Verdict verdict = Verdict::kNotTested;
  // "CUMULATIVE"; empty when the verdict says it all.
  std::string finding;
  // The figure that the verdict rests on, with its interval, in `unit`; none where there is none.
  std::optional<double> value, low, high;
  std::string unit;
  // Points, 0-100; absent when unknown.
  std::optional<double> score;
  // Where it lies for all that is known; absent: at `score`, or anywhere from 0 to 100.
  std::optional<double> score_low, score_high;
  // Whatever its points: the candidate is out.
  bool gate_failed = false;
  // For people, whole; for verdicts without an answer what is missing, and from when on it will be
  // there.
  Said said;
  // Further figures by name, in the order in which they are shown.
  std::vector<std::pair<std::string, DetailValue>> detail;
};

// What became of the units that had much or little of it early.
struct CandidateCohorts {
  // Whose: the entity that was followed.
  std::string entity;
  // What early value is: "different users".
  std::string dose;
  CohortFindings retention, revenue;
};

// How sure the place of a question's points is, and how much it weighs. The mean of its tests that
// were run, but no more than what a failed one has: nothing else makes up for a failure.
struct QuestionPoints {
  // 0-100; none: no test of it has an answer.
  std::optional<double> points;
  // Where they lie once every open test is answered: from this weightings draw scores.
  double low = 0, high = 100;
};

// What follows from all tests of a candidate.
enum class Recommendation { kRecommended, kPossible, kRejected };
// "recommended".
std::string_view RecommendationName(Recommendation recommendation);

// `metric` points into the evaluation's project.
struct CandidateReport {
  const Metric* metric = nullptr;
  // From 1; the rejected ones last.
  int rank = 0;
  Recommendation recommendation = Recommendation::kPossible;
  // Why it has no values at all; empty: it was measured.
  std::string not_measured;
  // 0-100, the weighted mean over the questions that have an answer; none: rejected, or not
  // measured.
  std::optional<double> score;
  // Share of the weight that has an answer, 0-1.
  double covered = 0;
  // Share of weightings under which it comes first, 0-1; 0 of who is not in the draw.
  double first_share = 0;
  std::array<QuestionPoints, kQuestions> questions;
  // One per test, in the order of the scorecard; those that were not run too.
  std::vector<TestOutcome> tests;
  // Against the outcome; the default without one.
  LeadFindings lead;
  // None: its value does not come from entities.
  std::optional<CandidateCohorts> cohorts;
  // At its natural grain, with intervals; periods[i] is the label of points[i].
  MetricSeries series;
  std::vector<std::string> periods;
};

struct Reason {
  // "Does it lead revenue?", or whom it is about; may be empty.
  std::string about;
  // The answer, a sentence.
  Sentence text;
  std::string whole() const { return about.empty() ? text.text() : about + " " + text.text(); }
};

// The first page: what to decide, on what grounds, and what would change it.
struct Decision {
  // Name of a metric; empty: none.
  std::string recommended;
  // At most one reason per question for the first candidate; all that speaks against it. Where all
  // are rejected, which gate each failed.
  std::vector<Reason> why, against;
  // What would change the answer, and from when on; sentences.
  std::vector<std::string> would_change;
};

// Immutable once made; everything in it that points to metrics points into `project`.
struct Evaluation {
  ProjectRef project;
  // May be null: then no lead was tested.
  const Metric* outcome = nullptr;
  // The answer in one or two sentences.
  Said said;
  // What is missing and from when on it can be judged; what never occurred; what to add to the
  // project.
  std::vector<std::string> notes;
  // By entity: what counts as coming back, and what does not.
  std::vector<ActivityEvents> activities;
  // By rank; at least one, each candidate once.
  std::vector<CandidateReport> candidates;
  // At the outcome's natural grain; empty without one.
  MetricSeries outcome_series;
  std::vector<std::string> outcome_periods;
  // UTC; the latest of the candidates' and the outcome's.
  int64_t as_of_us = 0;
  // Draws behind every first_share and `beats`.
  int weightings = 0;
  // Some test of the question was run for some candidate: the others weigh nothing.
  std::array<bool, kQuestions> asked{};
  // By rank: [a][b] is the share of weightings in which a comes before b, 0-1; 0 for who is not in
  // the draw.
  std::vector<std::vector<double>> beats;
  PeopleFindings people;
  Decision decision;
};

struct EvaluateRequest {
  // Names; empty: the project's.
  std::vector<std::string> candidates;
  // A name; empty: the project's, which may have none.
  std::string outcome;
  // In place of now, UTC.
  std::optional<int64_t> as_of_us;
  // Dimension whose values make a panel of the lead test; empty: none.
  std::string segments;
  // Of the lead test; fewer are faster and coarser.
  int permutations = 4999;
  int weightings = 100'000;
};

// Of candidate_test.h.
struct CandidateEvidence;
// Called for each candidate once its tests were run, in the order given, with what they looked at;
// both are gone afterwards.
using EvidenceReader = std::function<void(const CandidateReport&, const CandidateEvidence&)>;

// Several steps run one after the other in here; the result is one immutable value. kUsage: no
// candidate, an unknown metric, one that cannot be computed; kData: sources without data. What
// cannot be tested is a verdict of its test, no error. `read` may be empty.
Result<Evaluation> Evaluate(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                            const EvaluateRequest& request, int64_t now_us,
                            const EvidenceReader& read = {});

}  // namespace northstar
