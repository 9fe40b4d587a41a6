// not_vanity: a number that can only rise says nothing about customers.
#include "words/candidate/not_vanity.h"

#include "analysis/evaluate/candidate_test.h"
#include "model/definition.h"
#include "model/project.h"
#include "stats/describe.h"

namespace northstar {
namespace {

// Of neighboring values; -1 changes of none.
struct Steps {
  int changes = 0, moves = 0, falls = 0;
};

Steps CountSteps(const std::vector<double>& values) {
  Steps steps;
  steps.changes = static_cast<int>(values.size()) - 1;
  for (size_t i = 1; i < values.size(); ++i) {
    steps.falls += values[i] < values[i - 1];
    steps.moves += values[i] != values[i - 1];
  }
  return steps;
}

void AddDetail(const std::vector<double>& values, const Steps& steps, TestOutcome& out) {
  out.value = static_cast<double>(steps.falls) / steps.changes;
  out.unit = "share of periods in which it fell";
  out.detail.emplace_back("increments", static_cast<double>(steps.changes));
  out.detail.emplace_back("moves", static_cast<double>(steps.moves));
  out.detail.emplace_back("falls", static_cast<double>(steps.falls));
  const stats::MannKendall trend = stats::TrendTest(values);
  out.detail.emplace_back("trend_z", trend.z);
  out.detail.emplace_back("trend_per_period", trend.slope);
}

}  // namespace

TestOutcome TestNotVanity(const CandidateEvidence& evidence) {
  using Code = NotVanityStatement::Code;
  const auto& rules = evidence.project.judgement.not_vanity;
  TestOutcome out;
  NotVanityStatement statement{Code::kCanFall, NameOf(evidence.metric), evidence.grain};
  const auto judge = [&](Code code, Verdict verdict, const char* finding) {
    statement.code = code;
    out.verdict = verdict;
    out.finding = finding;
    out.said = Words(statement);
    return out;
  };
  if (IsCumulative(evidence.project, evidence.metric)) {
    out.gate_failed = true;
    out.score = 0;
    return judge(Code::kCumulative, Verdict::kFail, "CUMULATIVE");
  }
  const std::vector<double> values = CompleteValues(evidence.series);
  const Steps steps = CountSteps(values);
  statement.changes = std::max(steps.changes, 0);
  statement.needed = rules.least_increments;
  statement.moves = steps.moves;
  statement.falls = steps.falls;
  if (steps.changes < rules.least_increments)
    return judge(Code::kTooFewChanges, Verdict::kInsufficientData, "NOT_ENOUGH_DATA");
  AddDetail(values, steps, out);
  if (steps.moves == 0) return judge(Code::kNoVariation, Verdict::kUnclear, "NO_VARIATION");
  if (steps.falls == 0 && steps.moves < rules.least_increments)
    return judge(Code::kMovedRarely, Verdict::kInsufficientData, "NOT_ENOUGH_DATA");
  if (steps.falls == 0) {
    out.gate_failed = true;
    out.score = 0;
    return judge(Code::kNeverFalls, Verdict::kFail, "NEVER_FALLS");
  }
  out.score = 100;
  return judge(Code::kCanFall, Verdict::kPass, "");
}

}  // namespace northstar
