// One test of a candidate. A test is a function in candidate_tests/, its unit test, and a line in
// the table of candidate_tests.cc; later tests are in the table already, without a function.
#pragma once

#include <span>
#include <string_view>

#include "analysis/evaluate.h"

namespace northstar {

// Everything a test may look at. Values are at the candidate's natural grain, by shown period.
struct CandidateEvidence {
  const Project& project;
  const Metric& metric;
  Grain grain;
  const MetricSeries& series;  // with intervals where they are defined
  const std::vector<std::string>& periods;
  std::vector<std::optional<double>> first_half, second_half;  // over each half of the entities
  // Sampling error of the change since the period before, from the joint buckets of both.
  std::vector<std::optional<double>> change_errors;
  const LeadFindings* lead = nullptr;  // null: no outcome
  const Metric* outcome = nullptr;
  struct SourceQuality {
    std::string source;
    LoadQuality loads;
    int days = 0;              // between the first and the last event
    int empty_days = 0;        // of them without any event
    int usual_empty_days = 0;  // explained by weekdays that are always empty
  };
  std::vector<SourceQuality> quality;
};

struct CandidateTest {
  std::string_view name;
  CriterionQuestion question;
  TestOutcome (*run)(const CandidateEvidence&);  // null: comes with a later version
};
std::span<const CandidateTest> CandidateTests();

TestOutcome TestLeadsOutcome(const CandidateEvidence& evidence);
TestOutcome TestNotVanity(const CandidateEvidence& evidence);
TestOutcome TestSimple(const CandidateEvidence& evidence);
TestOutcome TestMeasurable(const CandidateEvidence& evidence);
TestOutcome TestMovesFastEnough(const CandidateEvidence& evidence);

// The complete values of the series, in order.
std::vector<double> CompleteValues(const MetricSeries& series);

}  // namespace northstar
