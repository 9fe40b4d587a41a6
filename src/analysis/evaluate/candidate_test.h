// One test of a candidate. A test is a function in candidate_tests/, which judges and fills a
// statement; the words of that statement in words/candidate/, with their test; and a line in the
// table of candidate_tests.cc.
#pragma once

#include <map>
#include <span>
#include <string_view>

#include "analysis/evaluate/evaluate.h"
#include "analysis/evaluate/input_drivers.h"
#include "analysis/evaluate/people.h"
#include "stats/outages.h"
#include "words/candidate/not_tested.h"

namespace northstar {

// Everything a test may look at. Values are at the candidate's natural grain, by shown period.
struct CandidateEvidence {
  const Project& project;
  const Metric& metric;
  Grain grain;
  const MetricSeries& series;  // with intervals where they are defined
  const std::vector<std::string>& periods;
  std::vector<Day> starts = {};  // of the shown periods, and the end
  // Of the entities; empty without units: when most rows name no entity.
  std::vector<std::optional<double>> first_half = {}, second_half = {};
  bool has_units = true;
  // Values of subsets of the entities are known; of percentiles and given numbers they are not.
  bool has_subsets = true;
  // Sampling error of the change since the period before, from the joint buckets of both.
  std::vector<std::optional<double>> change_errors = {};
  const LeadFindings* lead = nullptr;  // null: no outcome
  const Metric* outcome = nullptr;
  struct SourceQuality {
    std::string source;
    LoadQuality loads;
    Day first_day = 0;
    int days = 0;  // from the first event to the last
    stats::OutageScan outages;
  };
  std::vector<SourceQuality> quality = {};
  const CandidateUnits* units = nullptr;  // null: its value does not come from entities, or
  std::string ask_for_unit = {};          // of which remains to be said, as this sentence asks

  // The candidate beside what must not suffer and what should move it: weeks, or months where the
  // candidate has no weeks.
  Grain pace = Grain::kWeek;
  PacedSeries paced = {};
  struct Guard {
    std::string label;
    bool rise_is_good = true;
    double tolerance = 0;  // relative fall that is not worth an alarm
    PacedSeries values;
  };
  std::vector<Guard> guards = {};
  std::vector<InputSeries> inputs = {};
  bool inputs_declared = false;  // under north_star; else: metrics that somebody owns
  // By segment of the named dimension: the candidate's latest complete value.
  std::string segment_dimension = {};
  std::vector<std::pair<std::string, double>> segments = {};
  const PeopleFindings* people = nullptr;
};

struct CandidateTest {
  // What must have been measured for the test to mean anything.
  enum class Needs { kNothing, kValues, kOutcome };  // kOutcome: both
  std::string_view name;
  CriterionQuestion question;
  TestOutcome (*run)(const CandidateEvidence&);
  Needs needs = Needs::kValues;
};
std::span<const CandidateTest> CandidateTests();

// candidate_tests/*.cc
TestOutcome TestLeadsOutcome(const CandidateEvidence& evidence);
TestOutcome TestStableLink(const CandidateEvidence& evidence);
TestOutcome TestPredictsRetention(const CandidateEvidence& evidence);
TestOutcome TestPredictsRevenue(const CandidateEvidence& evidence);
TestOutcome TestValueNotReach(const CandidateEvidence& evidence);
TestOutcome TestActionable(const CandidateEvidence& evidence);
TestOutcome TestMovesFastEnough(const CandidateEvidence& evidence);
TestOutcome TestSimple(const CandidateEvidence& evidence);
TestOutcome TestMeasurable(const CandidateEvidence& evidence);
TestOutcome TestHardToGame(const CandidateEvidence& evidence);
TestOutcome TestNotVanity(const CandidateEvidence& evidence);
TestOutcome TestNotDecoupled(const CandidateEvidence& evidence);
TestOutcome TestPeople(const CandidateEvidence& evidence);

// A finding for want of data; `said` says what is missing.
TestOutcome NotEnough(Said said);
// The same where there are no units: why, and what follows.
TestOutcome NoUnits(const CandidateEvidence& evidence, NotTestedStatement::Therefore therefore);
// The same where entities are seen once by nature. REQUIRES: there are units.
TestOutcome OccursOnce(const CandidateEvidence& evidence);
// The same where nothing was measured, since what the definition names never occurred: `sentence`
// says what.
TestOutcome NeverSeenOutcome(const std::string& sentence);
// The complete values of the series, in order.
std::vector<double> CompleteValues(const MetricSeries& series);
// The numbers of the shown periods that are complete and whose days the units' histories hold,
// with the days of the grid on which each starts and ends.
struct DayRange {
  size_t period;
  int from, to;
};
std::vector<DayRange> CompletePeriods(const CandidateEvidence& evidence);
// Two series on the periods that both have, in order.
std::pair<std::vector<double>, std::vector<double>> OnCommonPeriods(const PacedSeries& a,
                                                                    const PacedSeries& b);

}  // namespace northstar
